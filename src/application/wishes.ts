/** Settings that are wishes of one's own and told to nobody: country, how long words are kept, chosen dates. */
import { type ChosenDate, KEEPS, type Keep, MOST_DATES, type Person } from "../domain/couple.ts";
import { Temporal } from "../domain/temporal.ts";
import type { Ctx } from "./context.ts";
import { planKeeping, wishOf } from "./rounds/keeping.ts";
import { changeMe } from "./settings.ts";
import { line, say } from "./speak.ts";
import { countryName } from "./views/outside.ts";

const MOODS = ["joyful", "gentle"] as const;

/** `country DE`, `keep year`, `date 06-21 joyful`, `date off 06-21`; without a value the screen. False: no such setting. */
export async function setWish(ctx: Ctx, name: string, value: string): Promise<boolean> {
  if (name === "country") await (value === "" ? say(ctx, "country") : setCountry(ctx, value));
  else if (name === "keep") await (value === "" ? say(ctx, "keep") : setKeep(ctx, value));
  else if (name === "date" || name === "dates") await (value === "" ? say(ctx, "dates") : setDateByWords(ctx, value));
  else return false;
  return true;
}

/** An ISO code, or the country's name in one's own language or English. */
function countryFrom(ctx: Ctx, words: string): string | null {
  const wanted = words.trim().toLowerCase();
  const languages = [ctx.me?.language ?? "en", "en"];
  const named = ctx.deps.content.countries.find((code) =>
    languages.some((language) => countryName(code, language).toLowerCase() === wanted),
  );
  if (named !== undefined) return named;
  const code = wanted.toUpperCase();
  return /^[A-Z]{2}$/.test(code) && countryName(code, "en") !== code ? code : null;
}

/** Sets the country and shows who is there; somebody the bot does not know is only shown it. */
export async function setCountry(ctx: Ctx, words: string): Promise<void> {
  if (words.toLowerCase() === "off") {
    const known = ctx.me ? await changeMe(ctx, { country: null }) : ctx;
    return say(known, "resources", {}, { replace: true });
  }
  const country = countryFrom(ctx, words);
  if (country === null) return line(ctx, "resources.unknown");
  const known = ctx.me ? await changeMe(ctx, { country }) : ctx;
  await say(known, "resources", ctx.me ? {} : { country }, { replace: true });
}

export async function setKeep(ctx: Ctx, value: string): Promise<void> {
  const keep = KEEPS.find((known) => known === value.toLowerCase());
  if (!keep) return line(ctx, "keep.usage");
  const { me } = ctx;
  if (!me) return line(ctx, "keep.usage");
  // The same wish once more is no new one: it would begin its time anew.
  const known = keep === me.keep ? ctx : await wishFor(ctx, me, keep);
  await say(known, "line", { key: `keep.set.${keep}` }, { replace: true });
}

async function wishFor(ctx: Ctx, me: Person, keep: Keep): Promise<Ctx> {
  const wishing = { ...me, keep, keepWish: wishOf(me, keep, ctx.now) };
  await ctx.tx.people.save(wishing);
  await planKeeping(ctx, wishing, me.keepWish?.at ?? null);
  return { ...ctx, me: wishing };
}

/** `MM-DD` of a day there is, in some year. */
function validDate(date: string): boolean {
  if (!/^\d\d-\d\d$/.test(date)) return false;
  try {
    Temporal.PlainDate.from(`2024-${date}`, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

async function setDateByWords(ctx: Ctx, value: string): Promise<void> {
  const words = value.toLowerCase().split(" ");
  const date = words.find(validDate);
  const mood = MOODS.find((known) => words.includes(known));
  if (date === undefined || (mood === undefined && !words.includes("off"))) return line(ctx, "dates.usage");
  return mood === undefined ? dropDate(ctx, date) : addDate(ctx, date, mood);
}

/** Marks a day; a day has one mark. */
export async function addDate(ctx: Ctx, date: string, mood: string): Promise<void> {
  const known = MOODS.find((one) => one === mood);
  if (!ctx.me || !known || !validDate(date)) return line(ctx, "stale");
  const others = ctx.me.dates.filter((one) => one.date !== date);
  if (others.length >= MOST_DATES) return line(ctx, "dates.full", { count: MOST_DATES });
  const chosen: ChosenDate = { date, mood: known };
  const dates = [...others, chosen].sort((one, other) => (one.date < other.date ? -1 : 1));
  await say(await changeMe(ctx, { dates }), "dates", {}, { replace: true });
}

export async function dropDate(ctx: Ctx, date: string): Promise<void> {
  const dates = ctx.me?.dates.filter((one) => one.date !== date) ?? [];
  await say(await changeMe(ctx, { dates }), "dates", {}, { replace: true });
}
