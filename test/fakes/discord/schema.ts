/** Checks request bodies against the published description (see `derive-schemas.ts`). */
import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { BODIES, type BodyKind } from "./bodies.ts";
import type { Issues } from "./issues.ts";

const validators = new Map<BodyKind, ValidateFunction>();

function load(): void {
  const lines = readFileSync(new URL("./schemas.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n");
  const definitions = lines.map((line) => JSON.parse(line) as { name: string; schema: object });
  const $defs = Object.fromEntries(definitions.map(({ name, schema }) => [name, schema]));
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: "discord", $defs });
  for (const [kind, name] of Object.entries(BODIES)) {
    validators.set(kind as BodyKind, ajv.compile({ $ref: `discord#/$defs/${name}` }));
  }
}

/** Notes everything in `body` that the published description of `kind` does not allow. */
export function checkSchema(kind: BodyKind, body: unknown, issues: Issues): void {
  if (validators.size === 0) load();
  const validate = validators.get(kind);
  if (validate === undefined || validate(body)) return;
  for (const error of telling(validate.errors ?? [])) {
    const path = error.instancePath.split("/").slice(1);
    const missing = error.keyword === "required" ? [String(error.params.missingProperty)] : [];
    issues.add([...path, ...missing], codeOf(error), messageOf(error));
  }
}

/** Leaves out what only says that an alternative did not fit, when something says why. */
function telling(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const noise = (error: ErrorObject) =>
    ["if", "oneOf", "anyOf"].includes(error.keyword) || (error.keyword === "type" && error.params.type === "null");
  const clear = errors.filter((error) => !noise(error));
  return clear.length > 0 ? clear : errors;
}

const CODES: Readonly<Record<string, string>> = {
  required: "BASE_TYPE_REQUIRED",
  maxLength: "BASE_TYPE_BAD_LENGTH",
  minLength: "BASE_TYPE_BAD_LENGTH",
  maxItems: "BASE_TYPE_BAD_LENGTH",
  minItems: "BASE_TYPE_BAD_LENGTH",
  enum: "BASE_TYPE_CHOICES",
  maximum: "NUMBER_TYPE_MAX",
  minimum: "NUMBER_TYPE_MIN",
};

function codeOf(error: ErrorObject): string {
  return CODES[error.keyword] ?? "BASE_TYPE_BAD_TYPE";
}

function messageOf(error: ErrorObject): string {
  if (error.keyword === "required") return "This field is required";
  if (error.keyword === "maxLength" || error.keyword === "maxItems") {
    return `Must be ${String(error.params.limit)} or fewer in length.`;
  }
  if (error.keyword === "enum") return `Value must be one of {${String(error.params.allowedValues)}}.`;
  return error.message ?? "Invalid value";
}
