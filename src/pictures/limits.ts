/** What drawing may cost. */

/** Of one drawing: longer than this nobody waits for a picture, and its words are said instead. */
export const LONGEST_MS = 30_000;
/** Of the drawing process, resident, in bytes. A photo of 40 megapixels takes about two thirds of it. */
export const MOST_MEMORY = 768 * 1024 * 1024;
/** Of the drawing process without an order: then it ends, and its memory is free again. */
export const IDLE_MS = 60_000;
/** Of one order, in bytes: all photos of an answer, and words. */
export const LONGEST_ORDER = 70_000_000;
/** Of a drawn picture, in bytes. */
export const LARGEST_PNG = 20_000_000;
