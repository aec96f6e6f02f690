/** As much of a Dockerfile as ours uses: stages, their instructions, and what they copy from the folder. */
import { readFileSync } from "node:fs";

export interface Instruction {
  readonly name: string;
  /** Everything after the name, continued lines joined. */
  readonly rest: string;
}

export interface Image {
  /** Instructions by stage, each beginning with its FROM. */
  readonly stages: readonly (readonly Instruction[])[];
}

/** @throws Error for a line that is no instruction. */
export function parseDockerfile(file: string): Image {
  const text = readFileSync(file, "utf8").replace(/^\s*#.*\n/gm, "");
  const lines = text.replace(/\\\n\s*/g, " ").split("\n");
  const stages: Instruction[][] = [];
  for (const line of lines.filter((one) => one.trim() !== "")) {
    const [, name, rest] = /^([A-Z]+) +(.+)$/.exec(line) ?? [];
    if (name === undefined || rest === undefined) throw new Error(`not an instruction: ${line}`);
    if (name === "FROM") stages.push([]);
    stages.at(-1)?.push({ name, rest });
  }
  return { stages };
}

/** The values of one instruction in a stage, in order. */
export function all(stage: readonly Instruction[], name: string): string[] {
  return stage.filter((one) => one.name === name).map(({ rest }) => rest);
}

/** The value of an instruction that stands once. @throws Error when it does not. */
export function only(stage: readonly Instruction[], name: string): string {
  const [found, ...more] = all(stage, name);
  if (found === undefined || more.length > 0) throw new Error(`${name} does not stand once`);
  return found;
}

/** What a stage copies out of the project's folder: sources, and where they go below its WORKDIR. */
export function copied(stage: readonly Instruction[]): { readonly sources: readonly string[]; readonly to: string }[] {
  return all(stage, "COPY")
    .filter((rest) => !rest.startsWith("--from="))
    .map((rest) => {
      const words = rest.split(/ +/);
      return { sources: words.slice(0, -1), to: words.at(-1) ?? "" };
    });
}

/** The words of an instruction in its JSON form, such as CMD. */
export function command(rest: string): string[] {
  const words: unknown = JSON.parse(rest.replace(/^.*?(?=\[)/, ""));
  if (!Array.isArray(words) || !words.every((word) => typeof word === "string")) throw new Error(`no command: ${rest}`);
  return words;
}
