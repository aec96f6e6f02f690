import { afterEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
afterEach(() => stage.end());

test("rule 9 · two clocks: a card waits for the quiet hours of either in a shared chat", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ben.types("/settings quiet 19:00-21:30");
  await stage.until("2026-03-11T19:00:00Z");
  ana.neverSaw(/Daily card/, home);
  await stage.until("2026-03-11T20:30:00Z");
  ana.sees(/Daily card/, home);
});

test("rule 9 · two clocks: in private chats each one's own quiet hours count", async () => {
  stage = await openStage();
  const { ana, ben } = await apart(stage);
  await ben.types("/settings quiet 19:00-21:30");
  await stage.until("2026-03-11T19:00:00Z");
  ana.sees(/Daily card/);
  ben.neverSaw(/Daily card/);
  await stage.until("2026-03-11T20:30:00Z");
  ben.sees(/Daily card/);
});

test("rule 9 · two clocks: a reveal waits for the quiet hours of who did not seal in them", async () => {
  stage = await openStage();
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await stage.later(3_600_000);
  await ana.types("/settings quiet 12:30-14:00");
  await answers(ben, "otter");
  ben.sees(/^Sealed\./);
  ben.neverSaw(/heron/, home);
  await stage.restart();
  await stage.until("2026-03-11T13:00:00Z");
  ben.sees(/Ana: heron\nBen: otter/, home);
});

test("rule 9 · two clocks: who sealed during their quiet hours does not hold the reveal back", async () => {
  stage = await openStage({ at: "2026-03-11T20:00:00Z" });
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await stage.until("2026-03-11T21:45:00Z");
  await answers(ana, "heron");
  await answers(ben, "otter");
  ben.sees(/Ana: heron\nBen: otter/, home);
});

test("rule 9 · two clocks: one's own taps are answered at once, the other hears in the morning", async () => {
  stage = await openStage({ at: "2026-03-11T20:00:00Z" });
  const { ana, ben, home } = await couple(stage);
  await ben.types("/settings quiet off");
  await ana.types("/rituals add checkin sun 19:00");
  await stage.until("2026-03-11T22:00:00Z");
  await ben.taps("Yes, let’s", home);
  ben.sees(/Weekly check-in is on: every Sunday at 19:00/);
  ana.neverSaw(/is on: every Sunday/, home);
  await ben.types("/checkin");
  ben.hasSeen(/What's on your heart/);
  ben.sees(/^I’ll pass it on when it suits\.$/);
  await stage.until("2026-03-12T06:30:00Z");
  ana.hasSeen(/is on: every Sunday/, home);
  ana.hasSeen(/What's on your heart/, home);
});

test("rule 9 · two clocks: shortened quiet hours let a waiting reveal through", async () => {
  stage = await openStage();
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await stage.later(3_600_000);
  await ana.types("/settings quiet 12:30-23:00");
  await answers(ben, "otter");
  ben.neverSaw(/heron/, home);
  await ana.types("/settings quiet off");
  ben.sees(/Ana: heron\nBen: otter/, home);
});

/** The wall-clock hour in UTC at which the newest daily card of each of `days` came. */
async function cardHours(
  at: string,
  language: string,
  days: readonly string[],
  hours: readonly string[],
): Promise<string[]> {
  stage = await openStage({ at });
  const { ana } = await apart(stage, "stage", [language, language]);
  const came: string[] = [];
  for (const day of days) {
    for (const hour of hours) {
      ana.looks();
      const before = ana.shown().length;
      await stage.until(`${day}T${hour}:00Z`);
      if (
        ana
          .shown()
          .slice(before)
          .some(
            ({ message }) =>
              /Daily card/.test(JSON.stringify(message.blocks[0])) &&
              message.buttons.flat().some(({ label }) => label === "Not today"),
          )
      )
        came.push(`${day} ${hour}`);
    }
  }
  return came;
}

test("rule 9 · two clocks: 20:00 stays 20:00 through the change of clocks in the north", async () => {
  const days = ["2026-03-28", "2026-03-29"];
  const hours = ["17:59", "18:00", "18:59", "19:00"];
  expect(await cardHours("2026-03-27T20:00:00Z", "de", days, hours)).toEqual(["2026-03-28 19:00", "2026-03-29 18:00"]);
});

test("rule 9 · two clocks: 20:00 stays 20:00 through the change of clocks in the south", async () => {
  const days = ["2026-04-04", "2026-04-05"];
  const hours = ["08:59", "09:00", "09:59", "10:00"];
  expect(await cardHours("2026-04-03T12:00:00Z", "en-AU", days, hours)).toEqual([
    "2026-04-04 09:00",
    "2026-04-05 10:00",
  ]);
});

test("rule 9 · each at their own hour: a copy comes privately at each one's 20:00, one card a date", async () => {
  stage = await openStage({ at: "2026-03-11T00:00:00Z" });
  const { ana, ben } = await apart(stage);
  await ana.types("/settings timezone Pacific/Auckland");
  await ben.types("/settings timezone America/Los_Angeles");
  await ana.types("/settings cards each");
  ana.looks();
  ben.looks();
  await stage.until("2026-03-11T06:59:00Z");
  ana.seesNothing();
  await stage.until("2026-03-11T07:00:00Z");
  ana.sees(/Daily card · Wednesday, March 11/);
  ben.neverSaw(/Daily card/);
  await ana.says("heron");
  await stage.until("2026-03-12T02:59:00Z");
  ben.neverSaw(/Daily card/);
  await stage.restart();
  await stage.until("2026-03-12T03:00:00Z");
  ben.sees(/Daily card · Wednesday, March 11/);
  await ben.says("otter");
  for (const one of [ana, ben]) one.sees(/Ana: heron\nBen: otter/);
  await stage.until("2026-03-12T07:00:00Z");
  ana.sees(/Daily card · Thursday, March 12/);
  expect(ben.transcript().match(/Daily card · Wednesday/g)).toHaveLength(2);
});

test("rule 9 · each at their own hour: no window ends before the other's hour and two hours after it", async () => {
  stage = await openStage({ at: "2026-03-11T00:00:00Z" });
  const { ana, ben } = await apart(stage);
  await ana.types("/settings timezone Asia/Tokyo");
  await ben.types("/settings timezone America/New_York");
  await ana.types("/settings cards each");
  await stage.until("2026-03-11T11:00:00Z");
  ana.sees(/Daily card · Wednesday/);
  await ana.says("heron");
  for (let hour = 12; hour <= 24; hour++) await stage.later(3_600_000);
  ben.sees(/Daily card · Wednesday/);
  await ben.says("otter");
  ana.sees(/Ana: heron\nBen: otter/);
});

test("rule 9 · after downtime what was missed comes once", async () => {
  stage = await openStage();
  const { ana, home } = await couple(stage);
  await stage.close();
  stage.now = Date.parse("2026-03-16T08:00:00Z");
  await stage.open();
  await stage.settle();
  expect(ana.transcript(home).match(/& Daily card/g)).toHaveLength(1);
  ana.sees(/Daily card · Sunday, March 15/, home);
  await stage.until("2026-03-16T19:00:00Z");
  expect(ana.transcript(home).match(/& Daily card/g)).toHaveLength(2);
});

test("rule 9 · a ritual that moves west has at most one card a local date", async () => {
  stage = await openStage({ at: "2026-03-10T20:00:00Z" });
  const { ana, ben } = await apart(stage);
  for (const one of [ana, ben]) await one.types("/settings quiet off");
  await ana.types("/settings timezone Pacific/Kiritimati");
  await stage.until("2026-03-11T06:00:00Z");
  await stage.until("2026-03-12T06:00:00Z");
  ana.sees(/Daily card · Thursday, March 12/);
  // There it is 19:00 on Wednesday again.
  await ana.types("/settings timezone Pacific/Pago_Pago");
  await ana.taps("Move our rituals too");
  await ben.taps("Yes, let’s");
  await stage.until("2026-03-12T07:00:00Z");
  await stage.until("2026-03-13T07:00:00Z");
  const cards = () => ana.transcript().match(/& Daily card · [^\n]*/g);
  expect(cards()).toEqual(["& Daily card · Wednesday, March 11", "& Daily card · Thursday, March 12"]);
  await stage.until("2026-03-14T07:00:00Z");
  ana.sees(/Daily card · Friday, March 13/);
});

test("rule 9 · two clocks: what is drawn anew in the private chats has each one's own time", async () => {
  stage = await openStage();
  const { ana, ben } = await apart(stage);
  await ben.types("/settings timezone America/New_York");
  // Eight in New York: Ben's quiet hours are over.
  await stage.until("2026-03-11T12:00:00Z");
  await ana.types("/checkin talknight");
  await ana.taps("30 minutes");
  // 12:30 in London, half past one in Berlin, half past eight in New York.
  ana.hasSeen(/silent until today, 13:30/);
  ben.hasSeen(/silent until today, 08:30/);
  ben.neverSaw(/13:30/);
});
