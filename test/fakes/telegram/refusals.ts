import { readFileSync } from "node:fs";

const lists: Record<string, string[]> = JSON.parse(readFileSync(new URL("./refusals.json", import.meta.url), "utf8"));
const PREFIX: Record<number, string> = { 400: "Bad Request: ", 403: "Forbidden: ", 413: "" };

/** One refusal as the platform words it. */
export interface Listed {
  readonly code: number;
  readonly description: string;
}

/** Everything with which the platform is known to refuse a message, an edit or a deletion. */
export const REFUSALS: readonly Listed[] = [400, 403, 413].flatMap((code) =>
  (lists[code] ?? []).map((text) => ({ code, description: `${PREFIX[code]}${text}` })),
);
