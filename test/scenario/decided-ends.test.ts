import { afterEach, beforeEach, expect, test } from "vitest";
import { couple } from "./actor.ts";
import { answers, fillIn, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

async function begun() {
  const two = await couple(stage);
  await firstCard(two, two.home);
  return two;
}

for (const [choice, said] of [
  ["Keep it for myself", /Kept in your own journal/],
  ["Send it as a letter", /I’ll pass it on when it suits/],
  ["Delete it", null],
] as const) {
  test(`decided · at the window's end who had sealed is asked once, privately: ${choice}`, async () => {
    const { ana, ben, home } = await begun();
    await answers(ana, "heron");
    await stage.until("2026-03-12T18:59:00Z");
    ana.neverSaw(/has closed without being opened/);
    await stage.until("2026-03-12T19:00:00Z");
    ana.sees(/has closed without being opened/);
    expect(ben.shown().some(({ message }) => JSON.stringify(message).includes("has closed"))).toBe(false);
    await stage.restart();
    await ana.taps(choice);
    // What is deleted leaves nothing behind, the question neither.
    if (said) ana.sees(said);
    else ana.neverSaw(/has closed without/);
    ben.neverSaw(/heron/, home);
    await stage.later(600_000);
    if (choice === "Send it as a letter") ben.sees(/A letter for you[\s\S]*Ana: heron/);
    else ben.neverSaw(/heron/);
    if (!said) return;
    expect(ana.transcript().match(/has closed without/g)).toHaveLength(1);
    await ana.taps(choice).then(() => ana.sees(/had its day/));
  });
}

test("decided · at the window's end: unanswered for seven days it is deleted", async () => {
  const { ana } = await begun();
  await answers(ana, "heron");
  await stage.until("2026-03-12T19:00:00Z");
  await stage.until("2026-03-19T19:00:01Z");
  await ana.taps("Keep it for myself");
  ana.sees(/had its day/);
  await ana.exports();
  const file = ana
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  expect(file?.type === "file" ? new TextDecoder().decode(file.data) : "").not.toMatch(/heron/);
});

test("decided · a late submit gets the same question, at once, also in quiet hours", async () => {
  const { ana } = await begun();
  await ana.taps("Answer", ana.shared());
  const typed = await ana.says("heron");
  await ana.taps("Take back");
  await stage.until("2026-03-11T22:00:00Z");
  await ana.says("stork", { replyTo: typed });
  ana.sees(/has closed without being opened/);
  await ana.taps("Keep it for myself");
  ana.sees(/Kept in your own journal/);
});

test("decided · /checkin alone means heart, and shows the open one again instead of a new one", async () => {
  const { ana, home } = await begun();
  const card = ana.last(home);
  await ana.types("/checkin", home);
  expect(ana.last(home)).toBe(card);
  await ana.types("/checkin heart", home);
  expect(ana.last(home)).toBe(card);
  await ana.types("/checkin");
  ana.sees(/What's on your heart/);
});

test("decided · pausing by either rests both: no new cards, open windows run on, what is ready waits", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/pause");
  ana.sees(/^Cards are paused\./);
  ben.sees(/^Cards are paused\.$/);
  await answers(ana, "heron");
  await answers(ben, "otter");
  ana.neverSaw(/heron/, home);
  await stage.until("2026-03-13T19:30:00Z");
  expect(ana.transcript(home).match(/& Daily card/g)).toHaveLength(1);
  await stage.restart();
  await ana.types("/resume");
  ben.hasSeen(/Cards are no longer paused/);
  ana.sees(/Ana: heron\nBen: otter/, home);
});

test("decided · what is ready waits 30 days for a pause, and is then given back", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/pause");
  await answers(ana, "heron");
  await answers(ben, "otter");
  await stage.later(31 * 86_400_000);
  ana.neverSaw(/heron/, home);
  for (const one of [ana, ben]) one.sees(/has closed without being opened/);
});

test("decided · a pause with an end wakes by itself, and reveals", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/pause 2");
  ana.sees(/^Cards are paused\./);
  await answers(ana, "heron");
  await answers(ben, "otter");
  await stage.until("2026-03-13T11:00:00Z");
  expect(ana.transcript(home).match(/& Daily card · Thursday/g)).toBeNull();
  ana.sees(/Ana: heron\nBen: otter/, home);
});

test("decided · resting a ritual is anyone's right at once; waking, adding and changing need the other's tap", async () => {
  const { ana, ben, home } = await couple(stage);
  await ben.types("/rituals rest heart");
  ana.sees(/Daily card is resting/, home);
  await ben.types("/rituals wake heart");
  ana.sees(/Ben would like to wake Daily card/, home);
  await ben.taps("Yes, let’s", home);
  ben.sees(/needs your partner’s tap, not yours/);
  await ana.taps("Yes, let’s", home);
  ana.sees(/Daily card is on: every day at 20:00/, home);
  await ana.types("/rituals add heart daily 21:00");
  await ben.taps("Not now", home);
  ana.sees(/Everything stays as it is/, home);
  await stage.until("2026-03-11T19:00:00Z");
  ana.sees(/& Daily card/, home);
});

test("decided · changing one's zone asks whether the rituals move; open windows keep their end; resting ones go on resting", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/rituals add checkin sun 19:00");
  await ben.taps("Yes, let’s", home);
  await ana.types("/settings timezone Europe/Berlin");
  await ana.types("/rituals rest checkin");
  await ana.types("/settings timezone Lisbon");
  ana.sees(/Your time zone is Europe\/Lisbon now\.[\s\S]*Shall your rituals move/);
  await ana.taps("Move our rituals too");
  const asked = ben.shown(home).filter(({ message }) => JSON.stringify(message).includes("racc_"));
  for (const { message } of asked.slice(-2)) {
    const action = message.buttons.flat()[0]?.action ?? "";
    await ben.does(action, home, "o-accept");
  }
  await ana.types("/rituals");
  ana.sees(/Daily card: every day at 20:00 \(Europe\/Lisbon time\)/);
  ana.sees(/Weekly check-in: resting/);
  await ben.types("/checkin", home);
  ben.sees(/Open until today, 20:00/, home);
});

test("decided · a shared message's language and zone are the first joiner's", async () => {
  const { ana, home } = await couple(stage);
  ana.hasSeen(/20:00, Europe\/Berlin time/, home);
});

test("decided · secrets typed after a command in a shared chat are not taken, and deleted", async () => {
  const { ana, ben, home } = await begun();
  await ana.types("/answer heron", home);
  ana.sees(/could be read by the others in the chat, so I didn’t take it/);
  expect(ana.on.deliveries.some(({ operation, to }) => operation.type === "delete" && to.kind === "shared")).toBe(true);
  await answers(ben, "otter");
  ana.neverSaw(/otter/, home);
  await ana.types("/answer heron");
  ana.sees(/Ana: heron\nBen: otter/, home);
});

test("decided · after the reveal nothing is dropped: what is said next is offered as add below", async () => {
  const { ana, ben, home } = await begun();
  await answers(ana, "heron");
  await answers(ben, "otter");
  await ben.says("I saw one too");
  ben.sees(/Shall I show this below it\?/);
  await ben.taps("Show it below");
  ana.sees(/something to add\.\nBen: I saw one too/, home);
  await stage.until("2026-03-11T19:00:00Z");
  await ben.taps("Answer", home);
  await fillIn(ben, "next");
});
