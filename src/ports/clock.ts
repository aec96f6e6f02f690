import type { Instant } from "../domain/ids.ts";

export interface Clock {
  now(): Instant;
}

/** Ids and secrets; passed in, so that a run can be repeated with a seed. */
export interface Random {
  /** 16 characters of `A-Za-z0-9`. */
  id(): string;
  /** A code somebody types: 10 characters without look-alikes, in capitals. */
  code(): string;
}
