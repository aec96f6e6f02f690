/** `/rituals`, by buttons or typed: `add heart daily 20:00`, `rest heart`, `wake heart`. */

import { isRefusal } from "../../domain/refusal.ts";
import type { Recurrence } from "../../domain/ritual.ts";
import { parseWhen } from "../../domain/when.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { propose, rest, ritualOfKind, wake } from "../rituals/propose.ts";
import { refused } from "../rounds/sealing.ts";
import { line, say } from "../speak.ts";
import { noCouple } from "./cards.ts";
import { type Command, words } from "./command.ts";

function listedKind(ctx: Ctx, kind: string): boolean {
  return ctx.deps.content.rituals.some((known) => known.id === kind && known.listed);
}

/** Proposes a kind at a typed time; without one, at its usual time. */
async function addTyped(ctx: Ctx, home: MyHome, kind: string, when: string): Promise<void> {
  if (!listedKind(ctx, kind)) return unknownKind(ctx);
  const usual = ctx.deps.content.ritualKind(kind)?.usual ?? "";
  const rule = parseWhen(when === "" ? usual : when, home.me.language);
  return isRefusal(rule) ? refused(ctx, rule) : propose(ctx, home, kind, rule);
}

function unknownKind(ctx: Ctx): Promise<void> {
  const kinds = ctx.deps.content.rituals.filter((kind) => kind.listed).map((kind) => kind.id);
  return line(ctx, "rituals.unknown-kind", { kinds: kinds.join(", ") });
}

/** A rule picked by buttons; null when the pieces do not make one. */
export function pickedRule(every: string, day: number, at: number): Recurrence | null {
  if (!Number.isInteger(at) || at < 0 || at >= 24 * 60) return null;
  if (every === "daily") return { every: "day", at };
  if (!Number.isInteger(day)) return null;
  if (every === "weekly" && day >= 1 && day <= 7) return { every: "week", days: [day], at };
  return every === "monthly" && day >= 1 && day <= 31 ? { every: "month", day, at } : null;
}

/** Whether `every` and `day` are buttons of the way to a rule; either may still be empty. */
export function isPickedSoFar(every: string, day: string): boolean {
  if (day === "") return ["", "daily", "weekly", "monthly"].includes(every);
  return /^\d{1,2}$/.test(day) && every !== "daily" && pickedRule(every, Number(day), 0) !== null;
}

export const ritualsCommand: Command = {
  name: "rituals",
  options: [{ name: "action", choices: ["add", "rest", "wake"] }, { name: "ritual" }, { name: "when" }],
  run: async (ctx, args) => {
    const home = await homeOf(ctx.tx, ctx.me);
    if (!home) return noCouple(ctx);
    const [action = "", kind = "", ...when] = words(args).map((word) => word.toLowerCase());
    if (action === "") return say(ctx, "rituals");
    if (action === "add" || action === "change") return addTyped(ctx, home, kind, when.join(" "));
    if (action !== "rest" && action !== "wake") return line(ctx, "rituals.usage");
    const ritual = await ritualOfKind(ctx, home, kind);
    if (!ritual) return listedKind(ctx, kind) ? line(ctx, "rituals.not-yours") : unknownKind(ctx);
    return action === "rest" ? rest(ctx, home, ritual) : wake(ctx, home, ritual);
  },
};
