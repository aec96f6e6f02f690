/** `/rituals`, by buttons or typed: `add heart daily 20:00`, `rest heart`, `wake heart`, `length checkin 20`. */

import { isRefusal } from "../../domain/refusal.ts";
import type { Recurrence, Ritual } from "../../domain/ritual.ts";
import { parseWhen } from "../../domain/when.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { propose, proposeLength, rest, ritualOfKind, wake } from "../rituals/propose.ts";
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

/** Proposes a kind at its usual time, with one tap. */
export async function addUsual(ctx: Ctx, home: MyHome, kind: string): Promise<void> {
  const known = await ritualOfKind(ctx, home, kind);
  if (known?.state === "active") return line(ctx, "ritual.on-already");
  return known ? wake(ctx, home, known) : addTyped(ctx, home, kind, "");
}

async function setLength(ctx: Ctx, home: MyHome, ritual: Ritual, minutes: string | undefined): Promise<void> {
  const offered = Object.keys(ctx.deps.content.ritualKind(ritual.kind)?.lengths ?? {});
  if (offered.length === 0) return line(ctx, "rituals.one-length");
  if (minutes === undefined || !offered.includes(minutes)) return say(ctx, "ritual-length", { ritualId: ritual.id });
  return proposeLength(ctx, home, ritual, Number(minutes));
}

function unknownKind(ctx: Ctx): Promise<void> {
  const kinds = ctx.deps.content.rituals.filter((kind) => kind.listed).map((kind) => kind.id);
  return line(ctx, "rituals.unknown-kind", { kinds: kinds.join(", ") });
}

function pickedDate(month: number, day: number, at: number): Recurrence | null {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { every: "year", month, day, at } : null;
}

/** A rule picked by buttons, a date as `MMDD`; null when the pieces do not make one. */
export function pickedRule(every: string, day: number, at: number): Recurrence | null {
  if (!Number.isInteger(at) || at < 0 || at >= 24 * 60) return null;
  if (every === "daily") return { every: "day", at };
  if (!Number.isInteger(day)) return null;
  if (every === "yearly") return pickedDate(Math.floor(day / 100), day % 100, at);
  if (every === "weekly" && day >= 1 && day <= 7) return { every: "week", days: [day], at };
  return every === "monthly" && day >= 1 && day <= 31 ? { every: "month", day, at } : null;
}

/** Whether `every` and `day` are buttons of the way to a rule; either may still be empty, and of a date the day. */
export function isPickedSoFar(every: string, day: string): boolean {
  if (day === "") return ["", "daily", "weekly", "monthly", "yearly"].includes(every);
  if (every === "yearly")
    return /^\d\d(\d\d)?$/.test(day) && pickedRule(every, Number(day.padEnd(4, "01")), 0) !== null;
  return /^\d{1,2}$/.test(day) && every !== "daily" && pickedRule(every, Number(day), 0) !== null;
}

export const ritualsCommand: Command = {
  name: "rituals",
  options: [{ name: "action", choices: ["add", "rest", "wake", "length"] }, { name: "ritual" }, { name: "when" }],
  run: async (ctx, args) => {
    const home = await homeOf(ctx.tx, ctx.me);
    if (!home) return noCouple(ctx);
    const [action = "", kind = "", ...when] = words(args).map((word) => word.toLowerCase());
    if (action === "") return say(ctx, "rituals");
    if (action === "add" || action === "change") return addTyped(ctx, home, kind, when.join(" "));
    if (action !== "rest" && action !== "wake" && action !== "length") return line(ctx, "rituals.usage");
    if (!listedKind(ctx, kind)) return unknownKind(ctx);
    const ritual = await ritualOfKind(ctx, home, kind);
    if (!ritual) return line(ctx, "rituals.not-yours");
    if (action === "length") return setLength(ctx, home, ritual, when[0]);
    return action === "rest" ? rest(ctx, home, ritual) : wake(ctx, home, ritual);
  },
};
