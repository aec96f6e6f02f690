/** Draws on a thread of its own: an SVG comes in, a PNG goes out. */
import { parentPort } from "node:worker_threads";
import { Resvg } from "@resvg/resvg-js";
import { FONTS } from "./fonts.ts";

export interface Order {
  readonly id: number;
  readonly svg: string;
  /** Look at the machine's fonts too. */
  readonly everyFont: boolean;
}

/** `png` is null when it could not be drawn. */
export interface Drawn {
  readonly id: number;
  readonly png: Uint8Array | null;
}

function draw({ svg, everyFont }: Order): Uint8Array | null {
  try {
    const font = { fontFiles: [...FONTS], loadSystemFonts: everyFont, defaultFontFamily: "Open Sans" };
    return new Uint8Array(new Resvg(svg, { font }).render().asPng());
  } catch {
    return null;
  }
}

parentPort?.on("message", (order: Order) => {
  const drawn: Drawn = { id: order.id, png: draw(order) };
  parentPort?.postMessage(drawn);
});
