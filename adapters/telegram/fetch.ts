/** Bytes of what people sent: first asked where they are, then read from there. */
import { z } from "zod";
import { type Fetched, MAX_MEDIA } from "../../src/ports/media.ts";
import { Refused } from "./errors.ts";
import type { Timing } from "./limits.ts";
import type { Transport } from "./transport.ts";
import { backoff, wait } from "./wait.ts";

const place = z.object({ file_path: z.string().optional(), file_size: z.number().optional() });
const TRIES = 3;
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
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const fetched = await once(parts, fileId).catch(whyNot);
    if (fetched) return fetched;
    if (attempt < TRIES) await wait(backoff(attempt, timing.backoffFirstMs, timing.backoffMaxMs), stopping);
  }
  return GONE;
}

/** Null: another try may help. */
async function once({ transport, timing, addressOf, stopping }: FetchParts, fileId: string): Promise<Fetched | null> {
  const options = { schema: place, timeoutMs: timing.callMs, signal: stopping };
  const found = await transport.call("getFile", { file_id: fileId }, options);
  if ((found.file_size ?? 0) > MAX_MEDIA) return TOO_LARGE;
  if (found.file_path === undefined) return GONE;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(timing.callMs)]);
  const response = await fetch(addressOf(found.file_path), { signal });
  if (response.ok) return readAtMost(response, MAX_MEDIA);
  await response.body?.cancel();
  return response.status === 404 ? GONE : null;
}

function whyNot(error: unknown): Fetched | null {
  if (!(error instanceof Refused) || error.code !== 400) return null;
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
