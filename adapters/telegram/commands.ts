/** The command list that clients offer. */
import type { CommandSpec } from "../../src/ports/command-spec.ts";

const MAX_COMMANDS = 100;
const MAX_DESCRIPTION = 256;

export interface CommandList {
  readonly commands: readonly { readonly command: string; readonly description: string }[];
  /** Two letters; absent in the list for everybody else. */
  readonly language_code?: string;
}

/**
 * One list per language, and the English one without a language for everybody else. Pure. They are
 * for the default scope, which counts wherever no narrower one was set, and none is.
 */
export function commandLists(specs: readonly CommandSpec[]): readonly CommandList[] {
  const tags = new Set(specs.flatMap((spec) => Object.keys(spec.descriptions)));
  const byCode = new Map<string, string>();
  for (const tag of tags) {
    const code = tag.slice(0, 2).toLowerCase();
    // Of `pt` and `pt-BR` the plain one: the platform has no finer tags.
    if (/^[a-z]{2}(-|$)/i.test(tag) && (!byCode.has(code) || tag.length === 2)) byCode.set(code, tag);
  }
  byCode.delete("en");
  const others = [...byCode].map(([code, tag]) => ({ commands: inLanguage(specs, tag), language_code: code }));
  return [{ commands: inLanguage(specs, "en") }, ...others];
}

function inLanguage(specs: readonly CommandSpec[], tag: string): CommandList["commands"] {
  const valid = specs.filter((spec) => /^[a-z0-9_]{1,32}$/.test(spec.name)).slice(0, MAX_COMMANDS);
  return valid.map(({ name, descriptions }) => {
    const text = descriptions[tag] ?? descriptions.en ?? name;
    return { command: name, description: [...text].slice(0, MAX_DESCRIPTION).join("") || name };
  });
}
