/**
 * How adapters name the messages of a run that has files in it: by the platform's id, and for a file
 * also by the key of its block, so that an edit finds it again wherever it stands.
 */
export interface Ref {
  readonly id: string;
  readonly key: string | null;
}

export function refOf(id: string | number, key: string | null): string {
  return key === null ? String(id) : `${id}#${key}`;
}

export function readRef(text: string): Ref {
  const [id = "", key] = text.split("#");
  return { id, key: key ?? null };
}

/** What an edit has to know of a part. */
export interface Keyed {
  /** Null for words. */
  readonly key: string | null;
  /** False: it can only be found among what is shown. */
  readonly isNew: boolean;
}

export interface Plan<P> {
  /** Each part with the message that is to show it; null: a new one. */
  readonly shown: readonly { readonly part: P; readonly ref: Ref | null }[];
  /** What no part is shown by any more: files before words. */
  readonly gone: readonly Ref[];
}

/** Which message is to show which part: files by their keys, everything else in order. */
export function planEdit<P>(parts: readonly P[], refs: readonly string[], keyed: (part: P) => Keyed): Plan<P> {
  const all = [...new Set(refs)].map(readRef);
  const words = all.filter(({ key }) => key === null);
  const shown = parts.flatMap((part) => {
    const { key, isNew } = keyed(part);
    const ref = (key === null ? words.shift() : all.find((one) => one.key === key)) ?? null;
    return ref || isNew ? [{ part, ref }] : [];
  });
  const used = new Set(shown.map(({ ref }) => ref));
  const gone = all.filter((ref) => !used.has(ref));
  return { shown, gone: [...gone.filter(({ key }) => key !== null), ...gone.filter(({ key }) => key === null)] };
}
