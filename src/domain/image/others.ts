/** Kinds of images that are told by their first bytes and never drawn. */
import { ascii, be32, type Image, le16, le24 } from "./bytes.ts";

const BRANDS = ["avif", "avis", "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];
/** Where the boxes about a HEIF end at the latest. */
const FIRST_BYTES = 65_536;

/** Null: not a GIF. */
export function readGif(data: Uint8Array): Image | null {
  if (!/^GIF8[79]a$/.test(ascii(data, 0, 6))) return null;
  return { format: "gif", width: le16(data, 6), height: le16(data, 8), still: null };
}

/** Null: not a WebP. */
export function readWebp(data: Uint8Array): Image | null {
  if (ascii(data, 0, 4) !== "RIFF" || ascii(data, 8, 4) !== "WEBP") return null;
  return { format: "webp", ...webpSize(data), still: null };
}

function webpSize(data: Uint8Array): { width: number; height: number } {
  const kind = ascii(data, 12, 4);
  if (kind === "VP8X") return { width: le24(data, 24) + 1, height: le24(data, 27) + 1 };
  if (kind === "VP8 ") return { width: le16(data, 26) & 0x3fff, height: le16(data, 28) & 0x3fff };
  if (kind !== "VP8L") return { width: 0, height: 0 };
  // Fourteen bits each, after one byte that is always the same.
  const height = (le24(data, 22) >> 6) & 0x3fff;
  return { width: (le16(data, 21) & 0x3fff) + 1, height: height + 1 };
}

/** AVIF and HEIC. Null: neither. */
export function readHeif(data: Uint8Array): Image | null {
  if (ascii(data, 4, 4) !== "ftyp" || !BRANDS.includes(ascii(data, 8, 4))) return null;
  const at = ascii4(data.subarray(0, FIRST_BYTES), "ispe");
  const [width, height] = at < 0 ? [0, 0] : [be32(data, at + 8), be32(data, at + 12)];
  return { format: "heif", width, height, still: null };
}

/** Where these four letters stand first. */
function ascii4(data: Uint8Array, letters: string): number {
  for (let at = data.indexOf(letters.charCodeAt(0)); at >= 0; at = data.indexOf(letters.charCodeAt(0), at + 1)) {
    if (ascii(data, at, 4) === letters) return at;
  }
  return -1;
}
