/** Steps to a ritual by buttons alone: which, how often, which day, which hour, how long. */

import type { Button, Message } from "../../domain/message.ts";
import { thingsOf } from "../../domain/offer.ts";
import { isPaused } from "../../domain/pause.ts";
import { clockText } from "../../domain/recurrence.ts";
import type { Ritual } from "../../domain/ritual.ts";
import type { RitualKind } from "../../domain/ritual-kind.ts";
import { button, heading, message, note, paragraph, privateButton, type Seen, text, type View } from "./view.ts";

const HOURS = [7 * 60 + 30, 12 * 60 + 30, 18 * 60, 19 * 60, 20 * 60, 21 * 60] as const;
/** How many kinds a list suggests; more at once is a catalogue. */
const SUGGESTED = 3;

/** What has a screen of its own. */
const SCREENS: readonly string[] = ["guide", "support"];

/** The kinds a couple does not have, those that fit sooner first. */
function notYet(seen: Seen, rituals: readonly Ritual[]): RitualKind[] {
  const missing = seen.deps.content.rituals.filter((kind) => !rituals.some((one) => one.kind === kind.id));
  return missing.sort(
    (one, other) => (one.offer ?? Infinity) - (other.offer ?? Infinity) || (one.id < other.id ? -1 : 1),
  );
}

/** The few that fit this couple best now. */
export function suggested(seen: Seen, rituals: readonly Ritual[]): readonly RitualKind[] {
  return notYet(seen, rituals)
    .filter(({ listed }) => listed)
    .slice(0, SUGGESTED);
}

export function addButton(seen: Seen, { id }: RitualKind): Button {
  return button(seen.t("button.ritual-add", { name: seen.t(`ritual.${id}.title`) }), `rwhen_${id}`, "replace");
}

export function described(seen: Seen, { id }: RitualKind): string {
  return seen.t("rituals.described", { name: seen.t(`ritual.${id}.title`), about: seen.t(`ritual.${id}.about`) });
}

/** What opens something that is there at any time: its own screen, or a card. */
function openingOf(id: string): string {
  return SCREENS.includes(id) ? id : `checkin_${id}`;
}

/** All the others, on two screens: what can recur, and what is there whenever the two like. */
const more: View = async (seen) => {
  if (!seen.home) return null;
  const missing = notYet(seen, await seen.tx.rituals.ofCouple(seen.home.couple.id));
  const anytime = seen.params.screen === 1;
  const kinds = missing.filter(({ listed, usual, offer }) => (anytime ? usual === null && offer !== null : listed));
  const open = ({ id }: RitualKind) =>
    button(seen.t("button.open-now", { name: seen.t(`ritual.${id}.title`) }), openingOf(id));
  const other = anytime
    ? button(seen.t("button.rituals-recurring"), "rmore_0", "replace")
    : button(seen.t("button.rituals-anytime"), "rmore_1", "replace");
  const list = { type: "list", items: kinds.map((kind) => described(seen, kind)) } as const;
  const title = heading(seen.t(anytime ? "rituals.anytime" : "rituals.recurring"));
  const rows = kinds.map((kind) => [anytime ? open(kind) : addButton(seen, kind)]);
  return message([title, ...(kinds.length === 0 ? [] : [list])], [...rows, [other]]);
};

type Next = (label: string, value: string) => Button;

function inRows(buttons: readonly Button[], wide: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / wide) }, (_, row) =>
    buttons.slice(row * wide, row * wide + wide),
  );
}

/** A date of the year, month first. `day` is `MM`, then `MMDD`. */
function yearDay(seen: Seen, next: Next, name: string, month: string): Message {
  const two = (value: number) => String(value).padStart(2, "0");
  if (month === "") {
    const months = Array.from({ length: 12 }, (_, at) => next(seen.t(`month.${at + 1}`), `yearly_${two(at + 1)}`));
    return message([paragraph(seen.t("rituals.which-month", { name }))], inRows(months, 3));
  }
  const length = [1, 3, 5, 7, 8, 10, 12].includes(Number(month)) ? 31 : Number(month) === 2 ? 29 : 30;
  const days = Array.from({ length }, (_, at) => next(String(at + 1), `yearly_${month}${two(at + 1)}`));
  return message([paragraph(seen.t("rituals.which-day", { name }))], inRows(days, 7));
}

function weekOrMonthDay(seen: Seen, next: Next, name: string, every: string): Message {
  const days = every === "weekly" ? [1, 2, 3, 4, 5, 6, 7] : [1, 5, 10, 15, 20, 25];
  const label = (d: number) => (every === "weekly" ? seen.t(`weekday.${d}`) : seen.t("every.day-of-month", { day: d }));
  const all = days.map((d) => next(label(d), `${every}_${d}`));
  return message([paragraph(seen.t("rituals.which-day", { name }))], inRows(all, 4));
}

const when: View = (seen) => {
  const [kind, chosen, day] = [text(seen, "kind"), text(seen, "every"), text(seen, "day")];
  const name = seen.t(`ritual.${kind}.title`);
  const next: Next = (label, value) => button(label, `rwhen_${kind}_${value}`, "replace");
  // What is once a year by its nature is not asked how often.
  const yearly = seen.deps.content.ritualKind(kind)?.usual?.startsWith("yearly") === true;
  const every = chosen === "" && yearly ? "yearly" : chosen;
  if (every === "") {
    const options = ["daily", "weekly", "monthly"].map((e) => [next(seen.t(`every.${e}`), e)]);
    return message([paragraph(seen.t("rituals.how-often", { name }))], options);
  }
  if (every === "yearly" && day.length < 4) return yearDay(seen, next, name, day);
  if (every !== "daily" && day === "") return weekOrMonthDay(seen, next, name, every);
  const set = (at: number) => `rset_${kind}_${every}_${day === "" ? 0 : day}_${at}`;
  const hours = HOURS.map((at) => button(clockText(at), set(at), "replace"));
  const typed = note(seen.t("rituals.typed", { kind }));
  return message([paragraph(seen.t("rituals.which-hour", { name })), typed], inRows(hours, 3));
};

const length: View = async (seen) => {
  const ritual = await seen.tx.rituals.byId(text(seen, "ritualId"));
  if (!ritual || ritual.coupleId !== seen.home?.couple.id) return null;
  const lengths = Object.keys(seen.deps.content.ritualKind(ritual.kind)?.lengths ?? {});
  const name = seen.t(`ritual.${ritual.kind}.title`);
  const row = lengths.map((minutes) =>
    button(seen.t("spoken.minutes", { minutes }), `rlen_${ritual.id}_${minutes}`, "replace"),
  );
  return message([paragraph(seen.t("rituals.how-long", { name }))], [row]);
};

/** What to tap for a thing that is mentioned; what is one person's own is opened in private. */
function trying(seen: Seen, id: string): Button {
  const kind = seen.deps.content.ritualKind(id);
  const recurs = kind?.listed === true;
  const action = recurs ? `radd_${id}` : openingOf(id);
  const label = seen.t(recurs ? "button.try-ritual" : "button.try");
  // A link only opens: what proposes a ritual is tapped where it stands.
  return seen.shared && !recurs && kind?.opens !== "together"
    ? privateButton(label, action)
    : button(label, action, "reply", "main");
}

/** One line about something new; not while cards rest. */
const offer: View = (seen) => {
  const id = text(seen, "thing");
  if (!seen.home || isPaused(seen.home.couple, seen.now)) return null;
  if (!thingsOf(seen.deps.content.rituals).some((thing) => thing.id === id)) return null;
  const about = id === "guide" ? seen.t("offer.guide") : seen.t(`ritual.${id}.about`);
  const name = id === "guide" ? seen.t("guide.title") : seen.t(`ritual.${id}.title`);
  const none = button(seen.t("button.no-offers"), "set_offers_off");
  return { ...message([note(seen.t("offer.line", { name, about }))], [[trying(seen, id), none]]), silent: true };
};

export const addingViews: Readonly<Record<string, View>> = {
  "rituals-more": more,
  "ritual-when": when,
  "ritual-length": length,
  offer,
};
