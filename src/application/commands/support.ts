/** `/support [line]`: each one's Support Card. */
import type { Words } from "../../domain/words.ts";
import type { Ctx } from "../context.ts";
import { line, say } from "../speak.ts";
import { addLine, LONGEST_LINE } from "../support/lines.ts";
import type { Command } from "./command.ts";

/** The words become a line of one's own, shown to nobody yet. */
async function support(ctx: Ctx, _typed: string, said: Words): Promise<void> {
  if (!ctx.me) return say(ctx, "resources");
  if (said.text === "") return say(ctx, "support");
  const added = await addLine(ctx, ctx.me, "line", said);
  if (added === "long") return line(ctx, "refused.answer.too-long", { count: said.text.length, max: LONGEST_LINE });
  if (added === "known") return line(ctx, "support.not-known");
  await say(ctx, "support", { full: added === "full" });
}

export const supportCommand: Command = {
  name: "support",
  options: [{ name: "line" }],
  secretWords: true,
  run: support,
};
