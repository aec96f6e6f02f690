/** Pictures as PNG, drawn beside the event loop: it would stand still for tens of milliseconds. */
import { Worker } from "node:worker_threads";
import type { Picture } from "../domain/picture.ts";
import type { Draw } from "../ports/pictures.ts";
import type { Drawn, Order } from "./worker.ts";

/** Longer than this nobody waits for a picture: its words are said instead. */
const LONGEST_MS = 20_000;

/** One thread; it does not keep the process alive. */
class Easel {
  readonly #waiting = new Map<number, (png: Uint8Array | null) => void>();
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url));
  #orders = 0;
  isBroken = false;

  constructor() {
    this.#worker.on("message", ({ id, png }: Drawn) => this.#done(id, png));
    this.#worker.on("error", () => this.#breaks());
    this.#worker.on("exit", () => this.#breaks());
    // After the listeners: they would hold the process again.
    this.#worker.unref();
  }

  draw(picture: Picture): Promise<Uint8Array | null> {
    const id = ++this.#orders;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#done(id, null), LONGEST_MS);
      this.#waiting.set(id, (png) => {
        clearTimeout(timer);
        resolve(png);
      });
      this.#worker.postMessage({ id, picture } satisfies Order);
    });
  }

  #done(id: number, png: Uint8Array | null): void {
    this.#waiting.get(id)?.(png);
    this.#waiting.delete(id);
  }

  #breaks(): void {
    this.isBroken = true;
    for (const id of this.#waiting.keys()) this.#done(id, null);
  }
}

/** The thread is made for the first picture, and made anew when it has broken. */
export function createDraw(): Draw {
  let easel: Easel | null = null;
  return async (picture) => {
    if (!easel || easel.isBroken) easel = new Easel();
    const png = await easel.draw(picture);
    if (!png) throw new Error("the picture could not be drawn");
    return png;
  };
}
