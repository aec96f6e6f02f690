/**
 * A drawing process that does what a picture's title says: what a poisoned photo may do to the native library. Every
 * other picture it draws.
 */
import { deserialize } from "node:v8";
import type { Picture } from "../../src/domain/picture.ts";
import { Frames, writeFrame } from "../../src/pictures/frames.ts";
import { paint } from "../../src/pictures/paint.ts";

const DEEDS: Readonly<Record<string, () => void>> = {
  abort: () => process.abort(),
  segfault: () => process.kill(process.pid, "SIGSEGV"),
  leave: () => process.exit(0),
  hang: () => {
    for (;;);
  },
  silence: () => undefined,
  babble: () => process.stdout.write("y".repeat(100_000)),
  lie: () => writeFrame(process.stdout, Buffer.from("<svg/>")),
  fail: () => writeFrame(process.stdout, Buffer.alloc(0)),
};

const orders = new Frames(10_000_000, (order) => {
  const picture = deserialize(order) as Picture;
  const deed = DEEDS[picture.title];
  if (deed) deed();
  else writeFrame(process.stdout, paint(picture));
});
process.stdin.on("data", (chunk) => orders.take(chunk));
process.stdin.on("end", () => process.exit(0));
