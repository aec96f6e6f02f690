/**
 * A heartbeat on the real node-cron in a process of its own, whose clock leaps. Writes one line: how
 * long the event loop stood still at most, how long the next beat took to come, and how many came in
 * the three seconds after the leap.
 */
import { everySecond } from "../../src/schedule/every-second.ts";
import { shiftClock } from "./shifted-clock.ts";

const leap = Number(process.argv[2]);
const beats: number[] = [];
const end = everySecond(async () => void beats.push(performance.now()));

let longest = 0;
let last = performance.now();
const watch = setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
}, 5);

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

while (beats.length < 2) await pause(5);
// In the middle of a second: node-cron's timer is set, and fires in half a second.
await pause(500);
longest = 0;
const before = beats.length;
const from = performance.now();
shiftClock(leap);
while (beats.length === before) await pause(5);
const first = performance.now() - from;
await pause(3_000);
end();
clearInterval(watch);
process.stdout.write(`${JSON.stringify({ longest, first, count: beats.length - before })}\n`);
