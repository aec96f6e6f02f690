/** What is said when a platform did not do what it was asked. */
import { HALF_TAKEN, owedOf } from "../owed.ts";
import { roundOf, title } from "./asked.ts";
import { message, paragraph, text, type View } from "./view.ts";

/** Nothing of the other one: why it did not come is not said, and may be a platform's trouble as well. */
const notBoth: View = async (seen) => {
  const round = await roundOf(seen);
  return round ? message([paragraph(seen.t("refusal.not-both", { title: title(seen, round) }))]) : null;
};

/** “Done” when it is done. */
const halfTaken: View = async (seen) => {
  if (seen.params.later === true) return message([paragraph(seen.t("half.done"))]);
  const waits = (await owedOf(seen, text(seen, "roundId"))).length > 0;
  return message([paragraph(seen.t(waits ? "half.waits" : "half.taken"))]);
};

export const refusalViews: Readonly<Record<string, View>> = {
  "not-both": notBoth,
  [HALF_TAKEN]: halfTaken,
};
