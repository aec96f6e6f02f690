/** What somebody answered for themselves alone: their own words back, and what they may do with them. */
import type { Block, Button } from "../../domain/message.ts";
import { describeAnswer } from "../rounds/describe.ts";
import { type Asked, fieldsOf } from "../rounds/fields.ts";
import { roundOf, title } from "./asked.ts";
import { thenAndNow } from "./pulse.ts";
import { button, heading, message, note, paragraph, type Seen, type View, whenText } from "./view.ts";

/** Somebody's own marks, hidden behind a tap: a screen that lies open tells nothing of them. */
function covered(items: readonly string[]): Block {
  return { type: "quote", by: "", text: items.join("\n"), covered: true };
}

/** Several statements marked with the same words: one sentence for each mark there is, and no score. */
function sentences(seen: Seen, asked: readonly Asked[], words: ReadonlyMap<string, string>): Block[] {
  const options = asked.flatMap(({ field }) => (field.kind === "choice" ? field.options : []));
  const marks = [...new Set(options.map(({ label }) => label))];
  const items = marks.map((mark) => {
    const labels = asked.filter(({ key }) => words.get(key) === mark).map(({ field }) => field.label);
    return seen.t("kept.sentence", { mark, labels: labels.join(" · ") || "–" });
  });
  return [covered(items)];
}

/** Buttons that make a card for both out of a statement: the same ones whatever was marked. */
function leads(seen: Seen, roundId: string, asked: readonly Asked[]): Button[][] {
  const all = asked.map((one, index) => ({ one, index })).filter(({ one }) => one.field.leads);
  return all
    .slice(-3)
    .map(({ one, index }) => [button(seen.t("button.lead", { label: one.field.label }), `lead_${roundId}_${index}`)]);
}

const kept: View = async (seen) => {
  const round = await roundOf(seen);
  if (!round || !seen.mine || round.disclosure !== "own") return null;
  const answer = (await seen.tx.answers.get(round.id, seen.mine.me.id)) ?? {};
  const asked = fieldsOf(seen.deps.content, round, seen.language);
  const said = asked.flatMap((one) => {
    const text = describeAnswer([one], answer, seen.t);
    return text === "" ? [] : [[one.key, text] as const];
  });
  const words = new Map(said);
  const many = asked.length > 2 && asked.every(({ field }) => field.kind === "choice");
  const marks = asked.every(({ field }) => field.kind === "scale");
  const then = marks && words.size > 0 ? await thenAndNow(seen, seen.mine) : [];
  const result = many ? sentences(seen, asked, words) : then.length > 0 ? [covered(then)] : [];
  const lines = [paragraph(title(seen, round)), heading(seen.t("kept.line")), ...result, note(seen.t("kept.alone"))];
  return message(lines, leads(seen, round.id, asked));
};

/** Every part of a path is done. */
const pathDone: View = (seen) => {
  const { kind } = seen.params;
  const name = typeof kind === "string" ? seen.t(`ritual.${kind}.title`) : "";
  return message([paragraph(seen.t("path.done", { name })), note(seen.t("path.again"))]);
};

/** A path rests between two parts. */
const pathWaits: View = (seen) => {
  const { kind, at } = seen.params;
  if (typeof kind !== "string" || typeof at !== "number") return null;
  const name = seen.t(`ritual.${kind}.title`);
  return message([paragraph(seen.t("path.waits", { name, when: whenText(seen, at) }))]);
};

export const keptViews: Readonly<Record<string, View>> = { kept, "path-done": pathDone, "path-waits": pathWaits };
