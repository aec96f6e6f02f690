/** Lints that need no word list: length, questions, blanks, starters, and a form that fits the fields. */
import type { Card } from "../domain/card.ts";
import { LIMITS } from "./limits.ts";
import { textsOf } from "./texts.ts";

/** What a check has found in one card. */
export interface Remark {
  readonly rule: string;
  /** The field of the card. */
  readonly at: string;
  readonly detail: string;
}

/** Every check below, on one card. Pure; never throws. */
export function shapeRemarks(card: Card): Remark[] {
  return [lengths, ids, questions, blanks, starters, calm, heavy, forms, reasons, distance].flatMap((check) =>
    check(card),
  );
}

function lengths(card: Card): Remark[] {
  const long = textsOf(card).filter(({ text, max }) => text.length > max);
  const remarks = long.map(({ at, text, max }) => remark("length", at, `${text.length} characters, at most ${max}`));
  if (card.fields.length > LIMITS.fields) remarks.push(remark("length", "fields", "more than five"));
  return remarks;
}

function ids(card: Card): Remark[] {
  const all = card.fields.flatMap((field) => [
    field.id,
    ...("options" in field ? field.options.map(({ id }) => id) : []),
  ]);
  const bad = all.filter((id) => !/^[a-z0-9-]+$/.test(id) || id.length > LIMITS.optionId);
  return bad.map((id) => remark("id", id, "an id is a-z, 0-9 and -, at most 20 characters"));
}

function questions({ text, ldText = "" }: Card): Remark[] {
  const count = Math.max(...[text, ldText].map((one) => one.match(/[?？؟]/gu)?.length ?? 0));
  return count > 2 ? [remark("questions", "text", `${count} questions; one thing is asked, in two at most`)] : [];
}

/** A blank in the middle of a sentence cannot be translated: cases and word order differ. */
function blanks(card: Card): Remark[] {
  const broken = textsOf(card).filter(({ text }) => /_{2,}(?!_)(?!\s*($|[.,;:·!?)(“”"\n]))/u.test(text));
  return broken.map(({ at }) => remark("blank", at, "a blank stands at the end of a clause"));
}

function starters({ fields, starters: given }: Card): Remark[] {
  const open = fields[0]?.kind === "text" && !fields[0].optional;
  if (open && given.length !== 3) return [remark("starters", "starters", `three on an open card, not ${given.length}`)];
  if (!open && given.length > 0) return [remark("starters", "starters", "only open cards have starters")];
  const ended = given.filter((starter) => /[.…?!;]$/u.test(starter));
  return ended.map((starter) => remark("starters", "starters", `“${starter}” is a beginning: no full stop at its end`));
}

function calm(card: Card): Remark[] {
  if (card.depth === 1) return [];
  const loud = textsOf(card).filter(({ text }) => text.includes("!"));
  return loud.map(({ at }) => remark("calm", at, "no exclamation marks from depth 2 on"));
}

function heavy({ heavy: flag, depth, strategy, timeOk, marks }: Card): Remark[] {
  const due = depth === 3 || strategy === 3;
  const remarks: Remark[] = [];
  if (flag !== due) remarks.push(remark("heavy", "heavy", "heavy is depth 3 and all of strategy 3"));
  if (due && timeOk.includes("morning")) remarks.push(remark("heavy", "time_ok", "a heavy card does not open a day"));
  if (depth === 3 && marks.includes("good-news")) remarks.push(remark("heavy", "marks", "good news is light"));
  return remarks;
}

function forms(card: Card): Remark[] {
  const { form, fields, marks } = card;
  const first = fields[0]?.kind;
  const fits = {
    open: first === undefined || first === "text",
    template: first === "text",
    scale: first === "scale",
    choice: first === "choice" || first === "choices",
    guess: fields.filter(({ optional }) => !optional).length >= 2,
    appreciation: first === "text" && marks.includes("appreciation"),
    photo: fields.some(({ kind }) => kind === "media"),
  };
  return fits[form] ? [] : [remark("form", "form", `the fields do not make a “${form}” card`)];
}

function reasons({ why, source }: Card): Remark[] {
  if ((why === undefined) === (source === undefined)) return [];
  return [remark("source", "why", "“Why this?” is one honest line and its source, both or neither")];
}

function distance({ ld, ldText, needs }: Card): Remark[] {
  const remarks: Remark[] = [];
  if ((ld === "adapt") !== (ldText !== undefined)) remarks.push(remark("ld", "ld_text", "goes with `ld: adapt` only"));
  if (needs.includes("cohabit") && ld !== "no") remarks.push(remark("ld", "ld", "two who live together are not apart"));
  if (needs.includes("apart") && ld !== "ok") remarks.push(remark("ld", "ld", "a card for two apart fits them"));
  return remarks;
}

function remark(rule: string, at: string, detail: string): Remark {
  return { rule, at, detail };
}
