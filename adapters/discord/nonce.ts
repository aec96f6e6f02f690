/** What keeps Discord from showing a repeated message twice. */
import { createHash } from "node:crypto";
import { NONCE_MAX } from "./limits.ts";

/** The same for every repeat of a part, so that Discord gives the first message back instead of a second. */
export function nonce(deliveryId: string, part: number): string {
  const plain = `${deliveryId}-${part}`;
  if (plain.length <= NONCE_MAX) return plain;
  return createHash("sha256").update(plain).digest("base64url").slice(0, NONCE_MAX);
}
