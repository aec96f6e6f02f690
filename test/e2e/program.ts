/** The real program as a process of its own, in a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");
export const NODE = join(ROOT, "node_modules", ".bin", "node");
const START = join(ROOT, "src", "start.js");

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class Program {
  out = "";
  err = "";
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  #watching: (() => void)[] = [];

  constructor(folder: string, env: Readonly<Record<string, string>>) {
    const { PATH = "", HOME = "" } = process.env;
    this.#child = spawn(NODE, [START], { cwd: folder, env: { PATH, HOME, HTTP_PORT: "0", ...env }, stdio: "pipe" });
    this.#child.stdout?.on("data", (data) => this.#note("out", String(data)));
    this.#child.stderr?.on("data", (data) => this.#note("err", String(data)));
    this.#ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => {
        resolve({ code, signal });
        for (const look of this.#watching.splice(0)) look();
      });
    });
  }

  #note(where: "out" | "err", text: string): void {
    this[where] += text;
    for (const look of this.#watching.splice(0)) look();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The first match in what it has written, when it is there. */
  async says(what: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = what.exec(this.out) ?? what.exec(this.err);
      if (found) return found;
      if (!this.running) throw new Error(`it ended without saying ${what}:\n${this.out}${this.err}`);
      await new Promise<void>((resolve) => this.#watching.push(resolve));
    }
  }

  /** The address of its web server, once it is ready. */
  async url(): Promise<string> {
    return (await this.says(/http:\/\/127\.0\.0\.1:\d+/))[0];
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  async stop(): Promise<Ended> {
    if (this.running) this.signal("SIGTERM");
    return this.#ended;
  }
}

/** A folder that programs are started in, one after the other or at once. */
export class Premises {
  readonly folder = mkdtempSync(join(tmpdir(), "ampersand-process-"));
  readonly programs: Program[] = [];

  start(env: Readonly<Record<string, string>> = {}): Program {
    const program = new Program(this.folder, env);
    this.programs.push(program);
    return program;
  }

  async end(): Promise<void> {
    for (const program of this.programs) {
      if (program.running) program.signal("SIGKILL");
      await program.ended();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
