/** What becomes of the shared place, in words that say what is the case. */
import { type Exposure, isOneMissing } from "../../domain/exposure.ts";
import { message, paragraph, text, type View } from "./view.ts";

/** Why nothing comes there; nothing to say once it is back, or the two have moved. */
const placeOff: View = async (seen) => {
  const place = await seen.tx.places.byId(text(seen, "placeId"));
  if (!place?.outage || place.active) return null;
  const { why } = place.outage;
  return message([paragraph(seen.t(`place.off.${why}`)), paragraph(seen.t(`place.mend.${why}`))]);
};

const placeBack: View = (seen) => (seen.home?.place?.active ? message([paragraph(seen.t("place.back"))]) : null);

/** Why the shared chat is not the two's alone. That one of them is missing is said only while it is so. */
const exposed: View = async (seen) => {
  const exposure = text(seen, "exposure") as Exposure;
  const place = await seen.tx.places.byId(text(seen, "placeId"));
  if (isOneMissing(exposure) && place?.exposure !== exposure) return null;
  return message([paragraph(seen.t(`third.told.${exposure}`))]);
};

export const placeViews: Readonly<Record<string, View>> = { "place-off": placeOff, "place-back": placeBack, exposed };
