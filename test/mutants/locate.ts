/** Finds the one file of the program that holds a mutation's code. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every source file of the program below `root`, with what stands in it. */
export function sourcesOf(root: string): ReadonlyMap<string, string> {
  const files = ["src", "adapters"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(root, folder, name)),
  );
  return new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
}

/** Throws when the code is nowhere, or in more than one place: then the mutation has to be written anew. */
export function locate(sources: ReadonlyMap<string, string>, { name, find }: { name: string; find: string }): string {
  const places = [...sources].flatMap(([file, source]) =>
    Array.from({ length: source.split(find).length - 1 }, () => file),
  );
  const [file, ...more] = places;
  if (file === undefined || more.length > 0) throw new Error(`“${name}” is found ${places.length} times, not once.`);
  return file;
}
