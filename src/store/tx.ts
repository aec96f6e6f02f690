import type { Tx } from "../ports/store.ts";
import { answers } from "./answers.ts";
import { confirmations } from "./confirmations.ts";
import type { Context } from "./context.ts";
import { couples } from "./couples.ts";
import { drafts } from "./drafts.ts";
import { events, settings } from "./events.ts";
import { invites } from "./invites.ts";
import { media } from "./media.ts";
import { messages } from "./messages.ts";
import { outbox } from "./outbox.ts";
import { passing } from "./passing.ts";
import { people } from "./people.ts";
import { places } from "./places.ts";
import { rituals } from "./rituals.ts";
import { rounds } from "./rounds.ts";
import { sends } from "./sends.ts";
import { timers } from "./timers.ts";
import { writings } from "./writings.ts";

/** The repositories over one transaction. */
export function txOf(context: Context): Tx {
  return {
    events: events(context),
    people: people(context),
    couples: couples(context),
    places: places(context),
    invites: invites(context),
    confirmations: confirmations(context),
    rituals: rituals(context),
    rounds: rounds(context),
    answers: answers(context),
    drafts: drafts(context),
    media: media(context),
    writings: writings(context),
    messages: messages(context),
    sends: sends(context),
    passing: passing(context),
    timers: timers(context),
    outbox: outbox(context),
    settings: settings(context),
  };
}
