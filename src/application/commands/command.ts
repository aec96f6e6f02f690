/** A command: its words for the platforms, and what it does. */

import type { Words } from "../../domain/words.ts";
import type { Reply } from "../../ports/chat.ts";
import type { Ctx } from "../context.ts";

export interface Command {
  readonly name: string;
  /** Optional words, in the order they are typed. Their descriptions are `command.<name>.<option>`. */
  readonly options: readonly { readonly name: string; readonly choices?: readonly string[] }[];
  /** Words after it are somebody's own: never taken where others can read them. */
  readonly secretWords?: boolean;
  /** `typed`: what stands after the name; `said`: the same with its line breaks and styles, for words of one's own. */
  readonly run: (ctx: Ctx, typed: string, said: Words) => Promise<Reply | void>;
}

/** The words of what was typed, without empty ones. */
export function words(args: string): readonly string[] {
  return args.split(/\s+/).filter((word) => word !== "");
}
