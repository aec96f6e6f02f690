/** Buttons beside the card: coming together, rituals, settings, leaving. */

import { PACES } from "../../domain/pacing/pace.ts";
import { isRefusal } from "../../domain/refusal.ts";
import type { Ritual } from "../../domain/ritual.ts";
import { parseZone } from "../../domain/zone.ts";
import { checkin, noCouple } from "../commands/cards.ts";
import { resumeNow } from "../commands/own.ts";
import { isPickedSoFar, pickedRule } from "../commands/rituals.ts";
import type { MyHome } from "../context.ts";
import { type Ctx, homeOf } from "../context.ts";
import { acceptInvite, agreeAndInvite, confirmInvite, invite, openInvite } from "../pairing/invite.ts";
import { forget } from "../pairing/leave.ts";
import { agreeInPlace, join } from "../pairing/place.ts";
import { accept, decline, propose, rest, wake } from "../rituals/propose.ts";
import { changeMe, firstZone, setByName, setLanguage, setQuiet, setZone } from "../settings.ts";
import { line, say } from "../speak.ts";
import { argZone } from "../views/own.ts";
import { notYours, onHome, type Tap } from "./tap.ts";

function onRitual(handle: (ctx: Ctx, home: MyHome, ritual: Ritual) => Promise<void>): Tap {
  return async (ctx, [id = ""]) => {
    const home = await homeOf(ctx.tx, ctx.me);
    const ritual = home && (await ctx.tx.rituals.byId(id));
    if (!home || !ritual || ritual.coupleId !== home.couple.id) return notYours(ctx);
    return handle(ctx, home, ritual);
  };
}

/** Settings need a person, not a couple. */
function mine(handle: (ctx: Ctx, args: readonly string[]) => Promise<void>): Tap {
  return async (ctx, args) => (ctx.me ? handle(ctx, args) : notYours(ctx));
}

const first: Tap = onHome((ctx, home) => checkin(ctx, home, "heart"));

/** What the two may add, move and rest themselves. */
function isListed(ctx: Ctx, kind: string): boolean {
  return ctx.deps.content.ritualKind(kind)?.listed === true;
}

const ritualSet: Tap = onHome(async (ctx, home, [kind = "", every = "", day, at]) => {
  const rule = pickedRule(every, Number(day), Number(at));
  if (!rule || !isListed(ctx, kind)) return line(ctx, "stale");
  await propose(ctx, home, kind, rule);
});

/** Its buttons repeat what was picked so far, so that nothing but that may get into them. */
const ritualWhen: Tap = onHome((ctx, _home, [kind = "", every = "", day = ""]) => {
  return isListed(ctx, kind) && isPickedSoFar(every, day)
    ? say(ctx, "ritual-when", { kind, every, day }, { replace: true })
    : line(ctx, "stale");
});

const zoneMove: Tap = onHome(async (ctx, home) => {
  const zone = home.me.zone;
  await line(ctx, "zone.moving");
  for (const ritual of await ctx.tx.rituals.ofCouple(home.couple.id)) {
    if (ritual.zone !== zone && isListed(ctx, ritual.kind)) await propose(ctx, home, ritual.kind, ritual.rule, zone);
  }
});

const quietSet: Tap = mine(async (ctx, [from = "", to = ""]) => {
  if (from === "off") return setQuiet(ctx, null);
  const quiet = { from: Number(from), to: Number(to) };
  const valid =
    [quiet.from, quiet.to].every((m) => Number.isInteger(m) && m >= 0 && m < 24 * 60) && quiet.from !== quiet.to;
  return valid ? setQuiet(ctx, quiet) : line(ctx, "stale");
});

const zoneSet: Tap = mine(async (ctx, [arg = ""]) => {
  const zone = parseZone(argZone(arg));
  return isRefusal(zone) ? line(ctx, "stale") : setZone(ctx, zone);
});

const set: Tap = mine(async (ctx, [name = "", value = ""]) => {
  if (!(await setByName(ctx, name, value))) await line(ctx, "stale");
});

/** A screen that a button opens. */
const screen =
  (view: string, replace = false): Tap =>
  (ctx) =>
    say(ctx, view, {}, { replace });

export const ownTaps: Readonly<Record<string, Tap>> = {
  join: (ctx, [id = ""]) => join(ctx, id),
  agree: (ctx, [id = ""]) => agreeInPlace(ctx, id),
  inv: (ctx, [code = ""]) => openInvite(ctx, code),
  agreei: (ctx, [code = ""]) => acceptInvite(ctx, code),
  agreep: (ctx) => agreeAndInvite(ctx),
  pair: (ctx) => invite(ctx),
  pairok: (ctx) => confirmInvite(ctx, true),
  pairno: (ctx) => confirmInvite(ctx, false),
  hello: (ctx) => (ctx.me ? say(ctx, "help") : noCouple(ctx)),
  first,
  checkin: onHome((ctx, home, [kind = ""]) => checkin(ctx, home, kind)),
  rituals: onHome((ctx) => say(ctx, "rituals")),
  rwhen: ritualWhen,
  rset: ritualSet,
  racc: onRitual(accept),
  rdec: onRitual(decline),
  rrest: onRitual(rest),
  rwake: onRitual(wake),
  zoneok: onHome((ctx, home) => (home.couple.zoneAsked ? line(ctx, "zone.known") : firstZone(ctx, home.couple.zone))),
  zone: mine((ctx, [region = ""]) => say(ctx, "zone", { region }, { replace: region !== "" })),
  zset: zoneSet,
  zonemove: zoneMove,
  zonestay: mine((ctx) => say(ctx, "line", { key: "zone.stays" }, { replace: true })),
  settings: mine((ctx) => say(ctx, "settings")),
  set,
  quiet: mine((ctx) => say(ctx, "quiet", {}, { replace: true })),
  qset: quietSet,
  pace: mine(async (ctx, [wish = ""]) => {
    const pace = PACES.find((known) => known === wish);
    if (!pace) return say(ctx, "pace", {}, { replace: true });
    await changeMe(ctx, { pace });
    await say(ctx, "line", { key: "pace.set" }, { replace: true });
  }),
  lang: mine((ctx) => say(ctx, "language", {}, { replace: true })),
  lset: mine((ctx, [language = ""]) => setLanguage(ctx, language)),
  resume: onHome((ctx) => resumeNow(ctx)),
  privacy: screen("privacy"),
  export: (ctx) => (ctx.me ? say(ctx, "export") : notYours(ctx)),
  forget: (ctx) => (ctx.me ? say(ctx, "forget-confirm") : notYours(ctx)),
  forgetyes: (ctx) => forget(ctx),
  forgetno: screen("privacy", true),
};
