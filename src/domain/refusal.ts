/** An ordinary no, as a value: a message key and its parameters, localised where it is shown. */
export interface Refusal {
  readonly refused: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** `key` is a message of `data/locales`; `params` fill it. */
export function refuse(key: string, params?: Readonly<Record<string, string | number>>): Refusal {
  return params === undefined ? { refused: key } : { refused: key, params };
}

/** True for what `refuse` made; anything else, also null and text, is not a refusal. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "refused" in value && typeof value.refused === "string";
}
