/** The real program as a process of its own: started as an operator starts it, killed as nobody should. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";

const START = join(import.meta.dirname, "../../../src/start.js");
/** Longer than any start on a busy machine. */
const LONGEST_START = 60_000;

export interface ProgramOptions {
  /** Where its database and key are. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class Program {
  readonly #options: ProgramOptions;
  #child: ChildProcess | null = null;
  #exited: Promise<void> = Promise.resolve();
  #port = 0;
  #ready: Promise<void> = Promise.resolve();
  #wanted = false;
  starts = 0;
  /** Log lines of level error, and whatever else it wrote to standard error. */
  readonly complaints: string[] = [];

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  get file(): string {
    return join(this.#options.folder, "crash.db");
  }

  get env(): Readonly<Record<string, string>> {
    return {
      ...this.#options.env,
      DATABASE_URL: `file:${this.file}`,
      AMPERSAND_KEY_FILE: join(this.#options.folder, "crash.key"),
      HTTP_PORT: String(this.#port),
      LOG_LEVEL: "info",
      PATH: process.env.PATH ?? "",
    };
  }

  /** Starts it; `ready` tells when it says that it is. */
  async start(): Promise<void> {
    this.#port ||= await freePort();
    this.starts += 1;
    this.#wanted = true;
    const child = spawn(process.execPath, [START], {
      cwd: this.#options.folder,
      env: this.env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#child = child;
    if (this.starts === 1) process.once("exit", () => this.#child?.kill("SIGKILL"));
    this.#exited = new Promise((resolve) => child.once("exit", () => resolve()));
    child.once("exit", (code, signal) => {
      if (this.#wanted) this.complaints.push(`it ended by itself: ${signal ?? code}`);
    });
    this.#ready = this.#listen(child);
    this.#ready.catch(() => {});
  }

  #listen(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("it never said that it is ready")), LONGEST_START);
      let rest = "";
      child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          if (line.includes('"msg":"ready"')) {
            clearTimeout(timer);
            resolve();
          } else if (!line.startsWith('{"level":30') && !line.startsWith('{"level":40')) this.complaints.push(line);
        }
      });
      child.once("exit", () => {
        clearTimeout(timer);
        reject(new Error("it ended"));
      });
    });
  }

  /** Resolves when the present process is ready; rejects when it ends before. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** No goodbye, no last commit. */
  async kill(): Promise<void> {
    this.#wanted = false;
    this.#child?.kill("SIGKILL");
    await this.#exited;
  }

  /** As a service manager ends it. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#child?.kill("SIGTERM");
    await this.#exited;
  }

  /** Rows that wait to be sent or were put aside: few couples have no metrics of that. Null while it cannot be asked. */
  async backlog(): Promise<number | null> {
    try {
      if (!(await fetch(`http://127.0.0.1:${this.#port}/metrics`)).ok) return null;
      const database = new SqliteDatabase(this.file, { readonly: true, timeout: 1000 });
      try {
        return database.prepare("select count(*) from outbox").pluck().get() as number;
      } finally {
        database.close();
      }
    } catch {
      return null;
    }
  }
}
