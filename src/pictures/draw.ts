/** A picture as PNG. */
import { Worker } from "node:worker_threads";
import type { Picture } from "../domain/picture.ts";
import type { Draw } from "../ports/pictures.ts";
import { boardSvg } from "./board.ts";
import { chartSvg } from "./chart.ts";
import { isCovered } from "./fonts.ts";
import type { Drawn, Order } from "./worker.ts";

/** Longer than this nobody waits for a picture: its words are said instead. */
const LONGEST_MS = 20_000;

/** The picture as SVG: pure, and the same for the same data. */
export function svgOf(picture: Picture): string {
  return picture.kind === "board" ? boardSvg(picture) : chartSvg(picture);
}

function wordsOf(picture: Picture): string {
  const all =
    picture.kind === "board"
      ? picture.squares.flatMap(({ label, line }) => [label, line])
      : [...picture.legend, ...picture.rows.flatMap(({ label, low, high }) => [label, low, high])];
  return [picture.title, ...all].join("");
}

/** One thread, made for the first picture; it does not keep the process alive. */
class Easel {
  readonly #waiting = new Map<number, (png: Uint8Array | null) => void>();
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url));
  #orders = 0;
  isBroken = false;

  constructor() {
    this.#worker.unref();
    this.#worker.on("message", ({ id, png }: Drawn) => this.#done(id, png));
    this.#worker.on("error", () => this.#breaks());
    this.#worker.on("exit", () => this.#breaks());
  }

  draw(order: Omit<Order, "id">): Promise<Uint8Array | null> {
    const id = ++this.#orders;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#done(id, null), LONGEST_MS);
      this.#waiting.set(id, (png) => {
        clearTimeout(timer);
        resolve(png);
      });
      this.#worker.postMessage({ id, ...order } satisfies Order);
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

/** Draws beside the event loop: encoding a picture would hold it up for tens of milliseconds. */
export function createDraw(): Draw {
  let easel: Easel | null = null;
  return async (picture) => {
    if (!easel || easel.isBroken) easel = new Easel();
    const png = await easel.draw({ svg: svgOf(picture), everyFont: !isCovered(wordsOf(picture)) });
    if (!png) throw new Error("the picture could not be drawn");
    return png;
  };
}
