/**
 * Pictures as PNG, drawn in a process of its own, which may die alone: what a stranger's photo does to the native
 * library ends one drawing and nothing else. Started for the first picture, and ended when none came for a while.
 */
import type { Picture } from "../domain/picture.ts";
import type { Draw } from "../ports/pictures.ts";
import { Easel, type EaselOptions } from "./easel.ts";
import { IDLE_MS, LONGEST_MS, MOST_MEMORY } from "./limits.ts";

export interface DrawOptions extends EaselOptions {
  /** Of one drawing, the start of the process included. */
  readonly longestMs: number;
  readonly idleMs: number;
}

const USUAL: DrawOptions = {
  program: new URL("./child.ts", import.meta.url),
  mostMemory: MOST_MEMORY,
  longestMs: LONGEST_MS,
  idleMs: IDLE_MS,
};

/** One drawing at a time, in the order asked; each waits for the ones before, and shares none of their failures. */
export function createDraw(options: Partial<DrawOptions> = {}): Draw {
  const all = { ...USUAL, ...options };
  let easel: Easel | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const drawNow = async (picture: Picture) => {
    clearTimeout(idle);
    if (!easel || easel.isBroken) easel = new Easel(all);
    const used = easel;
    const png = await used.draw(picture, all.longestMs);
    idle = setTimeout(() => used.end(), all.idleMs).unref();
    if (!png) throw new Error("the picture could not be drawn");
    return png;
  };
  return (picture) => {
    const mine = last.then(() => drawNow(picture));
    last = mine.catch(() => undefined);
    return mine;
  };
}
