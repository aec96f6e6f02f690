import type { IncomingMessage } from "node:http";
import type { UploadedFile } from "./validate.ts";

/** What came with a request, before its types are checked. */
export interface RawBody {
  params: Record<string, unknown>;
  /** All parts of a multipart body that carry a file, by part name (`attach://<name>` refers to it). */
  files: Map<string, UploadedFile>;
  /** True when values are text only: query, urlencoded or multipart. */
  fromForm: boolean;
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Header lines of one part, names in lower case. */
function partHeaders(head: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function parameter(disposition: string, name: string): string | undefined {
  return new RegExp(`(?:^|;)\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(disposition)?.[1]?.replace(/\\(.)/g, "$1");
}

function takePart(part: Buffer, body: RawBody): void {
  const end = part.indexOf("\r\n\r\n");
  if (end < 0) return;
  const headers = partHeaders(part.subarray(0, end).toString("utf8"));
  const content = part.subarray(end + 4);
  const disposition = headers.get("content-disposition") ?? "";
  const name = parameter(disposition, "name");
  if (name === undefined) return;
  const filename = parameter(disposition, "filename");
  if (filename === undefined) {
    body.params[name] = content.toString("utf8");
    return;
  }
  const file = { filename, contentType: headers.get("content-type") ?? "application/octet-stream", content };
  body.params[name] = file;
  body.files.set(name, file);
}

/** Splits on the boundary (RFC 2046); the preamble and what follows the closing boundary are ignored. */
function parseMultipart(bytes: Buffer, boundary: string): RawBody {
  const body: RawBody = { params: {}, files: new Map(), fromForm: true };
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const all = Buffer.concat([Buffer.from("\r\n"), bytes]);
  let at = all.indexOf(delimiter);
  while (at >= 0) {
    const from = at + delimiter.length;
    if (all.subarray(from, from + 2).toString() === "--") break;
    const next = all.indexOf(delimiter, from);
    if (next < 0) break;
    takePart(all.subarray(all.indexOf("\r\n", from) + 2, next), body);
    at = next;
  }
  return body;
}

/** Reads a request in any of the four forms that the Bot API documents. Throws SyntaxError on broken JSON. */
export async function readBody(request: IncomingMessage, query: URLSearchParams): Promise<RawBody> {
  const bytes = await readAll(request);
  const type = request.headers["content-type"] ?? "";
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  let body: RawBody = { params: {}, files: new Map(), fromForm: true };
  if (type.startsWith("multipart/form-data") && boundary) body = parseMultipart(bytes, boundary);
  else if (type.startsWith("application/json") && bytes.length > 0) {
    body = { params: JSON.parse(bytes.toString("utf8")), files: new Map(), fromForm: false };
  } else if (type.startsWith("application/x-www-form-urlencoded")) {
    body.params = Object.fromEntries(new URLSearchParams(bytes.toString("utf8")));
  }
  for (const [name, value] of query) body.params[name] ??= value;
  return body;
}
