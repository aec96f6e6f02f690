/** The guide: two screens of titles, and pages that end in something to do. */
import type { Button } from "../../domain/message.ts";
import { button, heading, message, note, paragraph, type Seen, text, type View } from "./view.ts";

/** What anybody may tap, and what somebody may whom the bot knows; everything else needs a couple. */
const FOR_ANYBODY = ["guide", "resources"];
const FOR_ONE = [...FOR_ANYBODY, "settings", "support"];

/** A page's button as this reader can use it: without a couple it leads, kindly, to coming together. */
function reachable(seen: Seen, { label, action }: { label: string; action: string }): Button {
  const [verb = ""] = action.split("_");
  const free = seen.reader === null ? FOR_ANYBODY : FOR_ONE;
  if (!free.includes(verb) && !seen.home) return button(label, "fortwo");
  return button(label, action, verb === "guide" || verb === "rwhen" ? "replace" : "reply");
}

/** Chapters, or questions: both together are more than a screen holds. */
const guide: View = (seen) => {
  const kind = seen.params.screen === 1 ? "question" : "chapter";
  const pages = seen.deps.content.guide(seen.language).filter((page) => page.kind === kind);
  const rows = pages.map((page) => [button(page.title, `guide_${page.id}`, "replace")]);
  const other = kind === "chapter" ? button(seen.t("button.guide-questions"), "guide_1", "replace", "main") : null;
  const turn = other ?? button(seen.t("button.guide-chapters"), "guide_0", "replace", "main");
  const unknown = seen.params.unknown === true ? [paragraph(seen.t("guide.unknown"))] : [];
  return message([heading(seen.t("guide.title")), ...unknown, paragraph(seen.t(`guide.${kind}`))], [...rows, [turn]]);
};

const page: View = (seen) => {
  const found = seen.deps.content.guidePage(text(seen, "page"), seen.language);
  if (!found) return null;
  const { title, paragraphs, why, source } = found;
  const reason = why === undefined ? [] : [note(seen.t("guide.why", { why, source: source ?? "" }))];
  const screen = found.kind === "chapter" ? 0 : 1;
  const all = button(seen.t("button.guide-all"), `guide_${screen}`, "replace");
  return message(
    // What a page is about is nothing for the list of chats.
    [paragraph(seen.t("guide.first")), heading(title), ...paragraphs.map(paragraph), ...reason],
    [...found.buttons.map((one) => [reachable(seen, one)]), [all]],
  );
};

/** Somebody without a couple tapped what needs one. */
const forTwo: View = (seen) =>
  message([paragraph(seen.t("for-two.line"))], [[button(seen.t("button.invite"), "pair", "reply", "main")]]);

export const guideViews: Readonly<Record<string, View>> = { guide, "guide-page": page, "for-two": forTwo };
