/** The files of the page, read once: a request can only ever name one of them. */
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Context } from "hono";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

type Page = { readonly type: string; readonly body: Uint8Array<ArrayBuffer> };

/** Reads every page file of a folder (not its subfolders). */
export function readPages(folder: string): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>();
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (type !== undefined) pages.set(name, { type, body: new Uint8Array(readFileSync(join(folder, name))) });
  }
  return pages;
}

export function sendPage(c: Context, page: Page | undefined): Response | Promise<Response> {
  if (page === undefined) return c.notFound();
  return c.body(page.body, 200, { "content-type": page.type, "cache-control": "no-cache" });
}

const PICTURES = ["image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml"];
const SOUNDS = ["audio/ogg", "audio/mpeg", "audio/mp4", "audio/webm", "audio/wav", "video/mp4", "video/webm"];
const SHOWN: ReadonlySet<string> = new Set([...PICTURES, ...SOUNDS]);

/**
 * A file that was sent. Pictures, sounds and videos keep their type so that the page can show them; anything else
 * is only ever downloaded.
 */
export function sendFile(c: Context, file: { name: string; mime: string; data: Buffer } | null) {
  if (file === null) return c.notFound();
  return c.body(new Uint8Array(file.data), 200, {
    "content-type": SHOWN.has(file.mime) ? file.mime : "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name.toWellFormed()).replace(/['()*]/g, "_")}`,
    "cache-control": "no-store",
  });
}
