/**
 * What was shown and is to be changed or removed, where its author waits to hear that it is done. “Done” is said when
 * the platform has done it; until then they are told what is the case.
 */
import { DAY, type Instant } from "../domain/ids.ts";
import type { Round } from "../domain/round/state.ts";
import type { OutboxRow } from "../ports/outbox.ts";
import { type Ctx, loadHome, type Work } from "./context.ts";
import { say, tell } from "./speak.ts";

/** A platform that takes longer than this is reported as one that has not done it yet. */
const PATIENCE: Instant = 10_000;
/** Longer than any message can be changed: it is sent when what it waits for is done. */
const UNTIL_DONE: Instant = 400 * DAY;
/** The view that tells an author about it. */
export const HALF_TAKEN = "half-taken";

/** What still has to be changed or removed of what was shown of a round. */
export async function owedOf(work: Pick<Work, "tx">, roundId: string): Promise<readonly OutboxRow[]> {
  const rows = await work.tx.outbox.ofRound(roundId);
  return rows.filter(({ operation }) => operation !== "send");
}

/** Tells the speaker that their half is blank, as soon as it is. */
export async function sayWhenBlank(ctx: Ctx, roundId: string): Promise<void> {
  const waits = (await owedOf(ctx, roundId)).length > 0;
  const options = {
    dedupe: `${HALF_TAKEN}:${roundId}:${ctx.me?.id ?? ""}`,
    notBefore: waits ? ctx.now + PATIENCE : 0,
  };
  await say(ctx, HALF_TAKEN, { roundId }, options);
}

async function release(work: Work, roundId: string, which: (row: OutboxRow) => boolean): Promise<void> {
  for (const row of await work.tx.outbox.ofRound(roundId)) {
    if (row.content.view === HALF_TAKEN && which(row)) await work.tx.outbox.update({ ...row, notBefore: 0 });
  }
  work.deps.wake();
}

function roundIdOf(row: OutboxRow): string | null {
  const { roundId } = row.content.params;
  return row.operation !== "send" && typeof roundId === "string" ? roundId : null;
}

/** One change is done, or given up: if it was the last one, whoever waits for it hears so. */
export async function owedDone(work: Work, row: OutboxRow): Promise<void> {
  const roundId = roundIdOf(row);
  if (roundId !== null && (await owedOf(work, roundId)).length === 0) await release(work, roundId, () => true);
}

/** Its chat is out of reach: whoever waits for it hears that it is not done yet. */
export async function owedWaits(work: Work, row: OutboxRow): Promise<void> {
  const roundId = roundIdOf(row);
  if (roundId !== null) await release(work, roundId, ({ content }) => content.params.later !== true);
}

/** An author was told how it stands: as long as something is owed, they hear again when it is done. */
export async function toldHowItStands(work: Work, row: OutboxRow): Promise<void> {
  const { roundId, later } = row.content.params;
  if (typeof roundId !== "string" || later === true || (await owedOf(work, roundId)).length === 0) return;
  await work.tx.outbox.add(
    {
      dedupe: `${row.dedupe}:later`,
      lane: "interactive",
      to: row.to,
      coupleId: row.coupleId,
      personId: row.personId,
      content: { view: HALF_TAKEN, params: { roundId, later: true } },
      notBefore: work.now + UNTIL_DONE,
    },
    work.now,
  );
}

/** What an author took back can no longer be removed: they are told instead of “done”. `key`: of a locale line. */
export async function tellItStays(work: Work, round: Round, key: string): Promise<void> {
  const home = await loadHome(work.tx, round.coupleId);
  if (!home || round.state !== "revealed") return;
  for (const row of await work.tx.outbox.ofRound(round.id)) {
    if (row.content.view === HALF_TAKEN) await work.tx.outbox.remove(row.id);
  }
  for (const seat of round.blanked) {
    const person = home.people[seat];
    const options = { lane: "interactive", coupleId: home.couple.id, dedupe: `${key}:${round.id}:${seat}` } as const;
    await tell(work, person, "line", { key }, options);
  }
}
