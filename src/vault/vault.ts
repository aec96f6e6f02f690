/**
 * Envelope encryption: every person has a data key, and the master key only wraps data keys.
 * Destroying a person's wrapped key makes all their words unreadable at once.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { Unreadable } from "./errors.ts";
import type { MasterKey } from "./master-key.ts";

const FORMAT = 1;
const NONCE = 12;
const TAG = 16;
const KEY = 32;
/** Unwrapped data keys kept in memory. */
const CACHED = 1000;

/** A data key as it is stored. */
export interface WrappedKey {
  /** A person id, or a fixed name of something that is nobody's, such as `transcript`. */
  readonly owner: string;
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly masterVersion: number;
}

/** Where a value stands. It is bound to the ciphertext: moved elsewhere it no longer opens. */
export interface Spot {
  /** Table, or table.column. */
  readonly table: string;
  /** Round id for answers, else the row's id. */
  readonly row: string;
}

export interface Vault {
  /** Names the master key without giving it away; kept in the database to know the right one again. */
  readonly fingerprint: string;
  readonly masterVersion: number;
  createKey(owner: string): WrappedKey;
  seal(key: WrappedKey, spot: Spot, text: string): Buffer;
  /** @throws Unreadable when it was not sealed with this key for this spot. */
  open(key: WrappedKey, spot: Spot, sealed: Uint8Array): string;
  /** The same for what is no text. */
  sealBytes(key: WrappedKey, spot: Spot, bytes: Uint8Array): Buffer;
  /** @throws Unreadable */
  openBytes(key: WrappedKey, spot: Spot, sealed: Uint8Array): Buffer;
  /** Drops the unwrapped key from memory. */
  forget(owner: string): void;
}

/** A vault over one master key. Keeps up to 1,000 unwrapped data keys in memory. */
export function openVault(master: MasterKey): Vault {
  const cache = new Map<string, { readonly wrapped: Buffer; readonly key: KeyObject }>();
  // A key as an object: of a buffer Node would make one anew for every word it seals or opens.
  const masterKey = createSecretKey(master.key);

  function unwrap(wrapped: WrappedKey): KeyObject {
    const known = cache.get(wrapped.owner);
    // Compared, because a rolled-back insert may have left a key that was never stored.
    if (known?.wrapped.equals(wrapped.bytes)) {
      cache.delete(wrapped.owner);
      cache.set(wrapped.owner, known);
      return known.key;
    }
    const plain = decrypt(masterKey, wrapAad(wrapped.owner, wrapped.masterVersion), wrapped.bytes);
    const key = createSecretKey(plain);
    plain.fill(0);
    cache.set(wrapped.owner, { wrapped: Buffer.from(wrapped.bytes), key });
    const oldest = cache.keys().next();
    if (cache.size > CACHED && !oldest.done) forget(oldest.value);
    return key;
  }

  function forget(owner: string): void {
    // The object's own memory is wiped when it is collected.
    cache.delete(owner);
  }

  return {
    fingerprint: createHmac("sha256", master.key).update("ampersand master key").digest("hex").slice(0, 32),
    masterVersion: master.version,
    createKey(owner) {
      const key = randomBytes(KEY);
      const bytes = encrypt(masterKey, wrapAad(owner, master.version), key);
      key.fill(0);
      return { owner, bytes, version: 1, masterVersion: master.version };
    },
    seal: (key, spot, text) => encrypt(unwrap(key), spotAad(key, spot), Buffer.from(text, "utf8")),
    open: (key, spot, sealed) => decrypt(unwrap(key), spotAad(key, spot), sealed).toString("utf8"),
    sealBytes: (key, spot, bytes) => encrypt(unwrap(key), spotAad(key, spot), bytes),
    openBytes: (key, spot, sealed) => decrypt(unwrap(key), spotAad(key, spot), sealed),
    forget,
  };
}

function spotAad(key: WrappedKey, spot: Spot): string {
  return `${spot.table}|${spot.row}|${key.owner}|v${key.version}`;
}

function wrapAad(owner: string, masterVersion: number): string {
  return `data_keys|${owner}|m${masterVersion}`;
}

/** `format (1) · nonce (12) · ciphertext · tag (16)`. */
function encrypt(key: KeyObject, aad: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(aad, "utf8"));
  const body = cipher.update(plain);
  return Buffer.concat([Buffer.of(FORMAT), nonce, body, cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: KeyObject, aad: string, sealed: Uint8Array): Buffer {
  if (sealed.length < 1 + NONCE + TAG || sealed[0] !== FORMAT)
    throw new Unreadable("Stored words have an unknown format.");
  const cipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 1 + NONCE), { authTagLength: TAG });
  cipher.setAAD(Buffer.from(aad, "utf8"));
  cipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(1 + NONCE, sealed.length - TAG)), cipher.final()]);
  } catch {
    throw new Unreadable("Stored words could not be opened with their key.");
  }
}
