import { afterEach, beforeEach, expect, test } from "vitest";
import type { Inbound } from "../../src/ports/chat.ts";
import { couple } from "./actor.ts";
import { actionOf, answers, apart, firstCard } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => {
  expect(stage.lines.join("\n")).not.toMatch(/failed|given up|could not be sent/);
  return stage.end();
});

async function begun() {
  const two = await couple(stage);
  await firstCard(two, two.home);
  return two;
}

test("bad input · an unknown command, and commands with nonsense after them", async () => {
  const { ana } = await couple(stage);
  for (const [typed, said] of [
    ["/nonsense", /\/help shows everything/],
    ["/__proto__", /\/help shows everything/],
    ["/checkin nothing", /don’t know that ritual/],
    ["/rituals dance", /I know \/rituals on its own/],
    ["/rituals add nothing daily 20:00", /don’t know that ritual\. There are: /],
    ["/rituals rest checkin", /don’t have that ritual yet/],
    ["/rituals add heart daily 25:00", /didn’t understand/],
    ["/rituals add heart daily 8", /didn’t understand the time/],
    ["/rituals add heart whenever", /didn’t understand when/],
    ["/rituals add heart monthly 32 10:00", /didn’t understand the day/],
    ["/rituals add heart yearly 02-30 10:00", /didn’t understand the date/],
    ["/settings timezone Nowhere/Land", /don’t know that time zone/],
    ["/settings timezone +02:00", /name a place, not an offset/],
    ["/settings quiet soon", /didn’t understand that/],
    ["/settings quiet 22:00-22:00", /two times are the same/],
    ["/settings language xx", /don’t speak that one yet/],
    ["/settings constructor on", /I know name, timezone, quiet/],
    ["/settings reminders maybe", /I know name, timezone, quiet/],
    ["/pause -1", /from 1 to 365/],
    ["/pause forever", /from 1 to 365/],
    ["/pair <b>nothing</b>", /connected already/],
  ] as const) {
    await ana.types(typed);
    expect(ana.last(), typed).toMatch(said);
  }
});

test("bad input · made-up and old buttons give the stale line and nothing else", async () => {
  const { ana, ben, home } = await begun();
  const round = actionOf(ana, "Answer", home).split("_")[1];
  const made = [
    "",
    "_",
    "constructor",
    "answer",
    "answer_x",
    "f_x_0_0",
    `f_${round}_9_9`,
    `resp_${round}_nothing`,
    `done_${round}_0`,
  ];
  for (const action of [
    ...made,
    `back_${round}`,
    `flag_${round}_listen`,
    `left_${round}_keep`,
    "w_x_add",
    "wr_x_y",
    "racc_x",
    "rset_heart_weekly_9_1200",
    "rset_heart_daily_0_99999",
    "rset_heart_weekly_1.5_1200",
    "rwhen_nothing",
    "rwhen_heart_sometimes",
    "rwhen_heart_daily_1",
    "rwhen_heart_weekly_9",
    `rwhen_heart_weekly_${"1".repeat(90)}`,
    "qset_1_1",
    "zset_Nowhere",
    "set_x_y",
    "left_x_y",
    "pairok",
  ]) {
    await ana.does(action);
    expect(ana.last(), action).toMatch(/had its day|nothing sealed|isn’t open/);
  }
  for (const action of ["zone_constructor", "join_x", "agree_x", "inv_x", "agreei_x"]) {
    await ana.does(action);
    expect(ana.last(), action).not.toBe("");
  }
  await answers(ben, "otter");
  ben.neverSaw(/Ana: /, home);
});

test("bad input · a button pressed twice does its thing once", async () => {
  const { ana, ben, home } = await begun();
  await ana.taps("Open the first card now", home);
  await answers(ana, "heron");
  await answers(ben, "otter");
  await ana.taps("Hug 🤗", home);
  ana.hasSeen(/Ana: Hug/, home);
  await ana.taps("Hug 🤗", home);
  ana.neverSaw(/Ana: Hug/, home);
  await ben.taps("Take back my half", home);
  const action = actionOf(ben, "Blank my half");
  await ben.does(action);
  await ben.does(action);
  expect(ana.transcript(home).match(/taken this half back/g)).toHaveLength(1);
  await ana.taps("Me too", home);
  ana.sees(/That half was taken back/);
});

test("bad input · a sticker, a location, an empty message as an answer", async () => {
  const { ana } = await begun();
  await ana.taps("Answer", ana.shared());
  await ana.sends("sticker");
  ana.sees(/can’t keep that/);
  await ana.sends("location");
  ana.sees(/can’t keep that/);
  await ana.says("   \n ");
  ana.sees(/no words in that, so nothing was sealed/);
  const ref = await ana.says("heron");
  await ana.edits(ref, "  ");
  ana.sees(/no words in that/);
});

test("bad input · an update delivered twice takes effect once; an edit that overtakes its message does nothing", async () => {
  const { ana, ben, home } = await begun();
  const event = (eventId: string, text: string, messageId: string): Inbound => ({
    type: "text",
    eventId,
    from: ana.account,
    chat: ana.home,
    text,
    messageId,
    sentAt: stage.now,
  });
  await ana.edits("late-1", "edited before it came");
  await ana.on.handle?.(event("same", "heron", "late-1"));
  await ana.on.handle?.(event("same", "heron", "late-1"));
  await stage.restart();
  await ana.on.handle?.(event("same", "heron", "late-1"));
  await stage.settle();
  expect(ana.transcript().match(/Sealed\./g)).toHaveLength(1);
  await answers(ben, "otter");
  ana.sees(/Ana: heron\nBen: otter/, home);
});

test("bad input · markup, mentions, braces, emoji and right-to-left text in answers and names are data", async () => {
  await stage.end();
  stage = await openStage();
  const ana = stage.person("<b>Ana</b> {x} @everyone");
  const ben = stage.person("בן 👩‍👩‍👧");
  await ana.types("/pair");
  await ana.taps("I’m in");
  await ben.types(`/pair ${/is ([A-Z0-9-]+)\./.exec(ana.last())?.[1]}`);
  await ben.taps("I’m in");
  await ana.taps("Yes, that’s my partner");
  await ana.types("/checkin");
  const strange = "<a href='tg://x'>x</a> & {name} '{' @here ||spoiler|| *b* `c` \u202Eabc";
  await ana.says(strange);
  await ben.says("שלום 🫶🏽");
  const quotes = ana
    .shown()
    .at(-1)
    ?.message.blocks.filter((block) => block.type === "quote");
  expect(quotes).toMatchObject([
    { by: ana.name, text: strange },
    { by: ben.name, text: "שלום 🫶🏽" },
  ]);
});

test("bad input · a bot removed from the group: both hear it, and cards come privately until it is back", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.on.handle?.({ type: "bot-removed", eventId: "gone", platform: "stage", chatId: "home" });
  await stage.settle();
  for (const one of [ana, ben]) one.sees(/no longer in your shared chat/);
  await stage.until("2026-03-11T19:00:00Z");
  for (const one of [ana, ben]) one.sees(/& Daily card/);
  await ana.on.handle?.({ type: "bot-added", eventId: "back", platform: "stage", chatId: "home", by: ana.account });
  await ana.says("heron");
  await ben.says("otter");
  ana.sees(/Ana: heron\nBen: otter/, home);
});

test("bad input · a group that became another chat keeps its couple", async () => {
  const two = await begun();
  await two.ana.on.handle?.({ type: "migrated", eventId: "m", platform: "stage", fromChatId: "home", toChatId: "big" });
  await answers(two.ana, "heron");
  await answers(two.ben, "otter");
  two.ana.sees(/Ana: heron\nBen: otter/, two.ana.shared("big"));
});

test("bad input · words typed to the bot where answers come by form are offered, not taken silently", async () => {
  await stage.end();
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin");
  await ben.says("otter");
  ben.sees(/nothing is sealed yet/);
  await ben.taps("Seal it as my answer");
  ben.sees(/^Sealed\./);
  await ana.says("heron");
  ana.hasSeen(/Ana: heron\nBen: otter/);
});

test("bad input · a closed private chat of one: the shared chat still works", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "heron");
  ben.on.unreachable.add(`stage:p:${ben.account.userId}`);
  await answers(ben, "otter");
  ana.sees(/Ana: heron\nBen: otter/, home);
});
