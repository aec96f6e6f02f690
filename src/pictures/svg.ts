/** Small pieces of a drawing. Pure: numbers and text in, markup out. */
import type { Turn } from "../domain/image/bytes.ts";
import { asData, LEADING, type Weight } from "./text.ts";

export const INK = "#2a2420";
export const SOFT = "#6a5e53";
export const LINE = "#e4d9c8";
const PAPER = "#f3ece0";
export const SHEET = "#fffdf9";
export const ACCENT = "#9c3d2e";
/** The second of two people. */
export const OTHER = "#2f6f73";

const FAMILY = "Open Sans, Noto Emoji, sans-serif";

export interface Type {
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
  readonly anchor?: "start" | "middle" | "end";
}

export function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** One line of text; `y` is its baseline. */
export function text(words: string, x: number, y: number, type: Type): string {
  const { size, weight = "regular", color = INK, anchor = "start" } = type;
  const face = weight === "bold" ? ' font-weight="600"' : "";
  return `<text x="${number(x)}" y="${number(y)}" font-size="${size}"${face} fill="${color}" text-anchor="${anchor}">${asData(words)}</text>`;
}

/** Lines around the middle `y` of a box. */
export function paragraph(lines: readonly string[], x: number, y: number, type: Type): string {
  const step = type.size * LEADING;
  const first = y - ((lines.length - 1) * step) / 2 + type.size * 0.36;
  return lines.map((line, at) => text(line, x, first + at * step, type)).join("");
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function rect({ x, y, width, height }: Box, radius: number, attributes: string): string {
  const [left, top, w, h] = [x, y, width, height].map(number);
  return `<rect x="${left}" y="${top}" width="${w}" height="${h}" rx="${radius}" ${attributes}/>`;
}

/** A whole picture, on paper. */
export function picture(width: number, height: number, defs: string, content: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FAMILY}">`,
    `<defs>${GLOW}${defs}</defs>`,
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    `<rect width="${width}" height="${height}" fill="url(#glow)"/>`,
    content,
    "</svg>",
  ].join("");
}

const GLOW =
  '<radialGradient id="glow" cx="0.5" cy="0" r="0.9"><stop offset="0" stop-color="#9c3d2e" stop-opacity="0.10"/><stop offset="1" stop-color="#9c3d2e" stop-opacity="0"/></radialGradient>';

/** The sign of Ampersand, `size` high, its top left corner at the point. */
export function sign(x: number, y: number, size: number): string {
  const path = "M83 88 35 33C24 20 32 9 44 9c14 0 19 15 9 25L34 48C16 61 18 89 44 89c21 0 34-16 37-38";
  const place = `translate(${number(x)} ${number(y)}) scale(${number(size / 100)})`;
  return `<path d="${path}" transform="${place}" fill="none" stroke="${ACCENT}" stroke-width="9" stroke-linecap="round"/>`;
}

export interface Photo {
  readonly mime: string;
  readonly data: Uint8Array;
  readonly turn: Turn;
}

/** Where the corners of a turned photo come to lie, as the numbers of a matrix. */
function turned(turn: Turn, w: string, h: string): string {
  const matrices = {
    1: "1 0 0 1 0 0",
    2: `-1 0 0 1 ${w} 0`,
    3: `-1 0 0 -1 ${w} ${h}`,
    4: `1 0 0 -1 0 ${h}`,
    5: "0 1 1 0 0 0",
    6: `0 1 -1 0 ${w} 0`,
    7: `0 -1 -1 0 ${w} ${h}`,
    8: `0 -1 1 0 0 ${h}`,
  } as const;
  return matrices[turn];
}

/** A photo alone, turned as it is meant and cut to a size. */
export function photoSvg(size: Pick<Box, "width" | "height">, { mime, data, turn }: Photo): string {
  const [w, h] = [number(size.width), number(size.height)];
  const [across, down] = turn < 5 ? [w, h] : [h, w];
  const href = `data:${mime};base64,${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64")}`;
  const image = `<image transform="matrix(${turned(turn, w, h)})" width="${across}" height="${down}" preserveAspectRatio="xMidYMid slice" href="${href}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}">${image}</svg>`;
}
