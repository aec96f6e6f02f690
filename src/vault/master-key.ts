/** Where the master key comes from: the environment, or a file of its own outside the database. */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { KeyInvalid, KeyMissing } from "./errors.ts";

const MASTER_KEY_VARIABLE = "AMPERSAND_MASTER_KEY";
const BYTES = 32;

export interface MasterKey {
  readonly key: Buffer;
  /** Stored beside every wrapped data key, so that a later version can replace it. */
  readonly version: number;
  readonly from: "environment" | "file" | "new-file";
  /** The key file can be read by others than its owner: worth a warning. */
  readonly loose: boolean;
}

export interface MasterKeySource {
  readonly env: { readonly [MASTER_KEY_VARIABLE]?: string | undefined };
  readonly keyFile: string;
  /** A database is there already: then a key is never made. */
  readonly databaseExists: boolean;
}

/**
 * The master key from the environment, else from the key file, else, only where no database exists
 * yet, a new one written to the key file with mode 0600.
 * @throws KeyMissing when a database exists and its key does not; KeyInvalid when it is not 32 bytes of base64.
 */
export function loadMasterKey(source: MasterKeySource): MasterKey {
  const given = source.env[MASTER_KEY_VARIABLE];
  if (given !== undefined && given.trim() !== "") {
    return { key: decode(given, MASTER_KEY_VARIABLE), version: 1, from: "environment", loose: false };
  }
  const stored = readIfThere(source.keyFile);
  if (stored !== null) {
    const loose = process.platform !== "win32" && (statSync(source.keyFile).mode & 0o077) !== 0;
    return { key: decode(stored, `The key file ${source.keyFile}`), version: 1, from: "file", loose };
  }
  if (source.databaseExists) {
    throw new KeyMissing(
      `There is a database but no master key: set ${MASTER_KEY_VARIABLE} or put the key file back at ` +
        `${source.keyFile} (AMPERSAND_KEY_FILE). A new key could not read what is stored.`,
    );
  }
  return { key: makeKeyFile(source.keyFile), version: 1, from: "new-file", loose: false };
}

function decode(text: string, what: string): Buffer {
  const plain = text.trim();
  const key = Buffer.from(plain, "base64");
  const bare = (value: string) => value.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  // Buffer.from skips what is not base64: only the way back shows that all of it was.
  if (key.length !== BYTES || bare(key.toString("base64")) !== bare(plain)) {
    throw new KeyInvalid(
      `${what} must hold ${BYTES} bytes in base64, as \`openssl rand -base64 ${BYTES}\` makes them.`,
    );
  }
  return key;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new KeyInvalid(
      `The key file ${file} cannot be read (${code}): correct its permissions or AMPERSAND_KEY_FILE.`,
    );
  }
}

/** Complete or absent: written aside and linked, so that a crash leaves no half key. */
function makeKeyFile(file: string): Buffer {
  const key = randomBytes(BYTES);
  const aside = `${file}.${process.pid}.new`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const handle = openSync(aside, "wx", 0o600);
    writeSync(handle, `${key.toString("base64")}\n`);
    fsyncSync(handle);
    closeSync(handle);
    linkSync(aside, file);
    unlinkSync(aside);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new KeyInvalid(
      `No key file could be made at ${file} (${code}): correct AMPERSAND_KEY_FILE or set ${MASTER_KEY_VARIABLE}.`,
    );
  }
  return key;
}
