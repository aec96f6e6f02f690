import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMANDS } from "../../src/application/commands/index.ts";
import { type Actor, couple } from "./actor.ts";
import { answers, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

function exported(actor: Actor): Record<string, unknown> {
  const file = actor
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  return file?.type === "file" ? JSON.parse(new TextDecoder().decode(file.data)) : {};
}

test("commands · all are registered, each with a description", async () => {
  const names = [
    "start",
    "pair",
    "checkin",
    "answer",
    "rituals",
    "jar",
    "letter",
    "support",
    "pulse",
    "repair",
    "grow",
    "guide",
    "settings",
    "pause",
    "resume",
    "privacy",
    "export",
    "forget",
    "help",
  ];
  const specs = [...(stage.platforms.get("stage")?.commands ?? [])];
  expect(specs.map(({ name }) => name).sort()).toEqual([...names].sort());
  for (const { descriptions } of specs) expect(descriptions.en?.length).toBeGreaterThan(5);
});

test("commands · every one is answered privately, also when typed in the shared chat, and repeats nothing there", async () => {
  const { ana, home } = await couple(stage);
  for (const { name } of COMMANDS) {
    // These put something on for both, or bring the two together.
    if (["checkin", "pulse", "start", "pair"].includes(name)) continue;
    const shared = ana.shown(home).length;
    const before = ana.shown().length;
    await ana.types(`/${name}`, home);
    expect(ana.shown().length, name).toBeGreaterThan(before);
    expect(ana.shown(home).length, name).toBe(shared);
  }
});

test("/rituals · typed: add, rest and wake; the partner's tap begins it", async () => {
  const { ana, ben, home } = await couple(stage);
  for (const [typed, said] of [
    ["checkin sun 19:00", "every Sunday at 19:00"],
    ["checkin monthly 1 10:00", "every month on the 1st at 10:00"],
    ["checkin yearly 06-21 10:00", "every year on 21 June at 10:00"],
    ["heart weekdays 07:30", "Monday to Friday at 07:30"],
  ] as const) {
    await ana.types(`/rituals add ${typed}`);
    ben.sees(new RegExp(`Ana would like .*${said}`), home);
    await ben.taps("Yes, let’s", home);
    ben.sees(new RegExp(`is on: ${said}`), home);
  }
  await ben.types("/rituals rest heart");
  await ben.types("/rituals rest heart");
  ben.sees(/resting already/);
  await ben.types("/rituals wake checkin");
  ben.sees(/on already/);
});

test("/rituals · by buttons alone: a weekly check-in on a day at an hour", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals");
  await ana.taps("Add: Weekly check-in");
  await ana.taps("Once a week");
  await ana.taps("Thursday");
  await ana.taps("18:00");
  ana.sees(/begins when your partner taps/);
  await ben.taps("Yes, let’s", home);
  ana.sees(/Weekly check-in is on: every Thursday at 18:00/, home);
  await stage.until("2026-03-12T17:00:00Z");
  ana.sees(/Weekly check-in · Thursday/, home);
});

test("/rituals · a proposal can be dropped by who made it, typed or tapped", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/rituals add checkin sun 19:00");
  await ana.types("/rituals rest checkin");
  await ben.taps("Yes, let’s", home);
  await stage.until("2026-03-15T18:00:00Z");
  ana.neverSaw(/Weekly check-in ·/, home);
});

test("/settings · typed: time zone, quiet hours, language, switches", async () => {
  const { ana } = await couple(stage);
  for (const [typed, said] of [
    ["timezone Europe/Berlin", /Europe\/Berlin/],
    ["quiet 22:30-07:00", /Quiet hours: 22:30–07:00/],
    ["quiet off", /Quiet hours: none/],
    ["language en", /Language: English/],
    ["reminders off", /Reminders: none/],
    ["tell on", /One of us has answered”: told/],
    ["deep on", /Deeper cards: welcome/],
    ["clear on", /What you type here: deleted/],
    ["cards each", /Cards: privately, at each one’s own hour/],
  ] as const) {
    await ana.types(`/settings ${typed}`);
    expect(ana.last(), typed).toMatch(said);
  }
});

test("/settings · where cards appear is told to the other one", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/settings");
  await ana.taps("Cards at each one’s hour");
  ben.sees(/Cards now come to each of you privately/);
  await stage.until("2026-03-11T19:00:00Z");
  for (const one of [ana, ben]) one.sees(/& Daily card/);
  ana.neverSaw(/& Daily card/, home);
});

test("/pause and /resume · with days, without, and when nothing rests", async () => {
  const { ana, ben } = await couple(stage);
  await ana.types("/resume");
  ana.sees(/whenever neither of you has paused them/);
  await ana.types("/pause 7");
  ana.sees(/^Cards are paused\./);
  ben.sees("Cards are paused.");
  await ana.types("/resume");
  ana.sees(/whenever neither of you has paused them/);
  ben.sees(/no longer paused/);
  await ana.types("/pause");
  await ana.taps("End my pause");
  ana.sees(/whenever neither of you has paused them/);
});

test("/privacy, /export, /forget and /help answer in every state", async () => {
  const eve = stage.person("Eve");
  const { ana } = await couple(stage);
  await ana.types("/pause");
  for (const one of [eve, ana]) {
    for (const command of ["/privacy", "/export", "/forget", "/help"]) {
      const before = one.shown().length;
      await one.types(command);
      expect(one.shown().length, command).toBe(before + 1);
    }
  }
});

test("/export · one's own words only, in every state of a round", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  await answers(ana, "heron");
  await ana.exports();
  expect(exported(ana)).toMatchObject({ answers: [{ answer: "heron", state: "sealed", ritual: "heart" }] });
  await answers(ben, "otter");
  await ana.exports();
  expect(exported(ana)).toMatchObject({ answers: [{ answer: "heron", state: "revealed" }] });
  expect(JSON.stringify(exported(ana))).not.toMatch(/otter|Ben/);
});

test("/help · one screen that groups every command, and names none that is not there", async () => {
  const { ana } = await couple(stage);
  await ana.types("/help");
  const named = [...ana.last().matchAll(/\/([a-z]+)/g)].map(([, name]) => name);
  const all = COMMANDS.map(({ name }) => name).filter((name) => !["start", "pair", "help"].includes(name));
  expect([...named].sort()).toEqual([...all].sort());
  const lines = ana
    .last()
    .split("\n")
    .filter((line) => line.includes("/"));
  expect(lines.length).toBeLessThanOrEqual(6);
});

test("/help · one screen, with ways on", async () => {
  const { ana } = await couple(stage);
  await ana.types("/help");
  ana.sees(/no therapy and no emergency service/);
  await ana.taps("Settings");
  ana.sees(/Your settings/);
});
