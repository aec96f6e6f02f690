/** What is said of pauses. */
import { isPaused } from "../../domain/pause.ts";
import { anewRow } from "./leaving.ts";
import { button, message, note, paragraph, type View } from "./view.ts";

/** The same words for both and for every pause: never whose it is, nor its end. */
const paused: View = (seen) =>
  message(
    [paragraph(seen.t("paused.line")), note(seen.t("paused.open-cards"))],
    [[button(seen.t("button.resume"), "resume", "replace")], ...anewRow(seen)],
  );

/** The other's pause is told only while cards still rest when the words arrive. */
const noticePaused: View = (seen) =>
  seen.home && isPaused(seen.home.couple, seen.now) ? message([paragraph(seen.t("paused.line"))]) : null;
const noticeAwake: View = (seen) =>
  seen.home && !isPaused(seen.home.couple, seen.now) ? message([paragraph(seen.t("resume.partner"))]) : null;

export const pauseViews: Readonly<Record<string, View>> = {
  paused,
  "notice-paused": noticePaused,
  "notice-awake": noticeAwake,
};
