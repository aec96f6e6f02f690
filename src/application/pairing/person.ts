/** Becoming a person the bot knows: only by agreeing to the notice. */
import { type Person, USUAL_QUIET } from "../../domain/couple.ts";
import type { Instant } from "../../domain/ids.ts";
import { inQuiet, quietEnds } from "../../domain/quiet.ts";
import { guessZone } from "../../domain/zone.ts";
import type { Ctx } from "../context.ts";

/** The language of `data/locales` closest to what the platform reports; English when there is none. */
export function closestLanguage(languages: readonly string[], tag: string | undefined): string {
  const wanted = (tag ?? "en").toLowerCase();
  const exact = languages.find((language) => language.toLowerCase() === wanted);
  return exact ?? languages.find((language) => language.toLowerCase() === wanted.split("-")[0]) ?? "en";
}

/** Whether this account may pair at all; everybody may, unless the operator named those who do. */
export function isAllowed(ctx: Ctx): boolean {
  const { allowed } = ctx.deps;
  return allowed === null || allowed.has(`${ctx.from.platform}:${ctx.from.userId}`);
}

/** Who did something in the quiet hours that still last is up: what comes of it need not wait (rule 9). */
export function isUp({ quiet, zone }: Person, since: Instant, now: Instant): boolean {
  return inQuiet(quiet, zone, since) && quietEnds(quiet, zone, since) > now;
}

/** The speaker as a person who has agreed; made on the first time. */
export async function agree(ctx: Ctx): Promise<Person> {
  const { from, now } = ctx;
  if (ctx.me?.agreedAt) return ctx.me;
  const person: Person = {
    id: ctx.me?.id ?? ctx.deps.random.id(),
    platform: from.platform,
    userId: from.userId,
    name: from.name,
    named: false,
    ...(from.handle === undefined ? {} : { handle: from.handle }),
    language: closestLanguage(ctx.deps.content.languages, from.language),
    zone: from.zone ?? guessZone(from.language ?? "en"),
    quiet: USUAL_QUIET,
    reminders: true,
    tellAnswered: false,
    clearTyped: false,
    deep: false,
    pace: null,
    reachable: true,
    agreedAt: now,
    focus: null,
    toldDeleting: false,
    country: null,
    keep: "forever",
    dates: [],
    sharesTrend: false,
    createdAt: now,
  };
  await ctx.tx.people.save(person);
  return person;
}
