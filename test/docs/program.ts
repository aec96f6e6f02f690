/** The whole program as a process of its own, started with no token: the playground. */
import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Program {
  readonly url: string;
  /** Sends SIGTERM. Resolves with the exit code and how long the end took, in milliseconds. */
  end(): Promise<{ readonly code: number | null; readonly ms: number }>;
}

export interface ProgramOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  /** Besides PATH and HOME. */
  readonly env: Readonly<Record<string, string>>;
}

/** Resolves once it has told its address. @throws Error with what it said when it ends before that. */
export async function startProgram({ command, cwd, env }: ProgramOptions): Promise<Program> {
  const [file = "", ...args] = command;
  const { PATH, HOME } = process.env;
  const child = spawn(file, args, {
    cwd,
    env: { PATH, HOME, HTTP_PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (piece: Buffer) => {
      said += piece.toString();
      const found = /http:\/\/\S+/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`It ended with code ${code}: ${said}`)));
  });
  return {
    url,
    async end() {
      const begun = performance.now();
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const [code] = (await ended) as [number | null];
      return { code, ms: performance.now() - begun };
    },
  };
}
