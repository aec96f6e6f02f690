/** What cannot be shown in the shared chat goes to the two private chats, with the reason. */
import type { Place } from "../../domain/couple.ts";
import type { OutboxRow } from "../../ports/outbox.ts";
import { type Home, loadHome, type Work } from "../context.ts";
import { announcePrivately } from "../rounds/reveal.ts";
import { tell } from "../speak.ts";

/** The same message to both private chats instead of the shared one. */
export async function toPrivate(work: Work, home: Home, row: OutboxRow): Promise<void> {
  for (const person of [home.people.a, home.people.b]) {
    const { lane, track, notBefore } = row;
    const options = {
      lane,
      notBefore,
      coupleId: home.couple.id,
      dedupe: `${row.dedupe}:${person.id}`,
      ...(track ? { track } : {}),
    };
    await tell(work, person, row.content.view, row.content.params, options);
  }
}

/** Moves a row to the private chats; a reveal comes with `why`, a key of a line that says the reason. */
export async function reroute(work: Work, row: OutboxRow, why: string): Promise<void> {
  const home = row.coupleId === null ? null : await loadHome(work.tx, row.coupleId);
  if (home) {
    const { roundId } = row.content.params;
    const isReveal = row.content.view === "reveal" && typeof roundId === "string";
    const round = isReveal ? await work.tx.rounds.byId(roundId) : null;
    if (round) await announcePrivately(work, home, round, why);
    else await toPrivate(work, home, row);
    if (home.place && why === "third.reveal") await othersSee(work, home, home.place);
  }
  await work.tx.outbox.remove(row.id);
}

/** Others can see the place: both are told, once, that earlier reveals may be readable (rule 10). */
export async function othersSee(work: Work, home: Home, place: Place): Promise<void> {
  if (place.toldOthers) return;
  await work.tx.places.save({ ...place, toldOthers: true });
  const coupleId = home.couple.id;
  for (const person of [home.people.a, home.people.b]) {
    await tell(work, person, "line", { key: "third.joined" }, { coupleId, dedupe: `third:${place.id}:${person.id}` });
  }
}
