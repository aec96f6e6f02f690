/** Leaving and beginning anew: what is said before, and what is left of emptied messages. */
import type { Block, Button } from "../../domain/message.ts";
import { isPaused } from "../../domain/pause.ts";
import { confirming } from "../confirm.ts";
import { loadHome } from "../context.ts";
import { revealViews } from "./reveal.ts";
import { button, heading, message, note, paragraph, type Seen, text, type View } from "./view.ts";

function list(seen: Seen, ...keys: readonly string[]): Block {
  return { type: "list", items: keys.map((key) => seen.t(key)) };
}

/** Every home in which cards rest offers this, because it looks the same when the other one has left. */
export function anewRow(seen: Seen): Button[][] {
  const rests = seen.mine !== null && isPaused(seen.mine.couple, seen.now);
  return rests ? [[button(seen.t("button.anew"), "anew")]] : [];
}

/** Both ways in one message. With nobody to leave there is nothing to empty, and one way. */
const forgetConfirm: View = async (seen) => {
  const { mine } = seen;
  const once = await confirming(seen, "forgetyes_quiet", "forgetyes_empty");
  const quiet = button(seen.t("button.forget-quiet"), once("forgetyes_quiet"), "replace", "danger");
  const empty = button(seen.t("button.forget-empty"), once("forgetyes_empty"), "replace", "danger");
  const stay = button(seen.t("button.forget-no"), "forgetno", "replace");
  const ways = mine ? [[quiet], [empty], [stay]] : [[quiet], [stay]];
  const about = mine ? [paragraph(seen.t("forget.quiet")), paragraph(seen.t("forget.empty"))] : [];
  return message(
    [
      // Fills what a notification and the list of chats show.
      paragraph(seen.t("forget.first")),
      heading(seen.t("forget.title")),
      paragraph(seen.t("forget.what")),
      ...about,
      note(seen.t("forget.final")),
    ],
    ways,
  );
};

const anewConfirm: View = async (seen) => {
  if (!seen.mine) return null;
  const once = await confirming(seen, "anewyes");
  const yes = button(seen.t("button.anew-yes"), once("anewyes"), "replace", "danger");
  const stay = button(seen.t("button.forget-no"), "forgetno", "replace");
  return message(
    [
      paragraph(seen.t("forget.first")),
      heading(seen.t("anew.title")),
      paragraph(seen.t("anew.what")),
      list(seen, "anew.kept", "anew.gone"),
      paragraph(seen.t("forget.quiet")),
      note(seen.t("forget.final")),
    ],
    [[yes], [stay]],
  );
};

const begunAnew: View = (seen) =>
  message(
    [paragraph(seen.t("anew.done"))],
    [[button(seen.t("button.invite"), "pair", "reply", "main"), button(seen.t("button.export"), "export")]],
  );

/** A message of somebody who has left, without their words. In a reveal the other's half stays. */
const emptied: View = async (seen) => {
  const round = await seen.tx.rounds.byId(text(seen, "of"));
  const home = round && (await loadHome(seen.tx, round.coupleId));
  const shown =
    round?.state === "revealed" && home
      ? await revealViews.reveal?.({ ...seen, home, mine: null, params: { roundId: round.id, edit: true } })
      : null;
  return shown ?? message([note(seen.t("emptied.line"))]);
};

export const leavingViews: Readonly<Record<string, View>> = {
  "forget-confirm": forgetConfirm,
  "anew-confirm": anewConfirm,
  "begun-anew": begunAnew,
  emptied,
};
