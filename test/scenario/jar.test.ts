import { afterEach, beforeEach, expect, test } from "vitest";
import { seededRandom } from "../model/seeded.ts";
import { type Actor, couple } from "./actor.ts";
import { actionOf, answers, apart, countOutside, homeEnds } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const HERON = "Which bird would you be?";
const OTTER = "What did you dream of?";

async function puts(actor: Actor, question: string): Promise<void> {
  await actor.types("/jar");
  await actor.taps("Put a question in");
  await actor.says(question);
  // So that each has an instant of its own.
  await stage.later(1);
}

test("a question is put in by the next message; the partner learns nothing of it", async () => {
  const { ana, ben } = await couple(stage);
  const before = countOutside(stage, ana);
  await ana.types("/jar");
  ana.sees(/None of your questions is in the jar/);
  await ana.taps("Put a question in");
  await ana.says(HERON);
  ana.sees(/It’s in/);
  await ana.types("/jar");
  ana.sees(/One question of yours is in the jar/);
  expect(countOutside(stage, ana)).toBe(before);
  await ben.types("/jar");
  ben.sees(/None of your questions is in the jar/);
  ben.neverSaw(/bird/);
});

test("only the next message is the question, and none is once a card is opened", async () => {
  const { ana, ben, home } = await couple(stage);
  await puts(ana, HERON);
  await ana.says("and this is nothing");
  ana.sees(/nothing was kept/);
  await ana.types("/jar");
  await ana.taps("Put a question in");
  await ana.taps("Open the first card now", home);
  await answers(ana, "my heart");
  ana.sees(/^Sealed/);
  await ana.types("/jar");
  await ana.taps("Put a question in");
  await ana.taps("Not now");
  await ana.says("more of my heart");
  ana.sees(/You’ve sealed an answer/);
  await ana.types("/jar");
  await ana.taps("Put a question in");
  await stage.later(3600_000);
  await ana.says("an hour later");
  ana.sees(/You’ve sealed an answer/);
  await ana.types("/jar");
  ana.sees(/One question of yours/);
  ben.neverSaw(/heart|later/);
});

test("a card that comes privately takes the next message, not the jar", async () => {
  await stage.end();
  stage = await openStage();
  const { ana } = await apart(stage);
  await stage.until("2026-03-11T18:59:00Z");
  await ana.types("/jar");
  await ana.taps("Put a question in");
  await stage.until("2026-03-11T19:00:00Z");
  ana.sees(/& Daily card/);
  await ana.says("my heart");
  ana.sees(/^Sealed/);
});

test("drawn for both in their place, without its asker; both tapping draws one", async () => {
  const { ana, ben, home } = await couple(stage);
  await puts(ana, HERON);
  await puts(ben, OTTER);
  await ben.types("/jar");
  await ben.taps("Draw one");
  await ana.types("/jar");
  await ana.taps("Draw one");
  const drawn = ana.shown(home).filter(({ message }) => /A question out of your jar/.test(JSON.stringify(message)));
  const texts = new Set(drawn.map(({ message }) => JSON.stringify(message.blocks)));
  expect(texts.size).toBe(1);
  ana.sees(
    /& The jar · Wednesday, March 11\n(Which bird would you be\?|What did you dream of\?)\nA question out/,
    home,
  );
  expect(ana.last(home)).not.toMatch(/Ana|Ben/);
  await answers(ana, "one");
  await answers(ben, "two");
  ana.sees(/(bird|dream)[\s\S]*Ana: one\nBen: two/, home);
  await ben.types("/checkin jar");
  await ben.taps("Another question", home);
  ben.sees(/There is no other question/);
});

test("every question comes once; then the jar is empty, and says so kindly", async () => {
  const { ana, ben, home } = await couple(stage);
  await puts(ana, HERON);
  await puts(ben, OTTER);
  for (let n = 0; n < 2; n++) {
    await ana.types("/checkin jar", home);
    await answers(ana, "one");
    await answers(ben, "two");
  }
  ana.hasSeen(HERON, home);
  ana.hasSeen(OTTER, home);
  await ana.types("/checkin jar", home);
  ana.sees(/The jar is empty just now/);
  await ana.taps("Put a question in");
  await ana.says("A third one?");
  ana.sees(/It’s in/);
});

test("which one is drawn is chance: the same seed draws the same, and not always the oldest", async () => {
  const drawn = new Set<string>();
  for (const seed of ["a", "a", "b", "c", "d"]) {
    await stage.end();
    stage = await openStage({ random: seededRandom(seed) });
    const { ana, ben, home } = await couple(stage);
    await puts(ana, HERON);
    await puts(ben, OTTER);
    await ana.types("/checkin jar", home);
    const text = /bird|dream/.exec(ana.last(home))?.[0] ?? "";
    drawn.add(`${seed} ${text}`);
  }
  expect(drawn.size).toBe(4);
  expect(new Set([...drawn].map((one) => one.slice(2)))).toEqual(new Set(["bird", "dream"]));
});

test("one swap each in a draw; nobody is told whose wish it was, and the question goes back", async () => {
  const { ana, ben, home } = await couple(stage);
  for (const question of [HERON, OTTER, "What are you proud of?"]) await puts(ana, question);
  await ana.types("/checkin jar", home);
  const first = /Which bird|What did|What are/.exec(ana.last(home))?.[0] ?? "";
  await ana.taps("Another question", home);
  expect(ana.last(home)).toMatch(/& The jar/);
  expect(ana.last(home)).not.toMatch(first);
  ana.hasSeen(/This question went back into the jar/, home);
  expect(ana.transcript(home)).not.toMatch(/Ana (has|would)|swapped/);
  await ana.taps("Another question", home);
  ana.sees(/You have swapped once/);
  await ben.taps("Another question", home);
  expect(ben.last(home)).not.toMatch(/Another question/);
  await answers(ana, "one");
  await answers(ben, "two");
  await ana.types("/jar");
  ana.sees(/2 questions of yours/);
});

test("a swap looks the same whether or not the other has sealed, and loses no answer", async () => {
  const { ana, ben, home } = await couple(stage);
  await puts(ana, HERON);
  await puts(ana, OTTER);
  await ana.types("/checkin jar", home);
  await answers(ben, "the otter's answer");
  const old = actionOf(ana, "Answer", home);
  const lines = ana.shown().length;
  await ana.taps("Another question", home);
  expect(
    ana
      .shown()
      .slice(lines)
      .map(({ message }) => JSON.stringify(message))
      .join(),
  ).not.toMatch(/seal|answered|Ben/);
  ben.hasSeen(/What you wrote was not shown to anybody/);
  await ben.taps("Keep it for myself");
  ana.neverSaw(/otter's/);
  ana.neverSaw(/otter's/, home);
  await ana.does(old);
  ana.sees(/This card has closed/);
  await answers(ana, "one");
  await ana.taps("Another question", home);
  ana.sees(/You have swapped once|You have answered this one/);
});

test("what one has answered is not swapped away by a slip", async () => {
  const { ana, home } = await couple(stage);
  await puts(ana, HERON);
  await puts(ana, OTTER);
  await ana.types("/checkin jar", home);
  await answers(ana, "one");
  await ana.taps("Another question", home);
  ana.sees(/You have answered this one/);
});

test("own questions are listed, read and taken out by their asker alone", async () => {
  const { ana, ben } = await couple(stage);
  for (let n = 1; n <= 7; n++) await puts(ana, `Question ${n}?`);
  await ana.types("/jar");
  await ana.taps("My questions");
  ana.sees(/1\. Question 1\?[\s\S]*5\. Question 5\?/);
  await ana.taps("More");
  ana.sees(/6\. Question 6\?\n7\. Question 7\?/);
  await ana.types("/jar withdraw");
  const out = actionOf(ana, "Take out no. 2");
  await ben.does(out);
  ben.sees(/had its day/);
  await stage.person("Eve").does(out);
  await ana.does(out);
  expect(ana.transcript()).not.toMatch(/Taken out/);
  expect(ana.last()).not.toMatch(/Question 2/);
  await ana.does(out);
  ana.sees(/had its day/);
  await ana.types("/jar");
  ana.sees(/6 questions of yours/);
  ben.neverSaw(/Question \d/);
});

test("a question has 300 characters at most; typed in the shared chat it is not taken", async () => {
  const { ana, home } = await couple(stage);
  await ana.types(`/jar ${"x".repeat(301)}`);
  ana.sees(/That’s 301 characters, and a question for the jar can have 300/);
  await puts(ana, "y".repeat(400));
  ana.sees(/400 characters/);
  await stage.later(60_000);
  await ana.says(HERON);
  ana.sees(/It’s in/);
  await ana.types(`/jar ${OTTER}`, home);
  ana.sees(/could be read by the others/);
  await ana.types(`/jar ${"z".repeat(300)}`);
  await ana.types("/jar");
  ana.sees(/2 questions of yours/);
  ana.neverSaw(/dream/);
});

test("a question too long for one message is refused whole, and a shortened edit is taken", async () => {
  const { ana } = await couple(stage);
  await ana.types("/jar");
  await ana.taps("Put a question in");
  const ref = await ana.says("x".repeat(4000), { sentAt: stage.now });
  await ana.says("the rest of it", { sentAt: stage.now + 1000 });
  await ana.edits(ref, HERON);
  ana.sees(/It’s in/);
  await ana.edits(ref, OTTER);
  ana.sees(/stays as it was/);
  await ana.types("/jar withdraw");
  ana.sees(/1\. Which bird would you be\?\n\[/);
});

test("where what is typed is to be cleared, the typed question is deleted from the chat", async () => {
  const { ana } = await couple(stage);
  await ana.types("/settings clear on");
  await puts(ana, HERON);
  const deleted = ana.on.deliveries.filter(({ operation }) => operation.type === "delete");
  expect(deleted).toHaveLength(1);
});

test("while cards rest nothing is drawn, and a question can still be put in", async () => {
  const { ana, ben } = await couple(stage);
  await ben.types("/pause");
  await puts(ana, HERON);
  ana.sees(/It’s in/);
  await ana.taps("Draw one");
  ana.sees(/Cards are paused/);
});

test("leaving destroys one's questions; the other keeps what they wrote, and nothing breaks", async () => {
  const { ana, ben, home } = await couple(stage);
  await puts(ana, HERON);
  await puts(ana, OTTER);
  await ana.types("/checkin jar", home);
  await answers(ana, "one");
  await answers(ben, "two");
  await ana.types("/forget");
  await ana.taps("Leave quietly");
  await ben.exports();
  const file = ben
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  const text = file?.type === "file" ? new TextDecoder().decode(file.data) : "";
  expect(JSON.parse(text)).toMatchObject({ answers: [{ answer: "two", ritual: "jar" }] });
  expect(text).not.toMatch(/bird|dream/);
  expect(stage.lines.join()).not.toMatch(/failed|bird|dream/);
});

test("the round of a question that is gone is shown without it", async () => {
  const { ana, ben, home } = await couple(stage);
  await puts(ana, HERON);
  await ana.types("/checkin jar", home);
  await stage.store.transaction(async (tx) => {
    const person = await tx.people.byAccount("stage", "u-ana");
    for (const writing of await tx.writings.ofAuthor(person?.id ?? "")) await tx.writings.remove(writing.id);
  });
  await ben.types("/checkin jar", home);
  ben.sees(/A question out of your jar/, home);
  expect(ben.last(home)).not.toMatch(/bird/);
  await answers(ana, "one");
  await answers(ben, "two");
  ana.sees(/Ana: one\nBen: two/, home);
});

test("one's own questions are in one's own export, drawn or not", async () => {
  const { ana, ben, home } = await couple(stage);
  await puts(ana, HERON);
  await ana.types("/checkin jar", home);
  await puts(ana, OTTER);
  await ana.taps("Put a question in");
  const exported = async (actor: Actor) => {
    await actor.exports();
    const file = actor
      .shown()
      .at(-1)
      ?.message.blocks.find((block) => block.type === "file");
    return JSON.parse(file?.type === "file" ? new TextDecoder().decode(file.data) : "{}");
  };
  const { writings, drafts } = await exported(ana);
  expect(writings).toMatchObject([
    { kind: "jar", text: HERON },
    { kind: "jar", text: OTTER, sentAt: null },
  ]);
  expect(writings[0].sentAt).not.toBeNull();
  expect(drafts).toEqual([]);
  expect((await exported(ben)).writings).toEqual([]);
});

test("questions for a former partner stay out of the next jar", async () => {
  const { ana, ben } = await couple(stage);
  await puts(ana, HERON);
  await ben.types("/forget");
  await ben.taps("Leave quietly");
  await homeEnds(stage);
  await ana.types("/pair");
  const cleo = stage.person("Cleo");
  await cleo.types(`/pair ${/The code is ([A-Z0-9-]+)/.exec(ana.transcript())?.[1]}`);
  await cleo.taps("I’m in");
  await ana.taps("Yes, that’s my partner");
  await cleo.types("/checkin jar");
  cleo.sees(/The jar is empty just now/);
});

test("where answers come by form, so do questions", async () => {
  await stage.end();
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ben.types("/jar");
  const reply = await ben.taps("Put a question in");
  expect(reply).toMatchObject({ type: "form", form: { fields: [{ id: "question", input: { max: 300 } }] } });
  const action = reply.type === "form" ? reply.form.action : "";
  await ben.submits(action, { question: [HERON] });
  ben.sees(/It’s in/);
  await ben.submits(action, { question: [" "] });
  ben.sees(/no words in that/);
  const eve = stage.person("Eve", "forms");
  expect(await eve.submits(action, { question: ["mine"] })).toMatchObject({ type: "toast" });
  await ana.types("/jar");
  await ana.taps("Draw one");
  for (const one of [ana, ben]) one.hasSeen(HERON);
});

test("without a shared place the question comes to each privately, and so does another one", async () => {
  await stage.end();
  stage = await openStage();
  const { ana, ben } = await apart(stage);
  for (const question of [HERON, OTTER]) await puts(ana, question);
  await ben.types("/checkin jar");
  const first = /bird|dream/.exec(ana.last())?.[0] ?? "";
  ben.sees(first);
  await ben.taps("Another question");
  const second = first === "bird" ? "dream" : "bird";
  for (const one of [ana, ben]) one.sees(second);
  expect(ben.last()).not.toMatch(/Another question/);
  ana.neverSaw(first);
  await ana.says("one");
  await ben.says("two");
  for (const one of [ana, ben]) one.hasSeen(/Ana: one\nBen: two/);
});
