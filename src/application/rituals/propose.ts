/** Adding and changing needs the other's tap; resting is anyone's right at once. */
import type { Recurrence, Ritual } from "../../domain/ritual.ts";
import type { Ctx, MyHome } from "../context.ts";
import { mayPass, show } from "../gate.ts";
import { announce, line, postsLater, say } from "../speak.ts";
import { planNext } from "./schedule.ts";

export async function ritualOfKind(ctx: Ctx, home: MyHome, kind: string): Promise<Ritual | null> {
  const rituals = await ctx.tx.rituals.ofCouple(home.couple.id);
  return rituals.find((ritual) => ritual.kind === kind) ?? null;
}

/** Proposes a new ritual, or another time for one they have. The partner's tap makes it so. */
export async function propose(ctx: Ctx, home: MyHome, kind: string, rule: Recurrence): Promise<void> {
  if (await mayPass(ctx, home, "proposal", ctx.deps.random.id())) await proposeAt(ctx, home, kind, rule);
}

/** Proposes to move these rituals to another zone, which counts as one proposal. One that rests goes on resting. */
export async function proposeZone(ctx: Ctx, home: MyHome, rituals: readonly Ritual[], zone: string): Promise<void> {
  if (!(await mayPass(ctx, home, "proposal", ctx.deps.random.id()))) return;
  await line(ctx, "zone.moving");
  for (const { kind, rule } of rituals) await proposeAt(ctx, home, kind, rule, zone);
}

async function proposeAt(ctx: Ctx, home: MyHome, kind: string, rule: Recurrence, zone?: string): Promise<void> {
  const known = await ritualOfKind(ctx, home, kind);
  const owned = zone ?? known?.zone ?? home.couple.zone;
  const ritual: Ritual = known
    ? { ...known, change: { rule, zone: owned, by: home.seat, wake: known.state === "resting" && zone === undefined } }
    : {
        id: ctx.deps.random.id(),
        coupleId: home.couple.id,
        kind,
        rule,
        zone: owned,
        state: "proposed",
        proposedBy: home.seat,
        change: null,
        lastDate: null,
        occurrences: 0,
        length: null,
        createdAt: ctx.now,
      };
  const proposed =
    known?.state === "proposed" ? { ...ritual, rule, zone: owned, change: null, proposedBy: home.seat } : ritual;
  await ctx.tx.rituals.save(proposed);
  await ask(ctx, home, proposed);
}

/** Proposes how long it takes, where its kind leaves that open. */
export async function proposeLength(ctx: Ctx, home: MyHome, ritual: Ritual, minutes: number): Promise<void> {
  const offered = ctx.deps.content.ritualKind(ritual.kind)?.lengths ?? {};
  if (!(String(minutes) in offered) || ritual.state === "proposed") return line(ctx, "stale");
  const { rule, zone } = ritual;
  if (!(await mayPass(ctx, home, "proposal", ctx.deps.random.id()))) return;
  const asked: Ritual = { ...ritual, change: { rule, zone, by: home.seat, wake: false, length: minutes } };
  await ctx.tx.rituals.save(asked);
  await ask(ctx, home, asked);
}

async function ask(ctx: Ctx, home: MyHome, ritual: Ritual): Promise<void> {
  await show(ctx, home, "proposal", { ritualId: ritual.id }, { dedupe: `proposal:${ritual.id}` });
  if (ctx.origin !== null || ctx.chat.kind === "private" || postsLater(ctx, home))
    await say(ctx, "line", { key: "ritual.asked" });
}

function waitsFor(home: MyHome, ritual: Ritual): boolean {
  if (ritual.state === "proposed") return ritual.proposedBy !== home.seat;
  return ritual.change !== null && ritual.change.by !== home.seat;
}

/** The partner's tap. The proposer's own tap decides nothing. */
export async function accept(ctx: Ctx, home: MyHome, ritual: Ritual): Promise<void> {
  if (ritual.state !== "proposed" && !ritual.change) return line(ctx, "stale");
  if (!waitsFor(home, ritual)) return line(ctx, "ritual.partners-tap");
  const { rule, zone } = ritual.change ?? ritual;
  const state = ritual.state === "resting" && ritual.change?.wake !== true ? "resting" : "active";
  const accepted: Ritual = {
    ...ritual,
    rule,
    zone,
    state,
    length: ritual.change?.length ?? ritual.length,
    change: null,
    createdAt: ritual.state === "proposed" ? ctx.now : ritual.createdAt,
  };
  await ctx.tx.rituals.save(accepted);
  await planNext(ctx, home, accepted);
  await announce(ctx, home, "ritual-on", { ritualId: ritual.id });
}

/** “Not now”, by either: what was asked is dropped, what was stays. */
export async function decline(ctx: Ctx, home: MyHome, ritual: Ritual): Promise<void> {
  if (ritual.state !== "proposed" && !ritual.change) return line(ctx, "stale");
  if (ritual.state === "proposed") await ctx.tx.rituals.remove(ritual.id);
  else await ctx.tx.rituals.save({ ...ritual, change: null });
  await announce(ctx, home, "line", { key: "ritual.stays" });
}

/** Rests at once, whoever asks. Open windows run on. */
export async function rest(ctx: Ctx, home: MyHome, ritual: Ritual): Promise<void> {
  if (ritual.state === "proposed") return decline(ctx, home, ritual);
  if (ritual.state !== "active") return line(ctx, "ritual.rests-already");
  const resting: Ritual = { ...ritual, state: "resting", change: null };
  await ctx.tx.rituals.save(resting);
  await planNext(ctx, home, resting);
  await announce(ctx, home, "ritual-rests", { kind: ritual.kind });
}

/** Waking needs the other's tap, like adding. */
export async function wake(ctx: Ctx, home: MyHome, ritual: Ritual): Promise<void> {
  if (ritual.state === "active") return line(ctx, "ritual.on-already");
  if (!(await mayPass(ctx, home, "proposal", ctx.deps.random.id()))) return;
  if (ritual.state === "proposed") return ask(ctx, home, ritual);
  const asked: Ritual = { ...ritual, change: { rule: ritual.rule, zone: ritual.zone, by: home.seat, wake: true } };
  await ctx.tx.rituals.save(asked);
  await ask(ctx, home, asked);
}
