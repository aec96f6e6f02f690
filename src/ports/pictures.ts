import type { Picture } from "../domain/picture.ts";

/** Draws a picture as PNG. Rejects when it cannot: its words are then said instead. */
export type Draw = (picture: Picture) => Promise<Uint8Array>;
