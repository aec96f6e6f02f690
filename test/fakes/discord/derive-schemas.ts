/**
 * Cuts the published OpenAPI description of Discord's API v10 (github.com/discord/discord-api-spec,
 * MIT) down to the request bodies that the fake checks, and writes `schemas.jsonl`, one
 * definition a line, beside this file.
 *
 *     npx node test/fakes/discord/derive-schemas.ts path/to/openapi.json
 *
 * Run it by hand when Discord publishes a new description; nothing reads the original at test time.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { BODIES } from "./bodies.ts";

type Schema = { [key: string]: unknown };

const PREFIX = "#/components/schemas/";
const DROPPED = new Set(["title", "description", "format", "contentEncoding", "x-discord-union"]);

const source = process.argv[2];
if (source === undefined) throw new Error("usage: derive-schemas.ts <openapi.json>");
const published = JSON.parse(readFileSync(source, "utf8")) as { components: { schemas: Record<string, Schema> } };
const schemas = published.components.schemas;

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema a `$ref` points at, or the schema itself. */
function resolved(schema: unknown): Schema {
  if (!isObject(schema)) return {};
  const ref = schema.$ref;
  return typeof ref === "string" ? (schemas[ref.slice(PREFIX.length)] ?? {}) : schema;
}

/** The constants that the `type` member of an object schema may have, if they are fixed. */
function tags(schema: unknown): readonly unknown[] | undefined {
  const properties = resolved(schema).properties;
  const type = isObject(properties) ? properties.type : undefined;
  return isObject(type) && Array.isArray(type.enum) ? type.enum : undefined;
}

/** A list of named constants becomes a plain `enum`: shorter, and ajv says what is allowed. */
function constants(options: readonly unknown[]): unknown[] | undefined {
  const values = options.map((option) => (isObject(option) && "const" in option ? option.const : undefined));
  return values.includes(undefined) ? undefined : values;
}

/** The alternatives of a union as `if type … then …`: ajv then reports the one fault, not one per alternative. */
function byTag(schema: Schema, options: readonly unknown[]): Schema {
  const cases = options.map((option) => ({ tags: tags(option) ?? [], schema: compact(option) }));
  const chain = cases.map((each) => {
    const condition = { properties: { type: { enum: each.tags } } };
    // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's word
    return { if: condition, then: each.schema };
  });
  const type = { enum: cases.flatMap((each) => each.tags) };
  return { ...schema, type: "object", required: ["type"], properties: { type }, allOf: chain };
}

function compactOneOf(schema: Schema, options: readonly unknown[]): Schema {
  const values = constants(options);
  if (values !== undefined) return { type: schema.type, enum: values };
  const { oneOf: _, description: __, format: ___, "x-discord-union": ____, ...rest } = schema;
  if (options.length > 1 && options.every((option) => tags(option) !== undefined)) return byTag(rest, options);
  return { ...rest, oneOf: options.map(compact) };
}

function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compact);
  if (!isObject(value)) return value;
  if (typeof value.$ref === "string") return { $ref: `#/$defs/${value.$ref.slice(PREFIX.length)}` };
  if (Array.isArray(value.enum)) return { type: value.type, enum: value.enum };
  if (Array.isArray(value.oneOf)) return compactOneOf(value, value.oneOf);
  const kept = Object.entries(value).filter(([key]) => !DROPPED.has(key));
  const result = Object.fromEntries(
    kept.map(([key, inner]) => [key, key === "properties" ? properties(inner) : compact(inner)]),
  );
  return result;
}

/** Names of members are data: one that is called `description` or `title` stays. */
function properties(value: unknown): Schema {
  return Object.fromEntries(Object.entries(value as Schema).map(([name, inner]) => [name, member(name, inner)]));
}

function member(name: string, inner: unknown): unknown {
  // The description says integer; the server takes, and sends, a string of digits.
  if (name === "default_member_permissions") return { type: ["integer", "string", "null"] };
  return compact(inner);
}

function references(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const inner of value) references(inner, found);
  if (!isObject(value)) return;
  const ref = value.$ref;
  if (typeof ref === "string" && !found.has(ref.slice("#/$defs/".length))) {
    const name = ref.slice("#/$defs/".length);
    found.add(name);
    references(compact(schemas[name]), found);
  }
  for (const inner of Object.values(value)) references(inner, found);
}

const needed = new Set<string>(Object.values(BODIES));
for (const name of Object.values(BODIES)) references(compact(schemas[name]), needed);
const defs = Object.fromEntries([...needed].sort().map((name) => [name, compact(schemas[name])]));
const lines = Object.entries(defs).map(([name, schema]) => `${JSON.stringify({ name, schema })}\n`);
writeFileSync(new URL("./schemas.jsonl", import.meta.url), lines.join(""));
