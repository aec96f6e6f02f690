import { readFileSync } from "node:fs";

/** One of Discord's JSON error codes. */
export interface Listed {
  readonly code: number;
  readonly message: string;
}

/** The whole list of the documentation, general to particular. */
export const CODES: readonly Listed[] = JSON.parse(readFileSync(new URL("./codes.json", import.meta.url), "utf8"));

const FORBIDDEN = new Set([20001, 20012, 20016, 40001, 40002, 40004, 40007, 340015, 400001, 50278, 50600, 60003]);

/** The status that a code comes with: unknown things are 404, what may not be done 403, a body too large 413. */
export function statusOf({ code }: Listed): number {
  if (code >= 10001 && code <= 10999) return 404;
  if (code === 40005) return 413;
  const isAccess = code >= 50001 && code <= 50013 && code !== 50006;
  return isAccess || FORBIDDEN.has(code) ? 403 : 400;
}
