/** Finds the one file of the program that holds a mutation's code. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Mutation } from "./mutations.ts";

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

/** Throws when the code is nowhere, or in more than one place: then the mutation has to be written anew. */
export function locate(root: string, { name, find }: Pick<Mutation, "name" | "find">): string {
  const places = [...sources(join(root, "src")), ...sources(join(root, "adapters"))].flatMap((file) =>
    Array.from({ length: readFileSync(file, "utf8").split(find).length - 1 }, () => file),
  );
  const [file, ...more] = places;
  if (file === undefined || more.length > 0) throw new Error(`“${name}” is found ${places.length} times, not once.`);
  return file;
}
