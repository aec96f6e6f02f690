import { readFileSync } from "node:fs";

/** Field name (with a trailing `?` when optional) → type, in a small TypeScript-like notation. */
export type FieldTable = Record<string, string>;

/** The published API as data: what each method takes and what the nested objects hold. */
export interface ApiTable {
  source: string;
  methods: Record<string, FieldTable>;
  types: Record<string, FieldTable>;
}

/** A file that came in a multipart body. */
export interface UploadedFile {
  filename: string;
  contentType: string;
  content: Buffer;
}

/** Tells an uploaded file from the other parameter values. */
export function isUpload(value: unknown): value is UploadedFile {
  return typeof value === "object" && value !== null && Buffer.isBuffer((value as UploadedFile).content);
}

const table: ApiTable = JSON.parse(readFileSync(new URL("./api.json", import.meta.url), "utf8"));
const canonical = new Map(Object.keys(table.methods).map((name) => [name.toLowerCase(), name]));

/** The method's published spelling (the platform ignores case), or undefined if unknown. */
export function methodName(name: string): string | undefined {
  return canonical.get(name.toLowerCase());
}

/** Splits at top-level ` | `, leaving parentheses alone. */
function alternatives(type: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < type.length; i++) {
    if (type[i] === "(") depth++;
    if (type[i] === ")") depth--;
    if (depth === 0 && type.startsWith(" | ", i)) {
      parts.push(type.slice(from, i));
      from = i + 3;
    }
  }
  return [...parts, type.slice(from)];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}

/** Problems of an object against its fields; each is a line naming the place. */
function checkFields(value: Record<string, unknown>, fields: FieldTable, where: string): string[] {
  const problems: string[] = [];
  for (const [key, type] of Object.entries(fields)) {
    const name = key.replace(/\?$/, "");
    if (value[name] === undefined) {
      if (name === key) problems.push(`${where}.${name} is required`);
      continue;
    }
    problems.push(...checkType(value[name], type, `${where}.${name}`));
  }
  for (const name of Object.keys(value)) {
    if (!(name in fields) && !(`${name}?` in fields)) problems.push(`${where}.${name} is not a published field`);
  }
  return problems;
}

/** Against a union the nearest alternative is reported: the one with the fewest problems. */
function checkType(value: unknown, type: string, where: string): string[] {
  const attempts = alternatives(type).map((t) => checkOne(value, t, where));
  attempts.sort((a, b) => a.length - b.length);
  const best = attempts[0] ?? [];
  if (best.length === 0 || attempts.length === 1 || isObject(value)) return best;
  return [`${where} must be ${type}`];
}

function checkOne(value: unknown, type: string, where: string): string[] {
  const wrong = [`${where} must be ${type}`];
  if (type.endsWith("[]")) {
    if (!Array.isArray(value)) return wrong;
    const inner = type.slice(0, -2).replace(/^\((.*)\)$/, "$1");
    return value.flatMap((item, i) => checkType(item, inner, `${where}[${i}]`));
  }
  if (type.startsWith('"')) return value === JSON.parse(type) ? [] : wrong;
  if (type === "true" || type === "false") return value === (type === "true") ? [] : wrong;
  if (type === "file") return isUpload(value) ? [] : wrong;
  // Every number of the methods in use is an identifier, a count or a time: none has a fraction.
  if (type === "number") return Number.isSafeInteger(value) ? [] : wrong;
  if (type === "string" || type === "boolean") return typeof value === type ? [] : wrong;
  if (type === "object") return isObject(value) ? [] : wrong;
  const fields = table.types[type];
  if (!fields) throw new Error(`The API table has no type ${type}`);
  return isObject(value) && !isUpload(value) ? checkFields(value, fields, where) : wrong;
}

const PRIMITIVE = /^(string|number|boolean|true|false|file|".*")$/;

/**
 * Brings wire values to their types: forms carry only text, and the platform takes nested
 * objects “JSON-serialized” in JSON bodies too. What cannot be brought over stays as it is.
 */
function coerce(value: unknown, type: string, fromForm: boolean): unknown {
  if (typeof value !== "string") return value;
  const kinds = alternatives(type);
  if (kinds.some((k) => !PRIMITIVE.test(k)) && /^\s*[[{]/.test(value)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  if (!fromForm || kinds.some((k) => k === "string" || k.startsWith('"'))) return value;
  if (kinds.includes("number") && /^-?\d+$/.test(value)) return Number(value);
  if (kinds.some((k) => k === "boolean" || k === "true") && /^(true|false)$/i.test(value)) return /^true$/i.test(value);
  return value;
}

/** Typed parameters and the ways in which the request differs from the published API. */
export interface Checked {
  params: Record<string, unknown>;
  problems: string[];
}

/**
 * Checks a request against the published types.
 *
 * @param fromForm true for urlencoded, multipart and query parameters, where all values are text
 */
export function checkRequest(method: string, raw: Record<string, unknown>, fromForm: boolean): Checked {
  const fields = table.methods[method];
  if (!fields) throw new Error(`The API table has no method ${method}`);
  const params: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    // Webhook replies name their method inside the body, and telegraf does so in every upload.
    if (name === "method" && !("method" in fields)) continue;
    // Parts named in `attach://…` are the files of a media field, not parameters.
    if (isUpload(value) && !(name in fields) && !(`${name}?` in fields)) continue;
    params[name] = coerce(value, fields[name] ?? fields[`${name}?`] ?? "string", fromForm);
  }
  return { params, problems: checkFields(params, fields, method) };
}
