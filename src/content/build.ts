/** From what a deck file says to the cards of the domain: here the defaults are filled in. */
import type { Card, Deck, Field, Option, TextField } from "../domain/card.ts";
import type { Labels, RawCard, RawDeck, RawField } from "./schema.ts";

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
  const cards = raw.cards.map((card) => buildCard(card, raw, own));
  return { id: raw.deck, language, title: raw.title, order: raw.order, cards };
}

function buildCard(raw: RawCard, deck: RawDeck, labels: Labels): Card {
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
    ...given({
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
  switch (raw.kind) {
    case "text":
      return { kind: raw.kind, id, label, optional, ...given({ placeholder: raw.placeholder, ready: raw.ready }) };
    case "scale":
      return {
        kind: raw.kind,
        id,
        label,
        optional,
        from: raw.from,
        to: raw.to,
        ...given({ low: raw.low, high: raw.high }),
      };
    case "media":
      return { kind: raw.kind, id, label, optional, accept: raw.accept };
    default:
      return { kind: raw.kind, id, label, optional, options: optionList(raw.options) };
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
