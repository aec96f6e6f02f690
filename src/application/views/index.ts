import { cardViews } from "./card.ts";
import { keptViews } from "./kept.ts";
import { ownViews } from "./own.ts";
import { pairViews } from "./pair.ts";
import { revealViews } from "./reveal.ts";
import { ritualViews } from "./ritual.ts";
import { talkViews } from "./talk.ts";
import type { View } from "./view.ts";

/** Every message the bot can send, by name. */
export const VIEWS: Readonly<Record<string, View>> = {
  ...cardViews,
  ...keptViews,
  ...ownViews,
  ...pairViews,
  ...revealViews,
  ...ritualViews,
  ...talkViews,
};
