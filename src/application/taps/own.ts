/** Buttons beside the card: coming together, rituals, settings, leaving. */

import { PACES } from "../../domain/pacing/pace.ts";
import { isPaused } from "../../domain/pause.ts";
import { isRefusal } from "../../domain/refusal.ts";
import type { Ritual } from "../../domain/ritual.ts";
import { parseZone } from "../../domain/zone.ts";
import { checkin, noCouple, offerCheckin } from "../commands/cards.ts";
import { resumeNow } from "../commands/own.ts";
import { isPickedSoFar, pickedRule } from "../commands/rituals.ts";
import type { Ctx, MyHome } from "../context.ts";
import { askName, setName, usePlatformName } from "../names.ts";
import { acceptInvite, agreeAndInvite, askConfirm, confirmInvite, invite, openInvite } from "../pairing/invite.ts";
import { beginAnew, forget, LEAVING } from "../pairing/leave.ts";
import { agreeInPlace, join } from "../pairing/place.ts";
import { isPending, proposalMark } from "../rituals/mark.ts";
import { accept, decline, propose, proposeZone, rest, wake } from "../rituals/propose.ts";
import { changeMe, firstZone, setByName, setLanguage, setQuiet, setZone } from "../settings.ts";
import { line, say } from "../speak.ts";
import { argZone } from "../views/own.ts";
import { type Actions, BUTTON, LINK, notYours, OPENS, onHome, type Tap } from "./tap.ts";

function onRitual(handle: (ctx: Ctx, home: MyHome, ritual: Ritual) => Promise<void>): Tap {
  return onHome(async (ctx, home, [id = ""]) => {
    const ritual = await ctx.tx.rituals.byId(id);
    return ritual?.coupleId === home.couple.id ? handle(ctx, home, ritual) : notYours(ctx);
  });
}

/**
 * An answer to what was proposed: only to what the button was shown for. It stands in the shared chat, so it carries
 * what was proposed instead of a token of one person's. An older button shows what is proposed now.
 */
function onProposal(handle: (ctx: Ctx, home: MyHome, ritual: Ritual) => Promise<void>): Tap {
  return onHome(async (ctx, home, [id = "", shown]) => {
    const ritual = await ctx.tx.rituals.byId(id);
    if (ritual?.coupleId !== home.couple.id) return notYours(ctx);
    if (!isPending(ritual)) return line(ctx, "stale");
    return shown === (await proposalMark(ritual)) ? handle(ctx, home, ritual) : say(ctx, "proposal", { ritualId: id });
  });
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
  const all = await ctx.tx.rituals.ofCouple(home.couple.id);
  const moved = all.filter((ritual) => ritual.zone !== zone && isListed(ctx, ritual.kind));
  await proposeZone(ctx, home, moved, zone);
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

const pace: Tap = mine(async (ctx, [wish = ""]) => {
  const wanted = PACES.find((known) => known === wish);
  if (!wanted) return say(ctx, "pace", {}, { replace: true });
  await changeMe(ctx, { pace: wanted });
  await say(ctx, "line", { key: "pace.set" }, { replace: true });
});

/** A link shows a button in private, so that nobody opens a card by following what somebody else made. */
const checkinTap: Tap = onHome((ctx, home, [kind = ""]) =>
  ctx.way === "link" ? offerCheckin(ctx, kind) : checkin(ctx, home, kind),
);

/** A button asks what somebody wants to be called; the form that it opens has it. */
const name: Tap = async (ctx, _args, form) => {
  if (!ctx.me) return notYours(ctx);
  if (!form) return askName(ctx, ctx.me);
  await setName(ctx, form.values.name?.[0] ?? "");
};

/** The notice again; who has agreed already asks for the invite anew. */
const askAgreement: Tap = (ctx) => (ctx.me?.agreedAt ? line(ctx, "stale") : say(ctx, "notice", { action: "agreep" }));

const askForget: Tap = (ctx) => (ctx.me ? say(ctx, "forget-confirm") : line(ctx, "forget.nothing"));
const leave: Tap = (ctx, [name]) => {
  const way = LEAVING.find((known) => known === name);
  return way ? forget(ctx, way) : askForget(ctx, []);
};
const askAnew: Tap = onHome((ctx, home) =>
  isPaused(home.couple, ctx.now) ? say(ctx, "anew-confirm") : line(ctx, "anew.not-paused"),
);

const askExport: Tap = (ctx) => (ctx.me ? say(ctx, "export-confirm") : notYours(ctx));

export const ownTaps: Actions = {
  // The way into the private chat, for somebody to whom the bot could not write.
  open: { by: ["link"], run: (ctx) => say(ctx, ctx.me ? "help" : "hello") },
  join: { by: OPENS, run: (ctx, [id = ""]) => join(ctx, id) },
  agree: { by: BUTTON, run: (ctx, [id = ""]) => agreeInPlace(ctx, id), asks: (ctx, [id = ""]) => join(ctx, id) },
  inv: { by: LINK, run: (ctx, [code = ""]) => openInvite(ctx, code) },
  agreei: {
    by: BUTTON,
    run: (ctx, [code = ""]) => acceptInvite(ctx, code),
    asks: (ctx, [code = ""]) => openInvite(ctx, code),
  },
  agreep: { by: BUTTON, run: (ctx) => agreeAndInvite(ctx), asks: askAgreement },
  pair: { by: BUTTON, run: (ctx) => invite(ctx) },
  pairok: { by: BUTTON, run: (ctx) => confirmInvite(ctx, true), asks: (ctx) => askConfirm(ctx) },
  pairno: { by: BUTTON, run: (ctx) => confirmInvite(ctx, false), asks: (ctx) => askConfirm(ctx) },
  hello: { by: OPENS, run: (ctx) => (ctx.me ? say(ctx, "help") : noCouple(ctx)) },
  first: { by: BUTTON, run: first },
  checkin: { by: OPENS, run: checkinTap },
  rituals: { by: BUTTON, run: onHome((ctx) => say(ctx, "rituals")) },
  rwhen: { by: BUTTON, run: ritualWhen },
  rset: { by: BUTTON, run: ritualSet },
  racc: { by: BUTTON, run: onProposal(accept) },
  rdec: { by: BUTTON, run: onProposal(decline) },
  rrest: { by: BUTTON, run: onRitual(rest) },
  rwake: { by: BUTTON, run: onRitual(wake) },
  zoneok: {
    by: BUTTON,
    run: onHome((ctx, home) => (home.couple.zoneAsked ? line(ctx, "zone.known") : firstZone(ctx, home.couple.zone))),
  },
  zone: { by: BUTTON, run: mine((ctx, [region = ""]) => say(ctx, "zone", { region }, { replace: region !== "" })) },
  zset: { by: BUTTON, run: zoneSet },
  zonemove: { by: BUTTON, run: zoneMove },
  zonestay: { by: BUTTON, run: mine((ctx) => say(ctx, "line", { key: "zone.stays" }, { replace: true })) },
  name: { by: ["button", "form"], run: name },
  nameoff: { by: BUTTON, run: mine((ctx) => usePlatformName(ctx)) },
  settings: { by: BUTTON, run: mine((ctx) => say(ctx, "settings")) },
  set: { by: BUTTON, run: set },
  quiet: { by: BUTTON, run: mine((ctx) => say(ctx, "quiet", {}, { replace: true })) },
  qset: { by: BUTTON, run: quietSet },
  pace: { by: BUTTON, run: pace },
  lang: { by: BUTTON, run: mine((ctx) => say(ctx, "language", {}, { replace: true })) },
  lset: { by: BUTTON, run: mine((ctx, [language = ""]) => setLanguage(ctx, language)) },
  resume: { by: BUTTON, run: onHome((ctx) => resumeNow(ctx)) },
  privacy: { by: BUTTON, run: screen("privacy") },
  export: { by: BUTTON, run: askExport },
  exportyes: { by: BUTTON, run: mine((ctx) => say(ctx, "export", {}, { replace: true })), asks: askExport },
  forget: { by: BUTTON, run: (ctx) => (ctx.me ? say(ctx, "forget-confirm") : notYours(ctx)) },
  forgetyes: { by: BUTTON, run: leave, asks: askForget },
  anew: { by: BUTTON, run: askAnew },
  anewyes: { by: BUTTON, run: onHome((ctx, home) => beginAnew(ctx, home)), asks: askAnew },
  forgetno: { by: BUTTON, run: screen("privacy", true) },
};
