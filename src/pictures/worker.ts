/** The thread of the drawing process that draws. Its other thread watches it meanwhile. */
import { deserialize } from "node:v8";
import { parentPort } from "node:worker_threads";
import type { Picture } from "../domain/picture.ts";
import { paint } from "./paint.ts";

/** Empty when it cannot be drawn. */
function answer(order: Uint8Array): Uint8Array {
  try {
    return new Uint8Array(paint(deserialize(order) as Picture));
  } catch {
    return new Uint8Array();
  }
}

parentPort?.on("message", (order: Uint8Array) => parentPort?.postMessage(answer(order)));
