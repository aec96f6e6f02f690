/** One's own data, and only one's own: the partner's words are theirs. */
import type { Answer } from "../domain/answer.ts";
import type { Person } from "../domain/couple.ts";
import { seatOf } from "../domain/couple.ts";
import { isPaused } from "../domain/pause.ts";
import { sealOf } from "../domain/round/decide.ts";
import { Temporal } from "../domain/temporal.ts";
import { joinWords, type Span, type Words } from "../domain/words.ts";
import type { Writing } from "../ports/store.ts";
import type { Work } from "./context.ts";
import { exportPage, type Part, type Section } from "./export-page.ts";
import { isAwaited } from "./rounds/awaited.ts";
import { describeWords, type Say } from "./rounds/describe.ts";
import { fieldsOf, saidIn } from "./rounds/fields.ts";
import { letterState } from "./rounds/giving.ts";

const iso = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString();

/** What was added below a reveal. */
function belowOf(answer: Answer): Words[] {
  const added = Object.entries(answer).filter(([key]) => key.startsWith("below/"));
  return added.map(([, words]) => saidIn(words));
}

/** Which parts are bold, italic, underlined or struck, where any are. */
function stylesOf({ spans }: Words) {
  return spans === undefined ? {} : { styles: spans };
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
      const words = describeWords(asked, answer, (key, params) => translate(me.language, key, params));
      const sealedAt = round && seat ? sealOf(round, seat)?.at : undefined;
      return {
        date: round?.date ?? null,
        ritual: round?.kind ?? null,
        questions,
        answer: words.text,
        ...stylesOf(words),
        below: belowOf(answer).map((one) => ({ words: one.text, ...stylesOf(one) })),
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
      const described = describeWords(asked, answer, (key, params) => translate(me.language, key, params));
      const loose = Object.values(answer)
        .map(saidIn)
        .filter(({ text }) => text !== "");
      const words = described.text === "" ? joinWords(loose, "\n\n") : described;
      // Not the draft as it is stored: it has the platform's message ids, which count what was sent in between.
      return { words: words.text, ...stylesOf(words), createdAt: iso(createdAt) };
    }),
  );
}

/** Of a letter where it stands for its author, which says nothing about whether it was delivered. */
async function writingsOf(work: Work, me: Person) {
  const all = await work.tx.writings.ofAuthor(me.id);
  return Promise.all(
    all.map(async (writing) => {
      const { kind, text, spans, card, at, sentAt } = writing;
      const styles = spans === undefined ? {} : { styles: spans };
      const told = { kind, text, ...styles, card, at: iso(at), sentAt: sentAt === null ? null : iso(sentAt) };
      return kind === "letter" ? { ...told, state: await letterState(work, writing) } : told;
    }),
  );
}

function profileOf({ name, named, handle, platform, userId, language, zone, agreedAt }: Person) {
  const agreed = agreedAt === null ? null : iso(agreedAt);
  return { name, chosenName: named, handle: handle ?? null, platform, userId, language, zone, agreedAt: agreed };
}

function settingsOf(me: Person) {
  const { quiet, reminders, tellAnswered, clearTyped, deep, pace, country, keep, dates, sharesTrend } = me;
  return { quiet, reminders, tellAnswered, clearTyped, deep, pace, country, keep, dates, sharesTrend };
}

async function collect(work: Work, me: Person) {
  const couple = await work.tx.couples.ofPerson(me.id);
  const rituals = couple ? await work.tx.rituals.ofCouple(couple.id) : [];
  return {
    format: "ampersand-export",
    version: 1,
    exportedAt: iso(work.now),
    profile: profileOf(me),
    settings: settingsOf(me),
    couple: couple && {
      since: iso(couple.createdAt),
      language: couple.language,
      cards: couple.cards,
      paused: isPaused(couple, work.now),
    },
    rituals: rituals.map(({ kind, rule, zone: owned, state }) => ({ kind, rule, zone: owned, state })),
    answers: await answersOf(work, me),
    drafts: await draftsOf(work, me),
    writings: await writingsOf(work, me),
  };
}

/** Words as they stand in the export, as words again. */
function whole({ words, styles }: { readonly words: string; readonly styles?: readonly Span[] | undefined }): Words {
  return styles === undefined ? { text: words } : { text: words, spans: styles };
}

type Data = Awaited<ReturnType<typeof collect>>;

function sectionsOf(work: Work, me: Person, data: Data): Section[] {
  const t: Say = (key, params) => work.deps.translate(me.language, key, params);
  const part = (label: string, text: string, styles?: readonly Span[]): Part =>
    styles === undefined ? { label, text } : { label, text, spans: styles };
  const section = (key: string, parts: readonly Part[]): Section => ({ title: t(`export.page.${key}`), parts });
  const pairs = (of: object) =>
    Object.entries(of).map(([key, value]) => part(key, typeof value === "string" ? value : JSON.stringify(value)));
  const questionOf = (card: string | null) =>
    card === null ? "" : (work.deps.content.card(card, me.language)?.text ?? "");
  const writings = (kind: Writing["kind"]) =>
    data.writings
      .filter((one) => one.kind === kind)
      .map((one) =>
        part([one.at.slice(0, 10), questionOf(one.card)].filter(Boolean).join(" · "), one.text, one.styles),
      );
  return [
    section("profile", pairs(data.profile)),
    section("settings", pairs(data.settings)),
    section(
      "answers",
      data.answers.map((one) => {
        const all = [{ words: one.answer, styles: one.styles }, ...one.below];
        const { text, spans } = joinWords(all.map(whole), "\n\n");
        return part([one.date ?? "", ...one.questions].filter(Boolean).join(" · "), text, spans);
      }),
    ),
    ...(["note", "letter", "jar", "support"] as const).map((kind) => section(kind, writings(kind))),
    section(
      "drafts",
      data.drafts.map((one) => part(one.createdAt.slice(0, 10), one.words, one.styles)),
    ),
  ];
}

/** The same twice: a JSON document, indented, with instants in ISO 8601 and UTC; and a page to be read. */
export async function exportOf(work: Work, me: Person): Promise<{ readonly json: string; readonly page: string }> {
  const data = await collect(work, me);
  const t: Say = (key, params) => work.deps.translate(me.language, key, params);
  return { json: JSON.stringify(data, null, 2), page: exportPage(me.language, t, sectionsOf(work, me, data)) };
}
