import type { Instant } from "../domain/ids.ts";

/** Whose button it is: confirmations also exist for somebody who has not agreed to the notice yet. */
export interface AccountRef {
  readonly platform: string;
  readonly userId: string;
}

/**
 * A confirming button as it was shown to one account. `proof` is a hash over the button's token, its action and the
 * state it was shown for: neither the token nor anything of that state is stored.
 */
export interface Confirmation extends AccountRef {
  /** `verb_arg_arg`, without the token. */
  readonly action: string;
  readonly proof: string;
  /** The same for all buttons of one message: using one of them uses them all up. */
  readonly shown: string;
  readonly expiresAt: Instant;
}

export interface Confirmations {
  /** Replaces the one that was shown to this account for this action before. */
  save(confirmation: Confirmation): Promise<void>;
  of(account: AccountRef, action: string): Promise<Confirmation | null>;
  /** Forgets every button of one message. */
  useUp(confirmation: Pick<Confirmation, "platform" | "userId" | "shown">): Promise<void>;
  /** Forgets those that expired before `now`. Returns how many. */
  prune(now: Instant): Promise<number>;
}
