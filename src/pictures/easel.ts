/** The drawing process, seen from the program: started, given one order at a time, ended. */
import { type ChildProcess, spawn } from "node:child_process";
import module from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import type { Picture } from "../domain/picture.ts";
import { Frames, writeFrame } from "./frames.ts";
import { LARGEST_PNG } from "./limits.ts";

const PNG = Buffer.from("89504e470d0a1a0a", "hex");
/** Its JavaScript keeps the photos of one order as text; the native memory is watched apart. */
const FLAGS = ["--max-old-space-size=256", "--expose-gc"];

export interface EaselOptions {
  /** What the process runs. */
  readonly program: URL;
  /** Resident memory, in bytes; above it the process ends. */
  readonly mostMemory: number;
}

type Done = (png: Uint8Array | null) => void;

export class Easel {
  readonly #child: ChildProcess;
  #waiting: Done | null = null;
  #isBroken = false;

  constructor({ program, mostMemory }: EaselOptions) {
    const args = [...FLAGS, fileURLToPath(program), String(mostMemory)];
    // No environment: neither tokens nor keys, nor flags that were meant for the program. It shares no open file.
    this.#child = spawn(process.execPath, args, { env: bare(), stdio: ["pipe", "pipe", "ignore"], windowsHide: true });
    const { stdin, stdout } = this.#child;
    const frames = new Frames(LARGEST_PNG, (body) => this.#done(isPng(body) ? new Uint8Array(body) : null));
    stdout?.on("data", (chunk) => this.#take(frames, chunk));
    for (const pipe of [stdin, stdout]) pipe?.on("error", () => this.#breaks());
    this.#child.on("error", () => this.#breaks());
    this.#child.on("close", () => this.#breaks());
    // After the listeners: they would hold the program again.
    this.#child.unref();
    for (const pipe of [stdin, stdout]) if (pipe && "unref" in pipe && typeof pipe.unref === "function") pipe.unref();
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Null when it cannot be drawn, or not within `ms`. One order at a time. */
  draw(picture: Picture, ms: number): Promise<Uint8Array | null> {
    return new Promise((resolve) => {
      const limit = setTimeout(() => this.end(), ms);
      this.#waiting = (png) => {
        clearTimeout(limit);
        resolve(png);
      };
      if (this.#isBroken) this.#done(null);
      else if (this.#child.stdin) writeFrame(this.#child.stdin, serialize(picture));
    });
  }

  /** At once, whatever it does. */
  end(): void {
    this.#child.kill("SIGKILL");
    this.#breaks();
  }

  #take(frames: Frames, chunk: Buffer): void {
    try {
      frames.take(chunk);
    } catch {
      this.end();
    }
  }

  #done(png: Uint8Array | null): void {
    const done = this.#waiting;
    this.#waiting = null;
    done?.(png);
  }

  #breaks(): void {
    this.#isBroken = true;
    this.#done(null);
  }
}

/** What the operating system itself needs, where a person's fonts lie, and what Node made of the sources before. */
function bare(): NodeJS.ProcessEnv {
  const names = ["HOME", "SystemRoot", "WINDIR", "USERPROFILE"];
  const given = names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  const cache = module.getCompileCacheDir();
  // The folder of one version of Node, below the one that is asked for.
  return Object.fromEntries(cache ? [...given, ["NODE_COMPILE_CACHE", dirname(cache)]] : given);
}

function isPng(body: Uint8Array): boolean {
  return PNG.equals(body.subarray(0, PNG.length));
}
