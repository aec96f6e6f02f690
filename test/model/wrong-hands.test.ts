/** Rule 4, fuzzed: whatever a stranger, another couple or a forger does with any button changes and tells nothing. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Inbound } from "../../src/ports/chat.ts";
import { couple } from "../scenario/actor.ts";
import { firstCard } from "../scenario/couples.ts";
import { textOf } from "../scenario/platform.ts";
import { openStage, type Stage } from "../scenario/stage.ts";
import { Play } from "./play.ts";

let stage: Stage;
let play: Play;
let actions: string[] = [];

/** Everything that is true of the couple, as it lies in the database. */
function state(): string {
  const { database } = stage.store.internals;
  const tables = ["people", "couples", "places", "rituals", "rounds", "answers", "drafts", "writings", "timers"];
  const rows = tables.map((table) => database.prepare(`select * from ${table}`).all());
  return JSON.stringify(rows, (_, value) => (Buffer.isBuffer(value) ? value.toString("hex") : value));
}

beforeAll(async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  play = new Play(stage, { ana, ben });
  await firstCard({ ana, ben }, home);
  await ana.taps("Answer", home);
  await ana.says("the heron");
  await ben.taps("Answer", home);
  await ben.says("the otter");
  await ben.says("and the kingfisher");
  for (const command of [
    "/rituals",
    "/settings",
    "/rituals add checkin sun 19:00",
    "/checkin checkin",
    "/answer",
    "/forget",
  ]) {
    await ana.types(command);
  }
  const seen = [...ana.on.chats.values()].flat().flatMap(({ message }) => message.buttons.flat());
  actions = [...new Set(seen.map((button) => button.action))];
  const ids = [...new Set(actions.flatMap((action) => action.match(/[A-Za-z0-9]{16}/g) ?? []))];
  const verbs = [
    "answer",
    "chg",
    "addto",
    "back",
    "pass",
    "passyes",
    "halfyes",
    "half",
    "seal",
    "left",
    "w",
    "wr",
    "racc",
    "rdec",
    "rrest",
    "rwake",
    "join",
    "agree",
  ];
  actions.push(...ids.flatMap((id) => verbs.map((verb) => `${verb}_${id}`)));
});

afterAll(() => stage.end());

const mangled = fc.tuple(
  fc.nat(10_000),
  fc.constantFrom("as is", "longer", "other id", "upper", "cut", "wild"),
  fc.string({ maxLength: 80 }),
);

function forged([index, how, wild]: [number, string, string]): string {
  const action = actions[index % actions.length] ?? "";
  if (how === "longer") return `${action}_${wild}`.repeat(3);
  if (how === "other id") return action.replace(/[A-Za-z0-9]{16}/, "A".repeat(16));
  if (how === "upper") return action.toUpperCase();
  if (how === "cut") return action.slice(0, wild.length % (action.length + 1));
  return how === "wild" ? wild : action;
}

const how = fc.constantFrom("tap", "link", "form", "edited", "text", "command");

function eventOf(kind: string, action: string): Inbound {
  const { stranger, platform } = play;
  const from = { eventId: platform.nextEvent(), from: stranger.account, chat: stranger.home };
  if (kind === "form") return { ...from, type: "form", action, values: { "0": ["mine now"] } };
  if (kind === "edited") return { ...from, type: "edited", text: action, messageId: "m1" };
  if (kind === "text")
    return { ...from, type: "text", text: action, messageId: platform.nextRef(), sentAt: stage.now, replyTo: "m1" };
  if (kind === "command") return { ...from, type: "command", name: action.split("_")[0] ?? "", args: action };
  const shared = { ...from, chat: play.people.ana.shared(), origin: "o-x" };
  return kind === "tap"
    ? { ...shared, type: "tap", by: "button", action }
    : { ...from, type: "tap", by: "link", action };
}

test("a stranger's forged taps, links, forms, edits and commands change and tell nothing", {
  timeout: 600_000,
}, async () => {
  const before = state();
  await fc.assert(
    fc.asyncProperty(how, mangled, async (kind, forgery) => {
      const from = play.platform.deliveries.length;
      const reply = await play.platform.handle?.(eventOf(kind, forged(forgery)));
      await stage.settle();
      expect(state()).toBe(before);
      const told = play.platform.deliveries.slice(from);
      for (const { to, operation } of told) {
        expect(to).toEqual(play.stranger.home);
        if (operation.type !== "delete")
          expect(textOf(operation.message)).not.toMatch(/Ana|Ben|heron|otter|kingfisher|heart/);
      }
      expect(reply?.type).not.toBe("form");
      expect(stage.lines.filter((line) => /failed|given up|could not/.test(line))).toEqual([]);
    }),
    { numRuns: 600, seed: 20_260_311 },
  );
});

test("the comparison would see a change: one of the two does change something", async () => {
  const before = state();
  await play.people.ana.does(actions.find((action) => action.startsWith("set_reminders")) ?? "");
  expect(state()).not.toBe(before);
});
