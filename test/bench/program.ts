/** The real program as a process of its own, told by its environment to speak to the fake servers. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(import.meta.dirname, "..", "..");
const LONGEST_START = 120_000;
const LONGEST_STOP = 15_000;

/** Every process that was started here, so that none outlives the bench. */
const children = new Set<ChildProcess>();

export function killAll(): void {
  for (const child of children) child.kill("SIGKILL");
}

export interface Started {
  readonly child: ChildProcess;
  /** From the spawn to the line, in milliseconds. */
  readonly ms: number;
  /** What the line said. */
  readonly line: string;
}

/** Runs a Node script and resolves when a line of its standard error has `sign` in it. */
export async function startUntil(
  script: string,
  args: readonly string[],
  sign: string,
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd: string; readonly flags?: readonly string[] },
): Promise<Started> {
  const begun = performance.now();
  const child = spawn(process.execPath, [...(options.flags ?? []), join(ROOT, script), ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  const said: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Started>();
  const late = setTimeout(() => reject(new Error(`${script} did not start:\n${said.join("\n")}`)), LONGEST_START);
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.includes(sign)) resolve({ child, ms: performance.now() - begun, line });
    if (said.length < 50) said.push(line);
    if (/"level":(40|50)/.test(line)) process.stderr.write(`    the program says: ${line}\n`);
  });
  child.once("exit", (code) => reject(new Error(`${script} ended with ${code}:\n${said.join("\n")}`)));
  return promise.finally(() => clearTimeout(late));
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), LONGEST_STOP);
  await gone;
  clearTimeout(hard);
}

export interface Usage {
  readonly cpuSeconds: number;
  readonly rssMb: number;
  /** The longest turn of the event loop since the last call. */
  readonly loopDelayMs: number;
}

export class Program {
  readonly #started: Started;
  readonly #address: string;

  private constructor(started: Started) {
    this.#started = started;
    this.#address = (JSON.parse(started.line) as { address: string }).address;
  }

  /** Starts it on the database of a folder and waits until it says that it is ready. */
  static async start(folder: string, env: NodeJS.ProcessEnv, flags: readonly string[] = []): Promise<Program> {
    const own = {
      DATABASE_URL: `file:${join(folder, "bench.db")}`,
      AMPERSAND_KEY_FILE: join(folder, "key"),
      HTTP_PORT: "0",
      LOG_LEVEL: "info",
    };
    const profile = process.env.BENCH_PROFILE;
    const profiling = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
    return new Program(
      await startUntil("src/start.js", [], '"msg":"ready"', {
        env: { ...own, ...env },
        cwd: folder,
        flags: [...profiling, ...flags],
      }),
    );
  }

  /** From the spawn until it said that it is ready. */
  get readyMs(): number {
    return this.#started.ms;
  }

  /** What it says about itself at `/metrics`: the same an operator sees. */
  async usage(): Promise<Usage> {
    const text = await (await fetch(`${this.#address}/metrics`)).text();
    const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? Number.NaN);
    // A program of few couples has no numbers: the kernel has them.
    const own = ofProcess(this.#started.child.pid ?? 0);
    const told = value("process_cpu_seconds_total");
    return {
      cpuSeconds: Number.isNaN(told) ? own.cpuSeconds : told,
      rssMb: Number.isNaN(told) ? own.rssMb : value("process_resident_memory_bytes") / 2 ** 20,
      loopDelayMs: value("nodejs_eventloop_lag_max_seconds") * 1000,
    };
  }

  stop(): Promise<void> {
    return stopChild(this.#started.child);
  }
}

/** Ticks of the clock by which Linux counts a process's time. */
const TICKS_PER_SECOND = 100;

function ofProcess(pid: number): { readonly cpuSeconds: number; readonly rssMb: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    rssMb: Number(kilobytes) / 2 ** 10,
  };
}
