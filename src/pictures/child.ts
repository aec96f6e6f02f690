/**
 * The drawing process. Orders come in, PNGs go out, one after the other. It may end at any moment and in any
 * way: by a failure of the native library, by using more memory than its one argument allows (in bytes), by a signal.
 * It has no key, no token, no network and no database.
 */
import { writeFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Frames, frame } from "./frames.ts";
import { LONGEST_ORDER } from "./limits.ts";

/** Between two looks at the memory. */
const LOOK_MS = 20;

function end(): void {
  // Nothing less ends a thread that is inside the native library.
  process.kill(process.pid, "SIGKILL");
}

/** When the machine runs out of memory it is this process that has to go. */
function goesFirst(): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", "1000");
  } catch {
    // Not on Linux, or not allowed.
  }
}

function run(mostBytes: number): void {
  goesFirst();
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  worker.on("message", (png: Uint8Array) => process.stdout.write(frame(png)));
  worker.on("error", end);
  worker.on("exit", end);
  const orders = new Frames(LONGEST_ORDER, (order) => worker.postMessage(new Uint8Array(order)));
  process.stdin.on("data", (chunk) => orders.take(chunk));
  // Closed when the program ends, however it does. It ends by itself when it was asked to: signals that are meant
  // for the program reach the whole group, and a drawing in hand is still finished.
  for (const closed of ["end", "error"]) process.stdin.on(closed, end);
  process.stdout.on("error", end);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
  setInterval(() => {
    if (process.memoryUsage.rss() > mostBytes) end();
  }, LOOK_MS);
}

run(Number(process.argv[2]));
