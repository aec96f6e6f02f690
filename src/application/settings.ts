/** Changing one's own settings, whichever way it was asked for. */
import type { Person, QuietHours } from "../domain/couple.ts";
import type { Ctx, Home } from "./context.ts";
import { homeOf } from "./context.ts";
import { notify } from "./gate.ts";
import { setOffers } from "./rituals/mention.ts";
import { planNext } from "./rituals/schedule.ts";
import { tryAllReveals } from "./rounds/change.ts";
import { line, say } from "./speak.ts";

type Changes = Partial<
  Pick<
    Person,
    | "name"
    | "named"
    | "zone"
    | "quiet"
    | "language"
    | "reminders"
    | "tellAnswered"
    | "clearTyped"
    | "deep"
    | "pace"
    | "country"
    | "dates"
    | "sharesTrend"
  >
>;

/** Saves changes of the speaker's profile; what waited for the old quiet hours is looked at again. */
export async function changeMe(ctx: Ctx, changes: Changes): Promise<Ctx> {
  if (!ctx.me) throw new Error("settings of somebody unknown");
  const me = { ...ctx.me, ...changes };
  await ctx.tx.people.save(me);
  const home = await homeOf(ctx.tx, me);
  if (home && ("zone" in changes || "quiet" in changes)) await tryAllReveals(ctx, home);
  if (home && "zone" in changes) await planAll(ctx, home);
  if (home && changes.tellAnswered === false) {
    await ctx.tx.outbox.removeWhere({ couple: home.couple.id, view: "one-answered" });
  }
  return { ...ctx, me };
}

async function planAll(ctx: Ctx, home: Home): Promise<void> {
  for (const ritual of await ctx.tx.rituals.ofCouple(home.couple.id)) await planNext(ctx, home, ritual);
}

const TOGGLES: Readonly<Record<string, keyof Changes>> = {
  reminders: "reminders",
  tell: "tellAnswered",
  clear: "clearTyped",
  deep: "deep",
};

/** `reminders on`, `cards each`, …: false when there is no such setting. */
export async function setByName(ctx: Ctx, name: string, value: string): Promise<boolean> {
  if (name === "cards" && (value === "each" || value === "shared")) return setCards(ctx, value);
  if (name === "offers" && (value === "on" || value === "off")) return setOffers(ctx, value === "on");
  const key = Object.hasOwn(TOGGLES, name) ? TOGGLES[name] : undefined;
  if (!key || (value !== "on" && value !== "off")) return false;
  const known = await changeMe(ctx, { [key]: value === "on" });
  await say(known, "settings", {}, { replace: true });
  return true;
}

/** Where cards appear is the couple's; either may set it, and the other is told. */
async function setCards(ctx: Ctx, cards: "each" | "shared"): Promise<boolean> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (!home) return false;
  const couple = { ...home.couple, cards };
  await ctx.tx.couples.save(couple);
  await planAll(ctx, { ...home, couple });
  if (home.couple.cards !== cards) {
    await notify(ctx, home, "line", { key: `settings.cards.now-${cards}` });
  }
  await say(ctx, "settings", {}, { replace: true });
  return true;
}

export async function setZone(ctx: Ctx, zone: string): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  const known = await changeMe(ctx, { zone });
  const rituals = home ? await ctx.tx.rituals.ofCouple(home.couple.id) : [];
  if (home && !home.couple.zoneAsked) return firstZone(known, zone);
  if (rituals.some((ritual) => ritual.zone !== zone)) return say(known, "zone-moved", {}, { replace: true });
  return line(known, "zone.set", { zone: zone.replaceAll("_", " ") });
}

/** The one question of the first evening: the couple's zone, and its daily card's, by either's tap. */
export async function firstZone(ctx: Ctx, zone: string): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (!home) return;
  const couple = { ...home.couple, zone, zoneAsked: true };
  await ctx.tx.couples.save(couple);
  for (const ritual of await ctx.tx.rituals.ofCouple(couple.id)) {
    const moved = { ...ritual, zone };
    await ctx.tx.rituals.save(moved);
    await planNext(ctx, { ...home, couple }, moved);
  }
  await line(ctx, "zone.couple-set", { zone: zone.replaceAll("_", " ") });
}

export async function setQuiet(ctx: Ctx, quiet: QuietHours | null): Promise<void> {
  const known = await changeMe(ctx, { quiet });
  await say(known, "settings", {}, { replace: true });
}

export async function setLanguage(ctx: Ctx, wanted: string): Promise<void> {
  const { languages } = ctx.deps.content;
  const language = languages.find((known) => known.toLowerCase() === wanted.toLowerCase());
  if (!language) return line(ctx, "language.unknown", { languages: languages.join(", ") });
  const known = await changeMe(ctx, { language });
  await say(known, "settings", {}, { replace: true });
}
