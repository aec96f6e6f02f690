/** What of the outbox waits for a pause to end, and waking it then. */
import { otherSeat, type Person, type Seat, seatOf } from "../../domain/couple.ts";
import { DAY, type Instant } from "../../domain/ids.ts";
import { isPaused, isPausedBy } from "../../domain/pause.ts";
import { storedUnder } from "../../domain/round/pair.ts";
import type { Round } from "../../domain/round/state.ts";
import { MOST_A_DAY } from "../../domain/sends.ts";
import type { Chat } from "../../ports/chat.ts";
import type { OutboxRow } from "../../ports/outbox.ts";
import type { Home, Work } from "../context.ts";
import { privateChat } from "../speak.ts";

/** A row with this hour waits for the end of a pause: later than any other hour. */
export const AFTER_PAUSE: Instant = 8_640_000_000_000_000;

/**
 * What is asked or told also while cards rest: one's own words, what both wanted to be told of an open card, the pause
 * itself, and who can see the chat.
 */
const ALSO_IN_A_PAUSE = [
  "leftover",
  "one-answered",
  "notice-paused",
  "notice-awake",
  "place-off",
  "half-taken",
  "exposed",
];
const LINES_ALSO_IN_A_PAUSE = ["third.", "place.", "refusal.", "half.", "pair.", "paused."];

/**
 * Whether a row has to wait for a pause to end. What one sends to the other alone waits for the other's own pause;
 * cards, reveals, what is posted where both see it and what comes by itself wait for a pause of either; what answers
 * its reader's own tap never waits.
 */
export async function restsNow(
  work: Work,
  row: OutboxRow,
  home: Home | null,
  reader: Person | null,
  round: Round | null,
): Promise<boolean> {
  if (!home || !isPaused(home.couple, work.now) || row.sentRefs.length > 0) return false;
  if (row.operation === "edit") return row.content.view === "reveal" && !isTakenBack(round);
  if (row.operation !== "send") return false;
  const { view, params } = row.content;
  if (view === "reveal" || params.withReveal === true) return !(await isShownSomewhere(work, row, round));
  const sender = senderOf(row, home);
  if (view === "card") return row.lane === "scheduled" || sender !== null;
  if (sender !== null && sender === readersSeat(home, reader)) return false;
  // In the shared chat the sender would see by it whether the other has a pause too.
  if (sender !== null) return row.to.kind === "shared" || isPausedBy(home.couple, otherSeat(sender), work.now);
  return row.lane === "scheduled" && !comesInAPause(row);
}

/** While cards rest nothing redraws a revealed message but taking back. */
function isTakenBack(round: Round | null): boolean {
  return round?.state === "revealed" && round.blanked.length > 0;
}

/** Rule 2: once one of the two has it, or it is shown anew because a half was taken back, the rest of it goes too. */
async function isShownSomewhere(work: Work, row: OutboxRow, round: Round | null): Promise<boolean> {
  if (row.content.params.anew === true || !round) return true;
  for (const seat of ["a", "b"] as const) {
    if ((await work.tx.messages.ofRound(storedUnder(round, seat), "reveal")).length > 0) return true;
  }
  return false;
}

/** Whose words or deed it brings; null for what comes by itself or answers its reader. */
function senderOf(row: OutboxRow, home: Home): Seat | null {
  const { by } = row.content.params;
  return typeof by === "string" ? seatOf(home.couple, by) : null;
}

function readersSeat(home: Home, reader: Person | null): Seat | null {
  return reader === null ? null : seatOf(home.couple, reader.id);
}

function comesInAPause(row: OutboxRow): boolean {
  const { view, params } = row.content;
  if (ALSO_IN_A_PAUSE.includes(view)) return true;
  const { key } = params;
  return view === "line" && typeof key === "string" && LINES_ALSO_IN_A_PAUSE.some((start) => key.startsWith(start));
}

/**
 * A pause is over: rows that waited for one are looked at again. Of letters no more come in a day than may be
 * sent in one, however many have gathered.
 */
export async function wakeRows(work: Work, home: Home): Promise<void> {
  const { place, people } = home;
  const shared: Chat[] = place ? [{ kind: "shared", platform: place.platform, chatId: place.chatId }] : [];
  for (const chat of [...shared, privateChat(people.a), privateChat(people.b)]) {
    let letters = 0;
    for (const row of await work.tx.outbox.ofChat(chat)) {
      if (row.coupleId !== home.couple.id || row.notBefore < AFTER_PAUSE / 2) continue;
      const days = row.content.view === "letter" ? Math.floor(letters++ / MOST_A_DAY.letter) : 0;
      await work.tx.outbox.update({ ...row, notBefore: work.now + days * DAY });
    }
  }
}
