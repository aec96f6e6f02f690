/** Every way in which one field of a packet can be missing or odd. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Mutation {
  /** Such as `data.options.0.name`. */
  readonly path: string;
  readonly how: string;
  readonly packet: unknown;
}

const ODD: readonly (readonly [string, Json])[] = [
  ["null", null],
  ["a number", 7],
  ["a broken number", 1.5],
  ["a negative number", -3],
  ["more than a number holds", 2 ** 60],
  ["a word", "odd"],
  ["empty words", ""],
  ["true", true],
  ["a list", []],
  ["a list of nothing", [null]],
  ["a thing", {}],
];

function isObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function changed(
  value: Json,
  path: readonly string[],
  change: (parent: Record<string, Json>, key: string) => void,
): Json {
  const [key = "", ...rest] = path;
  const copy: Record<string, Json> | Json[] = Array.isArray(value) ? [...value] : { ...(value as object) };
  const parent = copy as Record<string, Json>;
  if (rest.length === 0) change(parent, key);
  else parent[key] = changed(parent[key] ?? null, rest, change);
  return Array.isArray(copy) ? copy.filter((each) => each !== undefined) : copy;
}

function paths(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  const entries = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return entries.flatMap(([key, inner]) => {
    const path = [...at, String(key)];
    return [path, ...paths(inner, path)];
  });
}

/** Each field of a packet removed, and made each odd thing that it is not already. */
export function* mutations(packet: unknown): Generator<Mutation> {
  const json = JSON.parse(JSON.stringify(packet)) as Json;
  for (const path of paths(json)) {
    const removed = changed(json, path, (parent, key) => delete parent[key]);
    yield { path: path.join("."), how: "missing", packet: removed };
    for (const [how, value] of ODD) {
      const packet = changed(json, path, (parent, key) => {
        parent[key] = value;
      });
      yield { path: path.join("."), how, packet };
    }
  }
}
