/** From what a deck file says to the cards of the domain: here the defaults are filled in. */
import type { Card, Deck, Field, Option, Rest, Step, TextField } from "../domain/card.ts";
import type { RitualKind } from "../domain/ritual-kind.ts";
import type { Labels, RawCard, RawDeck, RawField, RawRitual } from "./schema.ts";

/** “Is this ritual working?” */
const WORKING = 6;

/** Builds the deck of a validated file. `labels` are the language's words for ready-made fields. Never fails. */
export function buildDeck(raw: RawDeck, language: string, labels: Labels): Deck {
  const { answer, line, pick, several, mark } = raw.labels ?? {};
  const own: Labels = {
    answer: answer ?? labels.answer,
    line: line ?? labels.line,
    pick: pick ?? labels.pick,
    several: several ?? labels.several,
    mark: mark ?? labels.mark,
  };
  const cards = raw.cards.map((card, index) => ({ ...buildCard(card, raw, own), step: stepOf(card, index) }));
  return { id: raw.deck, language, title: raw.title, order: raw.order, cards };
}

const MINUTES = { m: 1, h: 60, d: 24 * 60, y: 365 * 24 * 60 } as const;

function restOf(written: string | undefined): Rest {
  if (written === undefined) return { minutes: 0 };
  if (written === "next-day" || written === "share") return written;
  const unit = written.at(-1) as keyof typeof MINUTES;
  return { minutes: Number(written.slice(0, -1)) * MINUTES[unit] };
}

function stepOf({ part, rest, silent, lasts, turns }: RawCard, index: number): Step {
  return { part: part ?? index + 1, rest: restOf(rest), silent, lasts, turns };
}

/** A ritual kind with its defaults: listed when it can recur, asked about after six occurrences. */
export function buildRitual(raw: RawRitual): RitualKind {
  const { usual = null, step, working, offer, picture, listed, first, strategy, append, lengths, ...rest } = raw;
  return {
    ...rest,
    usual,
    step: step ?? "run",
    working: working === false || usual === null ? 0 : (working ?? WORKING),
    offer: offer?.after ?? null,
    picture: picture ?? null,
    listed: listed ?? usual !== null,
    ...given({ strategy, append, lengths, first: typeof first === "string" ? [first] : first }),
  };
}

function buildCard(raw: RawCard, deck: RawDeck, labels: Labels): Omit<Card, "step"> {
  const strategy = raw.strategy ?? deck.strategy;
  const heavy = raw.depth === 3 || strategy === 3;
  const form = raw.form ?? (raw.options ? "choice" : raw.scale ? "scale" : "open");
  return {
    id: raw.id,
    rev: raw.rev,
    deck: deck.deck,
    strategy,
    theme: raw.theme,
    depth: raw.depth,
    disclosure: raw.disclosure,
    fields: fieldsOf(raw, labels),
    tone: raw.tone,
    text: raw.text,
    starters: raw.starters,
    ld: raw.ld ?? (raw.ld_text === undefined ? "ok" : "adapt"),
    needs: raw.needs,
    adult: raw.adult,
    heavy,
    timeOk: raw.time_ok ?? (heavy ? ["day", "evening"] : ["morning", "day", "evening"]),
    cluster: raw.cluster ?? raw.id,
    form,
    marks: raw.marks ?? (form === "appreciation" ? ["appreciation"] : []),
    mustNotImply: raw.must_not_imply,
    listening: raw.listening,
    effects: raw.effects,
    keeps: raw.keeps,
    ...given({
      shows: raw.shows,
      lone: raw.sentence && raw.small ? { sentence: raw.sentence, small: raw.small } : undefined,
      hint: raw.hint,
      why: raw.why,
      source: raw.source,
      ldText: raw.ld_text,
      translatorNote: raw.translator_note,
    }),
  };
}

function fieldsOf(raw: RawCard, labels: Labels): Field[] {
  if (raw.fields) return raw.fields.map(buildField);
  if (raw.parts) return Object.entries(raw.parts).map(([id, label]) => textField(id, label, false));
  const line = textField("line", labels.line, true);
  if (raw.options) {
    const label = raw.several ? labels.several : labels.pick;
    const kind = raw.several ? "choices" : "choice";
    return [{ kind, id: "pick", label, optional: false, options: optionList(raw.options) }, line];
  }
  if (raw.scale) {
    const { from, to, low, high } = raw.scale;
    return [
      { kind: "scale", id: "mark", label: labels.mark, optional: false, from, to, ...given({ low, high }) },
      line,
    ];
  }
  return [textField("answer", labels.answer, false)];
}

function buildField(raw: RawField): Field {
  const { id, label, optional } = raw;
  const base = { id, label, optional, ...given({ leads: raw.leads }) };
  switch (raw.kind) {
    case "text":
      return { kind: raw.kind, ...base, ...given({ placeholder: raw.placeholder, ready: raw.ready }) };
    case "scale":
      return {
        kind: raw.kind,
        ...base,
        from: raw.from,
        to: raw.to,
        ...given({ low: raw.low, high: raw.high }),
      };
    case "media":
      return { kind: raw.kind, ...base, accept: raw.accept, words: raw.words };
    default:
      return { kind: raw.kind, ...base, options: optionList(raw.options) };
  }
}

function optionList(options: Record<string, string>): Option[] {
  return Object.entries(options).map(([id, label]) => ({ id, label }));
}

function textField(id: string, label: string, optional: boolean): TextField {
  return { kind: "text", id, label, optional };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined: an absent property and an undefined one are different to the types. */
export function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
