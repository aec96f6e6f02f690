import { Refusal } from "./refusal.ts";

export type Path = readonly (string | number)[];

export interface Issue {
  readonly path: Path;
  readonly code: string;
  readonly message: string;
}

type Node = Record<string, unknown>;

function child(parent: Node, key: string): Node {
  parent[key] ??= {};
  return parent[key] as Node;
}

/** Collects what is wrong with a request body, and becomes Discord's 50035 with its tree of errors. */
export class Issues {
  readonly list: Issue[] = [];

  add(path: Path, code: string, message: string): void {
    this.list.push({ path, code, message });
  }

  /** A value that is too long or too short; the words are Discord's. */
  length(path: Path, value: string | readonly unknown[], min: number, max: number): void {
    // The API is Python and counts code points.
    const size = typeof value === "string" ? [...value].length : value.length;
    if (size >= min && size <= max) return;
    const message = min === 0 ? `Must be ${max} or fewer in length.` : `Must be between ${min} and ${max} in length.`;
    this.add(path, "BASE_TYPE_BAD_LENGTH", message);
  }

  /** Values that have to differ from each other. */
  unique(values: readonly { readonly path: Path; readonly value: unknown }[], code: string, message: string): void {
    const seen = new Set<unknown>();
    for (const { path, value } of values) {
      if (seen.has(value)) this.add(path, code, message);
      seen.add(value);
    }
  }

  refusal(): Refusal {
    return new Refusal(400, 50035, "Invalid Form Body", this.#tree());
  }

  #tree(): object {
    const root: Node = {};
    for (const { path, code, message } of this.list) {
      const node = path.reduce((parent: Node, step) => child(parent, String(step)), root);
      node._errors = [...((node._errors as object[] | undefined) ?? []), { code, message }];
    }
    return root;
  }
}
