/** One's own data, and only one's own: the partner's words are theirs (`content.md` §11). */
import type { Answer } from "../domain/answer.ts";
import type { Person } from "../domain/couple.ts";
import { seatOf } from "../domain/couple.ts";
import { sealOf } from "../domain/round/decide.ts";
import { Temporal } from "../domain/temporal.ts";
import type { Writing } from "../ports/store.ts";
import type { Work } from "./context.ts";
import { exportPage, type Part, type Section } from "./export-page.ts";
import { isAwaited } from "./rounds/awaited.ts";
import { describeAnswer, type Say } from "./rounds/describe.ts";
import { fieldsOf, textOf } from "./rounds/fields.ts";

const iso = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString();

/** What was added below a reveal. */
function belowOf(answer: Answer): string[] {
  const added = Object.entries(answer).filter(([key]) => key.startsWith("below/"));
  return added.map(([, words]) => textOf(words));
}

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
        below: belowOf(answer),
        state: round?.state === "revealed" ? "revealed" : "sealed",
        ...(sealedAt === undefined ? {} : { sealedAt: iso(sealedAt) }),
      };
    }),
  );
}

/** Beginnings, and words whose meaning was asked, in words. */
async function draftsOf(work: Work, me: Person) {
  const { content, translate } = work.deps;
  const drafts = (await work.tx.drafts.ofPerson(me.id)).filter((draft) => !isAwaited(draft));
  return Promise.all(
    drafts.map(async ({ roundId, answer, createdAt }) => {
      const round = roundId === null ? null : await work.tx.rounds.byId(roundId);
      const asked = round ? fieldsOf(content, round, me.language) : [];
      const described = describeAnswer(asked, answer, (key, params) => translate(me.language, key, params));
      const words = Object.values(answer)
        .map(textOf)
        .filter((text) => text !== "");
      return { words: described === "" ? words.join("\n\n") : described, answer, createdAt: iso(createdAt) };
    }),
  );
}

async function collect(work: Work, me: Person) {
  const couple = await work.tx.couples.ofPerson(me.id);
  const rituals = couple ? await work.tx.rituals.ofCouple(couple.id) : [];
  const writings = await work.tx.writings.ofAuthor(me.id);
  const {
    name,
    handle = null,
    platform,
    userId,
    language,
    zone,
    quiet,
    reminders,
    tellAnswered,
    clearTyped,
    deep,
    pace,
  } = me;
  const { country, keep, dates, sharesTrend } = me;
  return {
    format: "ampersand-export",
    version: 1,
    exportedAt: iso(work.now),
    profile: {
      name,
      handle,
      platform,
      userId,
      language,
      zone,
      agreedAt: me.agreedAt === null ? null : iso(me.agreedAt),
    },
    settings: { quiet, reminders, tellAnswered, clearTyped, deep, pace, country, keep, dates, sharesTrend },
    couple: couple && {
      since: iso(couple.createdAt),
      language: couple.language,
      cards: couple.cards,
      paused: couple.pause !== null,
    },
    rituals: rituals.map(({ kind, rule, zone: owned, state }) => ({ kind, rule, zone: owned, state })),
    answers: await answersOf(work, me),
    drafts: await draftsOf(work, me),
    writings: writings.map(({ kind, text, card, at, sentAt }) => ({
      kind,
      text,
      card,
      at: iso(at),
      sentAt: sentAt === null ? null : iso(sentAt),
    })),
  };
}

type Data = Awaited<ReturnType<typeof collect>>;

function sectionsOf(work: Work, me: Person, data: Data): Section[] {
  const t: Say = (key, params) => work.deps.translate(me.language, key, params);
  const part = (label: string, text: string): Part => ({ label, text });
  const section = (key: string, parts: readonly Part[]): Section => ({ title: t(`export.page.${key}`), parts });
  const pairs = (of: object) =>
    Object.entries(of).map(([key, value]) => part(key, typeof value === "string" ? value : JSON.stringify(value)));
  const questionOf = (card: string | null) =>
    card === null ? "" : (work.deps.content.card(card, me.language)?.text ?? "");
  const writings = (kind: Writing["kind"]) =>
    data.writings
      .filter((one) => one.kind === kind)
      .map((one) => part([one.at.slice(0, 10), questionOf(one.card)].filter(Boolean).join(" · "), one.text));
  return [
    section("profile", pairs(data.profile)),
    section("settings", pairs(data.settings)),
    section(
      "answers",
      data.answers.map((one) =>
        part([one.date ?? "", ...one.questions].filter(Boolean).join(" · "), [one.answer, ...one.below].join("\n\n")),
      ),
    ),
    ...(["note", "letter", "jar", "support"] as const).map((kind) => section(kind, writings(kind))),
    section(
      "drafts",
      data.drafts.map((one) => part(one.createdAt.slice(0, 10), one.words)),
    ),
  ];
}

/** The same twice: a JSON document, indented, with instants in ISO 8601 and UTC; and a page to be read. */
export async function exportOf(work: Work, me: Person): Promise<{ readonly json: string; readonly page: string }> {
  const data = await collect(work, me);
  const t: Say = (key, params) => work.deps.translate(me.language, key, params);
  return { json: JSON.stringify(data, null, 2), page: exportPage(me.language, t, sectionsOf(work, me, data)) };
}
