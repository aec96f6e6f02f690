/** A command: its words for the platforms, and what it does. */

import type { Reply } from "../../ports/chat.ts";
import type { Ctx } from "../context.ts";

export interface Command {
  readonly name: string;
  /** Optional words, in the order they are typed. Their descriptions are `command.<name>.<option>`. */
  readonly options: readonly { readonly name: string; readonly choices?: readonly string[] }[];
  /** Words after it are somebody's own: never taken where others can read them. */
  readonly secretWords?: boolean;
  readonly run: (ctx: Ctx, args: string) => Promise<Reply | void>;
}

/** The words of what was typed, without empty ones. */
export function words(args: string): readonly string[] {
  return args.split(/\s+/).filter((word) => word !== "");
}
