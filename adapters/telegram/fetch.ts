/** Bytes of what people sent: first asked where they are, then read from there. */
import { z } from "zod";
import { type Fetched, MAX_MEDIA } from "../../src/ports/media.ts";
import { Refused } from "./errors.ts";
import type { Timing } from "./limits.ts";
import type { Transport } from "./transport.ts";
import { backoff, wait } from "./wait.ts";

const place = z.object({ file_path: z.string().optional(), file_size: z.number().optional() });
const TRIES = 3;
/** A limit is no failure and does not count as a try, but somebody's words after the file wait for it. */
const LIMITS_IN_ALL_MS = 180_000;
/** Where the platform does not say how long. */
const UNSAID_MS = 1_000;
const TOO_LARGE: Fetched = { type: "too-large" };
const GONE: Fetched = { type: "gone" };

export interface FetchParts {
  readonly transport: Transport;
  readonly timing: Timing;
  /** Address of a file by its path; holds the token and is never logged. */
  readonly addressOf: (path: string) => string;
  readonly stopping: AbortSignal;
}

/** See `ChatAdapter.fetch`. */
export async function fetchFile(parts: FetchParts, fileId: string): Promise<Fetched> {
  const { timing, stopping } = parts;
  for (let attempt = 1, waited = 0; ; ) {
    const fetched = await once(parts, fileId).catch(whyNot);
    if (fetched !== null && typeof fetched === "object") return fetched;
    if (fetched === null) attempt += 1;
    else waited += fetched;
    if (attempt > TRIES || waited > LIMITS_IN_ALL_MS || stopping.aborted) return GONE;
    await wait(fetched ?? backoff(attempt - 1, timing.backoffFirstMs, timing.backoffMaxMs), stopping);
  }
}

/** A number: milliseconds to wait for a limit; null: another try may help. */
async function once(parts: FetchParts, fileId: string): Promise<Fetched | number | null> {
  const { transport, timing, addressOf, stopping } = parts;
  const options = { schema: place, timeoutMs: timing.callMs, signal: stopping };
  const found = await transport.call("getFile", { file_id: fileId }, options);
  if ((found.file_size ?? 0) > MAX_MEDIA) return TOO_LARGE;
  if (found.file_path === undefined) return GONE;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(timing.callMs)]);
  const response = await fetch(addressOf(found.file_path), { signal });
  if (response.ok) return readAtMost(response, MAX_MEDIA);
  await response.body?.cancel();
  if (response.status === 429) return 1000 * Number(response.headers.get("retry-after") ?? 0) || UNSAID_MS;
  return response.status === 404 ? GONE : null;
}

/** What it is instead of bytes; milliseconds to wait for a limit; null: another try may help. */
function whyNot(error: unknown): Fetched | number | null {
  if (!(error instanceof Refused)) return null;
  if (error.code === 429) return error.retryAfterMs ?? UNSAID_MS;
  if (error.code !== 400) return null;
  return error.says(/too big/i) ? TOO_LARGE : GONE;
}

async function readAtMost(response: Response, most: number): Promise<Fetched> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > most) return TOO_LARGE;
    chunks.push(chunk);
  }
  return { type: "bytes", data: Buffer.concat(chunks) };
}
