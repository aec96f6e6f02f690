/** Reading request bodies: JSON, or multipart with `payload_json` and `files[n]`. */
import type { IncomingMessage } from "node:http";
import { refuse } from "./refusal.ts";
import type { FileInput } from "./types.ts";

export interface ParsedBody {
  readonly body: unknown;
  readonly files: readonly FileInput[];
}

/** All bytes of a request. */
export async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Makes a body and its files of the bytes. Refuses with 50109 what is not JSON. */
export async function parseBody(bytes: Buffer, contentType: string | undefined): Promise<ParsedBody> {
  if (bytes.length === 0) return { body: undefined, files: [] };
  if (contentType?.startsWith("multipart/form-data")) return parseMultipart(bytes, contentType);
  return { body: parseJson(bytes.toString("utf8")), files: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse.invalidJson();
  }
}

async function parseMultipart(bytes: Buffer, contentType: string): Promise<ParsedBody> {
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": contentType } }).formData();
  const files: FileInput[] = [];
  let body: unknown = {};
  for (const [key, value] of form.entries()) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (key === "payload_json") body = parseJson(typeof value === "string" ? value : await value.text());
    else if (index !== undefined && typeof value !== "string") {
      const data = Buffer.from(await value.arrayBuffer());
      files[Number(index)] = { name: value.name, data, contentType: value.type || "application/octet-stream" };
    }
  }
  return { body, files: files.filter((file) => file !== undefined) };
}
