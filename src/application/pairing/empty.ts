/**
 * “Leave and empty my messages”: what the bot has posted of somebody's words is blanked wherever it stands. It needs
 * only the ids of the messages. The edits are owed: they go before everything else to their chat, wait there as long
 * as the chat is out of reach, and belong to nobody, so that they outlive the leaver, the home and the other one.
 */
import type { Person, Seat } from "../../domain/couple.ts";
import { evolve } from "../../domain/round/evolve.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Chat } from "../../ports/chat.ts";
import { chatKey, EMPTIED } from "../../ports/outbox.ts";
import type { Tracked } from "../../ports/store.ts";
import type { MyHome, Work } from "../context.ts";
import { privateChat } from "../speak.ts";

/** Under which purpose messages are remembered that bring somebody's words to the other. */
export function wordsOf(author: Pick<Person, "id">): string {
  return `words:${author.id}`;
}

/** Blanks every half of `home.me`, and owes the edits. Called before they are erased. */
export async function emptyAll(work: Work, home: MyHome): Promise<void> {
  for (const round of await work.tx.rounds.ofCouple(home.couple.id, ["revealed"])) {
    await blankHalf(work, round, home.seat);
    await owe(work, home, await work.tx.messages.ofRound(round.id, "reveal"), round.id);
    await owe(work, home, await work.tx.messages.ofRound(round.id, `below:${home.seat}`), null);
  }
  const { platform, chatId } = home.place ?? { platform: "", chatId: "" };
  const shared: Chat[] = home.place ? [{ kind: "shared", platform, chatId }] : [];
  for (const chat of [...shared, privateChat(home.partner)]) {
    await owe(work, home, await work.tx.messages.withPurpose(chat, wordsOf(home.me)), null);
  }
}

/** What is drawn anew from now on shows that this half was taken back. */
async function blankHalf(work: Work, round: Round, seat: Seat): Promise<void> {
  if (round.state !== "revealed" || round.blanked.includes(seat)) return;
  await work.tx.rounds.save(evolve(round, { type: "blanked", seat }));
}

/** `roundId`: of a reveal, in which the other's half stays; null: there is nothing in it but the leaver's words. */
async function owe(work: Work, home: MyHome, messages: readonly Tracked[], roundId: string | null): Promise<void> {
  const chats = new Map<string, Tracked[]>();
  for (const message of messages) {
    // Every message of words alone is one of its own; a reveal is a run of messages that is edited as one.
    const key = roundId === null ? `${chatKey(message.chat)}:${message.ref}` : chatKey(message.chat);
    chats.set(key, [...(chats.get(key) ?? []), message]);
  }
  for (const [key, run] of chats) {
    const [first] = run;
    if (!first) continue;
    const params = { of: roundId, lang: languageOf(home, first.chat) };
    await work.tx.outbox.add(
      {
        dedupe: `${EMPTIED}:${roundId ?? ""}:${key}`,
        lane: "interactive",
        to: first.chat,
        coupleId: null,
        personId: null,
        content: { view: EMPTIED, params },
        operation: "edit",
        refs: run.map(({ ref }) => ref),
        owed: true,
      },
      work.now,
    );
  }
}

function languageOf({ couple, people }: MyHome, chat: Chat): string {
  if (chat.kind === "shared") return couple.language;
  const reader = [people.a, people.b].find((one) => one.userId === chat.userId && one.platform === chat.platform);
  return reader?.language ?? couple.language;
}
