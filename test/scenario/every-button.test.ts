/** Drives every button that is shown, for both partners, with a restart between taps. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Chat } from "../../src/ports/chat.ts";
import { type Actor, couple } from "./actor.ts";
import { fillIn } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let tapped: Set<string>;
beforeEach(async () => {
  stage = await openStage();
  tapped = new Set();
});
afterEach(() => stage.end());

/** What a button is, apart from the ids in it: `flag listen`, `set reminders off`. */
const kindOf = (action: string) =>
  action
    .split("_")
    .filter((part) => !/^(first-[ab]-)?[A-Za-z0-9]{16}$/.test(part))
    .join(" ");

/** Taps, after a restart, and looks that the answer is no stale line and nothing went wrong. */
async function tap(actor: Actor, label: string | RegExp, chat: Chat = actor.home): Promise<void> {
  const { action } = actor.button(label, chat).button;
  await stage.restart();
  const before = actor.shown().length;
  const reply = await actor.taps(label, chat);
  // What takes a message away says so in a line that leaves nothing behind.
  if (reply.type === "toast") expect(reply.text, action).toMatch(/^(Gone from here|Deleted|Withdrawn|Taken out)/);
  else expect(reply, action).toEqual({ type: "none" });
  expect(
    actor
      .shown()
      .slice(before)
      .map(({ message }) => JSON.stringify(message))
      .join(),
    action,
  ).not.toMatch(/had its day|can open for you|went wrong/);
  expect(stage.lines.join("\n"), action).not.toMatch(/failed|given up|could not be sent/);
  tapped.add(`${actor.name} ${kindOf(action)}`);
}

/** Kinds of button somebody was shown, in private or in the shared chat. */
function shownTo(actor: Actor): Set<string> {
  const all = [...actor.shown(), ...actor.shown(actor.shared()), ...actor.shown(actor.shared("attic"))];
  return new Set(all.flatMap(({ message }) => message.buttons.flat()).map(({ action }) => kindOf(action)));
}

async function settings(one: Actor): Promise<void> {
  await one.types("/settings");
  await tap(one, "What shall I call you?");
  await one.says(`${one.name} the second`);
  await one.types("/settings");
  await tap(one, "My account’s name");
  await one.types("/settings");
  for (const label of ["No reminders", "Remind me"]) await tap(one, label);
  for (const label of ["Tell us when one has answered", "Don’t tell when one has answered"]) await tap(one, label);
  for (const label of ["Deeper cards are welcome", "No deeper cards"]) await tap(one, label);
  for (const label of ["Delete what I typed", "Keep what I typed"]) await tap(one, label);
  for (const label of ["Cards at each one’s hour", "Cards in our shared place"]) await tap(one, label);
  await tap(one, "How often");
  for (const label of ["Every day", "Some days", "Once a week", "Not for now"]) await tap(one, label);
  await one.does("pace_daily");
  await one.types("/settings");
  await tap(one, "Quiet hours");
  for (const label of ["21:00–07:00", "22:30–07:30", "00:00–09:00", "No quiet hours"]) {
    await one.types("/settings quiet");
    await tap(one, label);
  }
  await one.types("/settings language");
  await tap(one, "English");
  await one.types("/settings");
  await tap(one, "Another time zone");
  for (const region of ["Europe", "The Americas", "Asia", "Africa, Australia, Pacific"]) {
    await one.types("/settings timezone");
    await tap(one, region);
    const cities = one.shown().at(-1)?.message.buttons.flat() ?? [];
    for (const { action } of cities) {
      await one.does(action);
      expect(one.last(), action).toMatch(/Your time zone is|time\. Is that|Your daily card comes at/);
      tapped.add(`${one.name} ${kindOf(action)}`);
    }
  }
  await one.types("/settings timezone Lisbon");
  await tap(one, "Leave them");
  await one.types("/settings timezone Madrid");
  await tap(one, "Move our rituals too");
  await one.types("/settings timezone Berlin");
}

/** A new ritual by buttons alone, declined by the other and dropped by oneself. */
async function adding(one: Actor, other: Actor, home: Chat): Promise<void> {
  await one.types("/help");
  await tap(one, "Rituals");
  await tap(one, "Add: Weekly check-in");
  await tap(one, "Once a week");
  const days = one.shown().at(-1)?.message.buttons.flat() ?? [];
  for (const { action } of days) tapped.add(`${one.name} ${kindOf(action)}`);
  for (const { action } of days) await one.does(action);
  const hours = one.shown().at(-1)?.message.buttons.flat() ?? [];
  for (const { action } of hours) {
    await one.does(action);
    tapped.add(`${one.name} ${kindOf(action)}`);
  }
  await tap(other, "Not now", home);
  await one.types("/rituals add checkin sun 19:00");
  await one.types("/rituals");
  await tap(one, /^Drop/);
}

/** A ritual that is on: moved, rested and woken. */
async function standing(one: Actor, other: Actor, home: Chat): Promise<void> {
  await one.types("/rituals add checkin sun 19:00");
  await tap(other, "Yes, let’s", home);
  await one.types("/rituals");
  await tap(one, "Rest Weekly check-in");
  await one.types("/rituals");
  await tap(one, "Wake Weekly check-in");
  await other.does(other.button("Yes, let’s", home).button.action, home, "o-yes");
  await one.types("/rituals");
  await tap(one, "Move Weekly check-in");
  await tap(one, "Every day");
  await one.types("/rituals");
  await tap(one, "Move Daily card");
  await tap(one, "Once a month");
}

/** One whole round in which `one` tries everything a card offers, then everything a reveal does. */
async function round(one: Actor, other: Actor, home: Chat): Promise<void> {
  await one.types("/checkin checkin", home);
  await tap(one, "Answer", home);
  await tap(one, "Not today");
  await tap(one, "Answer after all");
  await tap(one, "Foggy");
  await tap(one, "Skip");
  await one.says("the walk");
  await tap(one, "Nothing this week");
  await one.says("the fourth");
  for (const label of ["Just listen", "Comfort", "Ideas welcome", "No reply needed"]) await tap(one, label);
  await tap(one, "Change");
  await fillIn(one, "again");
  await tap(one, "Add");
  await one.says("added");
  for (const label of ["Add it", "Use it instead", "Not an answer"]) {
    await one.says("more");
    await tap(one, label);
  }
  await tap(one, "Take back");
  await tap(one, "Answer after all");
  await fillIn(one, "last");
  await tap(other, "Answer", home);
  await fillIn(other, "otter");
  for (const label of ["I hear you", "Thank you for telling me", "Me too", "Tell me more", "Hug 🤗"])
    await tap(one, label, home);
  for (const label of ["Show it below", "Not an answer"]) {
    await one.says("below");
    if (/^Which card/.test(one.last())) await tap(one, /^Weekly check-in ·/);
    await tap(one, label);
  }
  await tap(one, "Take back my half", home);
  await tap(one, "Blank my half");
}

/** Letters: each way to send one, to keep and to withdraw it; and an answer that goes first. */
async function letters(one: Actor, other: Actor, home: Chat): Promise<void> {
  await one.types("/letter");
  await one.says("a letter");
  for (const label of ["Tomorrow morning", "Another time", "In a week"]) await tap(one, label);
  await one.types("/letter");
  await tap(one, /arrives/);
  for (const label of ["Withdraw it", "No, leave it", "Another time", "On a date", "Not now"]) await tap(one, label);
  await one.types("/letter");
  await tap(one, "Write a new one");
  await one.says("another one");
  for (const label of ["Keep it for now", "Withdraw it", "Yes, delete it"]) await tap(one, label);
  await one.types("/letter");
  await tap(one, /arrives/);
  await tap(one, "Send it now");
  await one.types("/checkin heart", home);
  await one.does("gofirst");
  await tap(one, "Answer a card first");
  await fillIn(one, "heron");
  await one.types("/letter");
  await one.says("a last one");
  await one.types("/letter");
  await tap(one, "Give a sealed answer");
  await tap(one, /^& Daily card/);
  await tap(one, "Send it as a gift");
  await tap(other, "Answer", home);
  await fillIn(other, "otter");
}

/** The jar: put in, looked at, taken out, drawn and swapped. */
async function jar(one: Actor, other: Actor, home: Chat): Promise<void> {
  for (let n = 1; n <= 7; n++) {
    await one.types("/jar");
    await one.taps("Put a question in");
    await one.says(`Question ${n}?`);
  }
  await tap(one, "Put a question in");
  await tap(one, "Not now");
  await one.types("/jar");
  for (const label of ["My questions", "More", "More", "Take out no. 1"]) await tap(one, label);
  await one.types("/jar");
  await tap(one, "Draw one");
  await tap(one, "Another question", home);
  for (const actor of [one, other]) {
    await tap(actor, "Answer", home);
    await fillIn(actor, "words");
  }
}

/** What there is besides: the guide, growing, more rituals, a length. Every page is tapped in guide.test.ts. */
async function discovering(one: Actor, other: Actor, home: Chat): Promise<void> {
  await one.types("/help");
  for (const label of ["The guide", "Ten questions", "Seven chapters"]) await tap(one, label);
  await one.types("/help");
  for (const label of ["Grow", "What else there is"]) await tap(one, label);
  await one.types("/rituals");
  for (const label of ["More rituals", "Whenever you like", "What could come by itself"]) await tap(one, label);
  for (const label of ["30 minutes", "15 minutes", "20 minutes"]) {
    await one.types("/rituals");
    await tap(one, "Length of Weekly check-in");
    await tap(one, label);
    await other.taps("Yes, let’s", home);
  }
}

/** The Support Card, the people outside, and one's own wishes. */
async function support(one: Actor): Promise<void> {
  await one.types("/support a cup of tea");
  await one.types("/support silence");
  for (const label of ["Share all lines", "Share none", "Line 1", "Share this line"]) await tap(one, label);
  for (const label of ["Line 1", "Don’t share it", "Line 2", "My Support Card", "Line 2"]) await tap(one, label);
  await tap(one, "Delete this line");
  await tap(one, "Fill in the menus");
  for (const label of ["Kind words", "Done", "Ideas", "Done", "Nothing in particular"]) await tap(one, label);
  await tap(one, "Add a line");
  await one.says("an open window");
  for (const label of ["I am overwhelmed", "Send it"]) await tap(one, label);
  await one.types("/support");
  for (const label of ["People to talk to", "Europe", "Germany", "Country", "No country", "Take this away"]) {
    await tap(one, label);
  }
  for (const label of ["For good", "A year", "30 days"]) {
    await one.types("/settings");
    await tap(one, "How long things are kept");
    await tap(one, label);
  }
  await one.types("/settings keep forever");
  await one.types("/settings");
  await tap(one, "Country");
  await one.types("/settings");
  for (const label of ["Dates", "Add a joyful date", "June", "21", "Add a gentle date", "May", "2"])
    await tap(one, label);
  for (const label of ["Remove June 21", "Remove May 2"]) await tap(one, label);
}

test("every button that is shown works when fresh, for both partners, over restarts", {
  timeout: 120_000,
}, async () => {
  const { ana, ben, home } = await couple(stage);
  for (const one of [ana, ben]) {
    tapped.add(`${one.name} join`).add(`${one.name} agree`);
    await tap(one, "Yes, Europe/Berlin", home);
    await tap(one, "Another time zone", home);
    await tap(one, "Open the first card now", home);
  }
  await ends(ana, ben, home);
  const both = [
    [ana, ben],
    [ben, ana],
  ] as const;
  for (const [one, other] of both) await adding(one, other, home);
  for (const [one, other] of both) {
    // Each has the day's one more card, and room for proposals.
    await stage.later(86_400_000);
    await settings(one);
    await standing(one, other, home);
    await round(one, other, home);
    await discovering(one, other, home);
    await letters(one, other, home);
    await jar(one, other, home);
    await support(one);
    await one.types("/pause");
    await tap(one, "Begin anew");
    await tap(one, "No, stay");
    await tap(one, "End my pause");
    await one.types("/help");
    for (const label of ["Open a card now", "Settings", "Privacy", "Export my data", "Send me the files"])
      await tap(one, label);
    for (const label of ["Take this away", "Leave and erase", "No, stay"]) await tap(one, label);
  }
  for (const one of [ana, ben]) await tap(one, "No more of these", home);
  for (const one of [ana, ben]) {
    const missed = [...shownTo(one)].filter((kind) => !tapped.has(`${one.name} ${kind}`));
    expect(
      missed.filter(
        (kind) =>
          !/^(forgetyes|anewyes)\b/.test(kind) &&
          !/^(f|wr|rwhen|rset|radd|checkin|zone|answer|guide \w{2,}|country|cset|dates|dateset|dateoff|supkeep)\b/.test(
            kind,
          ),
      ),
    ).toEqual([]);
  }
  await ben.types("/forget");
  await tap(ben, "Leave quietly");
  ben.sees(/There is nothing of yours here any more/);
});

/** What comes at a window's end and by reminder: each choice, for both. */
async function ends(ana: Actor, ben: Actor, home: Chat): Promise<void> {
  const choices = ["Keep it for myself", "Send it as a letter", "Delete it"];
  const turns = choices.flatMap((choice) => [[ana, ben, choice] as const, [ben, ana, choice] as const]);
  for (const [day, [one, other, choice]] of turns.entries()) {
    await tap(one, "Answer", home);
    await fillIn(one, "heron");
    await other.types("/settings reminders on");
    await stage.until(`2026-03-${11 + day}T18:30:00Z`);
    await tap(other, "Answer");
    await tap(other, "No more reminders");
    // The question comes a day after the window's end.
    await stage.until(`2026-03-${11 + day}T19:00:00Z`);
    if (day > 0) await tap(turns[day - 1]?.[0] ?? one, turns[day - 1]?.[2] ?? choice);
  }
  await stage.until(`2026-03-${11 + turns.length}T19:00:00Z`);
  const [last, , choice] = turns.at(-1) ?? [ana, ben, "Delete it"];
  await tap(last, choice);
  for (const one of [ana, ben]) await one.types("/settings reminders on");
}
