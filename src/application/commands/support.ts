/** `/support [line]`: each one's Support Card. */
import type { Ctx } from "../context.ts";
import { line, say } from "../speak.ts";
import { addLine, LONGEST_LINE } from "../support/lines.ts";
import type { Command } from "./command.ts";

/** The words become a line of one's own, shown to nobody yet. */
async function support(ctx: Ctx, args: string): Promise<void> {
  if (!ctx.me) return say(ctx, "resources");
  if (args === "") return say(ctx, "support");
  const added = await addLine(ctx, ctx.me, "line", args);
  if (added === "long") return line(ctx, "refused.answer.too-long", { count: args.length, max: LONGEST_LINE });
  if (added === "known") return line(ctx, "support.not-known");
  await say(ctx, "support", { full: added === "full" });
}

export const supportCommand: Command = {
  name: "support",
  options: [{ name: "line" }],
  secretWords: true,
  run: support,
};
