/** One's own data, and only one's own: the partner's words are theirs (`content.md` §11). */
import type { Person } from "../domain/couple.ts";
import { seatOf } from "../domain/couple.ts";
import { sealOf } from "../domain/round/decide.ts";
import { Temporal } from "../domain/temporal.ts";
import type { Work } from "./context.ts";
import { describeAnswer } from "./rounds/describe.ts";
import { fieldsOf } from "./rounds/fields.ts";

const iso = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString();

async function answersOf(work: Work, me: Person) {
  const { content, translate } = work.deps;
  const couple = await work.tx.couples.ofPerson(me.id);
  const seat = couple && seatOf(couple, me.id);
  const own = await work.tx.answers.ofAuthor(me.id);
  return Promise.all(
    own.map(async ({ roundId, answer }) => {
      const round = await work.tx.rounds.byId(roundId);
      const asked = round ? fieldsOf(content, round, me.language) : [];
      const questions = round ? round.cards.map((id) => content.card(id, me.language)?.text ?? id) : [];
      const words = describeAnswer(asked, answer, (key, params) => translate(me.language, key, params));
      const sealedAt = round && seat ? sealOf(round, seat)?.at : undefined;
      return {
        date: round?.date ?? null,
        ritual: round?.kind ?? null,
        questions,
        answer: words,
        state: round?.state === "revealed" ? "revealed" : "sealed",
        ...(sealedAt === undefined ? {} : { sealedAt: iso(sealedAt) }),
      };
    }),
  );
}

/** A JSON document, indented for reading. Instants are ISO 8601 in UTC. */
export async function exportOf(work: Work, me: Person): Promise<string> {
  const couple = await work.tx.couples.ofPerson(me.id);
  const rituals = couple ? await work.tx.rituals.ofCouple(couple.id) : [];
  const writings = await work.tx.writings.ofAuthor(me.id);
  const drafts = await work.tx.drafts.ofPerson(me.id);
  const { name, platform, userId, language, zone, quiet, reminders, tellAnswered, clearTyped, deep, pace } = me;
  const data = {
    format: "ampersand-export",
    version: 1,
    exportedAt: iso(work.now),
    profile: { name, platform, userId, language, zone, agreedAt: me.agreedAt === null ? null : iso(me.agreedAt) },
    settings: { quiet, reminders, tellAnswered, clearTyped, deep, pace },
    couple: couple && {
      since: iso(couple.createdAt),
      language: couple.language,
      cards: couple.cards,
      paused: couple.pause !== null,
    },
    rituals: rituals.map(({ kind, rule, zone: owned, state }) => ({ kind, rule, zone: owned, state })),
    answers: await answersOf(work, me),
    drafts: drafts.map(({ answer, createdAt }) => ({ answer, createdAt: iso(createdAt) })),
    writings: writings.map(({ kind, text, card, at, sentAt }) => ({
      kind,
      text,
      card,
      at: iso(at),
      sentAt: sentAt === null ? null : iso(sentAt),
    })),
  };
  return JSON.stringify(data, null, 2);
}
