import { addingViews } from "./adding.ts";
import { cardViews } from "./card.ts";
import { exportViews } from "./export.ts";
import { growViews } from "./grow.ts";
import { guideViews } from "./guide.ts";
import { jarViews } from "./jar.ts";
import { keptViews } from "./kept.ts";
import { leavingViews } from "./leaving.ts";
import { letterViews } from "./letters.ts";
import { nameViews } from "./name.ts";
import { outsideViews } from "./outside.ts";
import { ownViews } from "./own.ts";
import { pairViews } from "./pair.ts";
import { pauseViews } from "./pauses.ts";
import { placeViews } from "./place.ts";
import { pulseViews } from "./pulse.ts";
import { refusalViews } from "./refusal.ts";
import { revealViews } from "./reveal.ts";
import { ritualViews } from "./ritual.ts";
import { supportViews } from "./support.ts";
import { talkViews } from "./talk.ts";
import type { View } from "./view.ts";
import { wishViews } from "./wishes.ts";

/** Every message the bot can send, by name. */
export const VIEWS: Readonly<Record<string, View>> = {
  ...addingViews,
  ...cardViews,
  ...growViews,
  ...guideViews,
  ...jarViews,
  ...keptViews,
  ...exportViews,
  ...leavingViews,
  ...letterViews,
  ...nameViews,
  ...outsideViews,
  ...ownViews,
  ...pauseViews,
  ...pairViews,
  ...placeViews,
  ...pulseViews,
  ...refusalViews,
  ...revealViews,
  ...ritualViews,
  ...supportViews,
  ...talkViews,
  ...wishViews,
};
