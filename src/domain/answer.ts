/** What somebody answered, field by field. Lives only encrypted in the store and for a moment in memory. */
export type FieldAnswer =
  | { readonly kind: "text"; readonly parts: readonly TextPart[] }
  | { readonly kind: "scale"; readonly value: number }
  | { readonly kind: "choices"; readonly ids: readonly string[] }
  | { readonly kind: "skipped" };

/** A text may arrive as several messages; an edit replaces the part with its `ref`. */
export interface TextPart {
  readonly text: string;
  /** The author's message in the private chat, or null when it came from a form. */
  readonly ref: string | null;
}

/** Keyed `<cardId>/<fieldId>`, because a round may ask the fields of two cards. */
export type Answer = { readonly [field: string]: FieldAnswer };

/** Longest answer in UTF-16 code units, over all its text; `product.md` §2, *Decided*. */
export const MAX_ANSWER = 4000;
