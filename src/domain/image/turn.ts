/** How a camera was held: it stores the pixels as its sensor has them, and says how they are to be turned. */
import { ascii, be16, be32, le16, le32, type Turn } from "./bytes.ts";

const HEAD = "Exif\0\0";
const ORIENTATION = 0x0112;
const SHORT = 3;
/** No real directory comes near. */
const MOST_ENTRIES = 200;

function isTurn(value: number): value is Turn {
  return Number.isInteger(value) && value >= 1 && value <= 8;
}

/** From the data of an Exif segment of a JPEG; 1 where it is none, or says nothing that can be understood. */
export function turnIn(segment: Uint8Array): Turn {
  if (ascii(segment, 0, HEAD.length) !== HEAD) return 1;
  const tiff = segment.subarray(HEAD.length);
  const order = ascii(tiff, 0, 2);
  if (order !== "II" && order !== "MM") return 1;
  const [short, long] = order === "II" ? [le16, le32] : [be16, be32];
  const directory = long(tiff, 4);
  const entries = Math.min(short(tiff, directory), MOST_ENTRIES);
  for (let at = directory + 2, left = entries; left > 0 && at + 12 <= tiff.length; at += 12, left -= 1) {
    if (short(tiff, at) !== ORIENTATION) continue;
    const value = short(tiff, at + 8);
    return short(tiff, at + 2) === SHORT && isTurn(value) ? value : 1;
  }
  return 1;
}
