/** The jar as one of the two sees it: never how many of the partner's questions are in. */
import type { Button } from "../../domain/message.ts";
import { isRunning } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import { joinWords } from "../../domain/words.ts";
import { JAR } from "../jar/draw.ts";
import { LONGEST_QUESTION, ownQuestions } from "../jar/put.ts";
import { button, heading, list, message, note, paragraph, type Seen, type View } from "./view.ts";

/** Questions to a page. */
const PAGE = 5;

const put = (seen: Seen, style?: Button["style"]) => button(seen.t("button.jar-put"), "jarput", "form", style);
const draw = (seen: Seen) => button(seen.t("button.jar-draw"), "checkin_jar");

/** “Another question” under a drawn one, while this reader (in a shared chat: one of the two) may still swap. */
export function swapRow(seen: Seen, round: Round): Button[][] {
  if (round.kind !== JAR || !isRunning(round, seen.now)) return [];
  const spent = seen.mine ? round.swapped.includes(seen.mine.seat) : round.swapped.length === 2;
  return spent ? [] : [[button(seen.t("button.jar-swap"), `jarswap_${round.id}`)]];
}

const jar: View = async (seen) => {
  if (!seen.mine) return null;
  const count = (await ownQuestions(seen, seen.mine)).length;
  const lines = [heading(seen.t("jar.title")), paragraph(seen.t("jar.own", { count })), note(seen.t("jar.how"))];
  const mine = count === 0 ? [] : [[button(seen.t("button.jar-mine"), "jarmine", "replace")]];
  return message(lines, [[put(seen, "main"), draw(seen)], ...mine]);
};

const jarWrite: View = (seen) =>
  message(
    [paragraph(seen.t("jar.write", { max: LONGEST_QUESTION }))],
    [[button(seen.t("button.not-now"), "notnow", "replace")]],
  );

const jarIn: View = (seen) => message([paragraph(seen.t("jar.in"))], [[put(seen), draw(seen)]]);

const jarEmpty: View = (seen) => message([paragraph(seen.t("jar.nothing"))], [[put(seen, "main")]]);

/** One's own questions, some at a time; each can be taken out. */
const jarMine: View = async (seen) => {
  if (!seen.mine) return null;
  const all = await ownQuestions(seen, seen.mine);
  if (all.length === 0) return message([paragraph(seen.t("jar.own", { count: 0 }))], [[put(seen, "main")]]);
  const pages = Math.ceil(all.length / PAGE);
  const page = Math.min(Number(seen.params.page ?? 0) || 0, pages - 1);
  const from = Math.max(0, page) * PAGE;
  const shown = all.slice(from, from + PAGE);
  const items = shown.map((question, index) => joinWords([{ text: `${from + index + 1}.` }, question], " "));
  const out = shown.map(({ id }, index) =>
    button(seen.t("button.jar-out", { number: from + index + 1 }), `jarout_${id}`, "replace"),
  );
  const next = pages > 1 ? [[button(seen.t("button.jar-more"), `jarmine_${(page + 1) % pages}`, "replace")]] : [];
  return message([paragraph(seen.t("jar.mine")), list(items)], [...out.map((one) => [one]), ...next]);
};

/** Stands where a drawn question stood that went back. */
const jarBack: View = (seen) => message([note(seen.t("jar.back"))]);

export const jarViews: Readonly<Record<string, View>> = {
  jar,
  "jar-write": jarWrite,
  "jar-in": jarIn,
  "jar-empty": jarEmpty,
  "jar-mine": jarMine,
  "jar-back": jarBack,
};
