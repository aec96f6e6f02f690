/**
 * The drawing process. Orders come in, PNGs go out, one after the other. It may end at any moment and in any
 * way: by a failure of the native library, by using more memory than its one argument allows (in bytes), by a signal.
 * It has no key, no token and no database.
 */
import { writeFileSync } from "node:fs";
import { deserialize } from "node:v8";
import { Worker } from "node:worker_threads";
import type { Picture } from "../domain/picture.ts";
import { Frames, writeFrame } from "./frames.ts";
import { LONGEST_ORDER } from "./limits.ts";
import { paint } from "./paint.ts";

function end(): void {
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

/** Empty when it cannot be drawn. */
function answer(order: Uint8Array): Uint8Array {
  try {
    return paint(deserialize(order) as Picture);
  } catch {
    return new Uint8Array();
  }
}

function run(mostBytes: number): void {
  goesFirst();
  const guard = new Worker(new URL("./guard.js", import.meta.url), { workerData: { mostBytes, parent: process.ppid } });
  // Nothing is drawn unwatched.
  for (const lost of ["error", "exit"]) guard.on(lost, end);
  const orders = new Frames(LONGEST_ORDER, (order) => writeFrame(process.stdout, answer(order)));
  guard.once("online", () => process.stdin.on("data", (chunk) => orders.take(chunk)));
  // Closed when the program ends, however it does.
  for (const closed of ["end", "error"]) process.stdin.on(closed, end);
  process.stdout.on("error", end);
  // Signals that are meant for the program reach its whole group: a drawing in hand is still finished.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
}

run(Number(process.argv[2]));
