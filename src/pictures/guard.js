// The second thread of the drawing process: watches while the first one is inside the native library. In plain
// JavaScript, so that it starts at once.
import { workerData } from "node:worker_threads";

/** Between two looks. */
const LOOK_MS = 20;
const { mostBytes, parent } = workerData;

setInterval(() => {
  // Too much memory, or the program is gone.
  if (process.memoryUsage.rss() > mostBytes || process.ppid !== parent) process.kill(process.pid, "SIGKILL");
}, LOOK_MS);
