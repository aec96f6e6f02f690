/** `/rituals`: a few that fit, the others a tap away, and how long one may take. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

test("the list names two or three that come next, and all others on two screens", async () => {
  const { ana } = await couple(stage);
  await ana.types("/rituals");
  expect(ana.last().match(/\[Add: /g)).toHaveLength(3);
  ana.sees(/\[Add: Morning card\]\n\[Add: Weekly check-in\]\n\[Add: Friday wishes\]/);
  await ana.taps("More rituals");
  ana.sees(/What could come by itself[\s\S]*Three weeks: Five minutes a day[\s\S]*\[Add: Your year\]/);
  expect(ana.last()).not.toMatch(/Add: Daily card|A question between us|Is it working/);
  await ana.taps("Whenever you like");
  ana.sees(/An evening of questions[\s\S]*\[Open: Ten minutes tonight\]/);
  await ana.taps("Open: Ten minutes tonight");
  ana.neverSaw(/had its day|Something went wrong/);
});

test("what the two have is not suggested again", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals add morning weekdays 07:30");
  await ben.taps("Yes, let’s", home);
  await ana.types("/rituals");
  ana.sees(/Morning card: Monday to Friday at 07:30/);
  expect(ana.last()).not.toMatch(/Add: Morning card/);
});

test("how long the weekly check-in takes is agreed on by both, and it has as many questions", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals add checkin sun 19:00");
  await ben.taps("Yes, let’s", home);
  for (const [minutes, fields] of [
    [15, 4],
    [30, 6],
  ] as const) {
    await ana.types("/rituals");
    await ana.taps("Length of Weekly check-in");
    await ana.taps(`${minutes} minutes`);
    ben.sees(`Ana would like Weekly check-in to take about ${minutes} minutes`, home);
    await ana.taps("Yes, let’s", home);
    ana.sees(/needs your partner’s tap/);
    await ben.taps("Yes, let’s", home);
    await ana.types("/rituals");
    ana.sees(`Weekly check-in: every Sunday at 19:00 (Europe/Berlin time), ${minutes} minutes`);
    await ana.types("/checkin checkin", home);
    await ana.taps("Answer", home);
    const [, of] = /1 of (\d+)/.exec(ana.last()) ?? [];
    expect(Number(of)).toBeGreaterThanOrEqual(fields);
    if (minutes === 15) expect(Number(of)).toBe(4);
    await stage.later(8 * 86_400_000);
  }
});

test("typed: a length it has, one it has not, and a ritual that has only one", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals add checkin sun 19:00");
  await ben.taps("Yes, let’s", home);
  await ana.types("/rituals length checkin 20");
  ben.sees(/about 20 minutes/, home);
  await ben.taps("Not now", home);
  await ana.types("/rituals length checkin 45");
  ana.sees(/how long may it take\?[\s\S]*\[15 minutes\] \[20 minutes\] \[30 minutes\]/);
  await ana.types("/rituals length heart 20");
  ana.sees(/only the length it has/);
  const { button } = ana.button("20 minutes");
  const eve = stage.person("Eve");
  await eve.does(button.action);
  eve.sees(/isn’t something I can open for you/);
  await ana.does(button.action.replace("_20", "_45"));
  ana.sees(/had its day/);
});
