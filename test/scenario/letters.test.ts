import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, couple } from "./actor.ts";
import { actionOf, answers, apart, countOutside, firstCard, homeEnds, readBy } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const TEN_MINUTES = 600_000;
const WORDS = "About the heron, and the winter.";

async function writes(actor: Actor, words = WORDS): Promise<void> {
  await actor.types("/letter");
  if (/Letters/.test(actor.last())) await actor.taps("Write a new one");
  await actor.says(words);
  // So that each has an instant of its own.
  await stage.later(1);
}

test("a letter now · sealed, sent with one tap, and read by the partner alone", async () => {
  const { ana, ben, home } = await couple(stage);
  ben.looks();
  await writes(ana);
  ana.sees(/Sealed\. It lies with me/);
  ben.seesNothing();
  await ana.taps("Send it now");
  ana.sees(/I’ll pass it on when it suits/);
  await stage.later(TEN_MINUTES);
  ben.sees(/& A letter for you\nAna: About the heron, and the winter\./);
  ana.neverSaw(/heron/, home);
  await ana.types("/letter");
  ana.sees(/A letter for your partner, as long or as short as you like/);
});

test("a letter now · in the partner's quiet hours it waits for their morning", async () => {
  const { ana, ben } = await couple(stage);
  await stage.until("2026-03-11T22:30:00Z");
  await writes(ana);
  await ana.taps("Send it now");
  ben.neverSaw(/heron/);
  await stage.until("2026-03-12T06:29:00Z");
  ben.neverSaw(/heron/);
  await stage.until("2026-03-12T06:30:00Z");
  ben.sees(/Written on Thursday|heron/);
});

test("a letter tomorrow · at nine by its author's clock, after a restart; until then the partner learns nothing", async () => {
  const { ana, ben } = await couple(stage);
  await ben.types("/rituals rest heart");
  await writes(ana);
  const before = countOutside(stage, ana);
  await ana.taps("Tomorrow morning");
  ana.sees(/arrives tomorrow, 09:00/);
  await stage.restart();
  await stage.until("2026-03-12T07:59:00Z");
  expect(countOutside(stage, ana)).toBe(before);
  expect(readBy(stage, ana)).not.toMatch(/heron|letter/);
  await stage.until("2026-03-12T08:00:00Z");
  ben.sees(/Written on Wednesday, March 11[\s\S]*heron/);
});

test("a letter for a date · typed as the next message, or after /letter; what is no later day is refused", async () => {
  const { ana, ben } = await couple(stage);
  await writes(ana);
  await ana.taps("On a date");
  await ana.says("someday");
  ana.sees(/didn’t understand the day/);
  await ana.says("11 March 2026");
  ana.sees(/here or gone/);
  await ana.says("21 June 2027");
  ana.sees(/arrives Monday, June 21, 09:00/);
  await ana.types("/letter 2026-03-20");
  ana.sees(/arrives Friday, March 20, 09:00/);
  await ana.types("/letter 2026-03-01");
  ana.sees(/here or gone/);
  await stage.until("2026-03-20T08:00:00Z");
  ben.hasSeen(/heron/);
});

test("a kept letter stays unsent; it can be read, dated, and withdrawn for good", async () => {
  const { ana, ben } = await couple(stage);
  await writes(ana);
  await ana.taps("Keep it for now");
  ana.sees(/kept, without a date/);
  await stage.later(40 * 24 * 3600_000);
  await ana.types("/letter");
  ana.sees(/One letter of yours waits/);
  await ana.taps(/kept, without a date$/);
  ana.sees(/Ana: About the heron/);
  await ana.taps("Another time");
  await ana.taps("In a week");
  await ana.types("/letter");
  await ana.taps(/arrives/);
  await ana.taps("Withdraw it");
  await ana.taps("No, leave it");
  await ana.taps("Withdraw it");
  expect(await ana.taps("Yes, delete it")).toMatchObject({ type: "toast", text: expect.stringMatching(/^Withdrawn/) });
  ana.neverSaw(/Withdrawn/);
  await stage.later(8 * 24 * 3600_000);
  ben.neverSaw(/heron/);
  await ana.exports();
  expect(JSON.stringify(ana.shown().at(-1)?.message)).not.toMatch(/heron/);
});

test("a sent letter cannot be called back", async () => {
  const { ana, ben } = await couple(stage);
  await writes(ana);
  const now = actionOf(ana, "Send it now");
  await ana.does(now);
  await stage.later(TEN_MINUTES);
  for (const deed of ["now", "week", "del", "delyes", "keep", "read", "when", "date"]) {
    await ana.does(now.replace(/now_.*$/, deed));
    ana.sees(/It is on its way/);
  }
  expect(ben.shown().filter(({ message }) => /heron/.test(JSON.stringify(message)))).toHaveLength(1);
});

test("several letters · a typed day belongs to the one that was asked about", async () => {
  const { ana, ben } = await couple(stage);
  await writes(ana, "the first one");
  await writes(ana, "the second one");
  await ana.types("/letter");
  ana.sees(/2 letters of yours wait/);
  await ana.types("/letter 20 March");
  ana.sees(/Which letter is that day for/);
  await ana.types("/letter");
  const label = ana.shown().at(-1)?.message.buttons[0]?.[0]?.action ?? "";
  await ana.does(label);
  ana.sees(/the first one/);
  await ana.taps("Another time");
  await ana.taps("On a date");
  await ana.types("/letter 20 March");
  await stage.until("2026-03-20T08:00:00Z");
  ben.hasSeen(/the first one/);
  ben.neverSaw(/the second one/);
});

test("a letter while cards rest · a dated one is on its way at its date, and arrives at the end", async () => {
  const { ana, ben } = await couple(stage);
  await writes(ana);
  await ana.taps("Tomorrow morning");
  await ben.types("/pause");
  await stage.until("2026-03-14T12:00:00Z");
  ben.neverSaw(/heron/);
  await ana.types("/letter");
  ana.neverSaw(/goes out|waits for/);
  ana.sees(/Cards are paused/);
  await ben.types("/resume");
  ben.sees(/heron/);
});

test("a letter while cards rest · a pause with an end sends it at its end", async () => {
  const { ana, ben } = await couple(stage);
  await writes(ana);
  await ben.types("/pause 3");
  await ana.taps("Send it now");
  ana.sees(/I’ll pass it on when it suits/);
  await stage.until("2026-03-14T10:59:00Z");
  ben.neverSaw(/heron/);
  await stage.until("2026-03-14T11:01:00Z");
  ben.hasSeen(/heron/);
});

test("leaving destroys a letter that waits; nobody else can send it or read it", async () => {
  const { ana, ben } = await couple(stage);
  await writes(ana);
  const action = actionOf(ana, "Send it now");
  const eve = stage.person("Eve");
  for (const deed of ["now", "read", "del", "delyes", "when"]) {
    await eve.does(action.replace(/now(?=_)/, deed));
    await ben.does(action.replace(/now(?=_)/, deed));
  }
  ben.neverSaw(/heron/);
  eve.neverSaw(/heron|Ana/);
  await ana.taps("Tomorrow morning");
  await ana.types("/forget");
  await ana.taps("Leave quietly");
  await stage.later(3 * 24 * 3600_000);
  ben.neverSaw(/heron/);
  expect(stage.lines.join()).not.toMatch(/heron/);
});

test("a letter for a former partner is not sent to the next one", async () => {
  const { ana, ben } = await couple(stage);
  await writes(ana);
  const action = actionOf(ana, "Send it now");
  await ben.types("/forget");
  await ben.taps("Leave quietly");
  await homeEnds(stage);
  await ana.types("/pair");
  const code = /The code is ([A-Z0-9-]+)/.exec(ana.transcript())?.[1];
  const cleo = stage.person("Cleo");
  await cleo.types(`/pair ${code}`);
  await cleo.taps("I’m in");
  await ana.taps("Yes, that’s my partner");
  await ana.does(action);
  ana.sees(/had its day/);
  await ana.types("/letter 20 March");
  await stage.until("2027-03-21T08:00:00Z");
  cleo.neverSaw(/heron/);
  await ana.types("/letter");
  await ana.taps(/kept, without a date$/);
  ana.sees(/heron/);
  expect(ana.last()).not.toMatch(/Send it now/);
});

test("words after /letter in the shared chat are not taken", async () => {
  const { ana, home } = await couple(stage);
  await writes(ana);
  await ana.types("/letter 20 March", home);
  ana.sees(/could be read by the others/);
  await ana.types("/letter", home);
  ana.sees(/kept, without a date/);
  ana.neverSaw(/letter/i, home);
});

test("a letter that the client split is kept whole, and a longer one not in part", async () => {
  const { ana } = await couple(stage);
  await ana.types("/letter");
  await ana.says("x".repeat(3500), { sentAt: stage.now });
  await ana.says("the end", { sentAt: stage.now + 1000 });
  await ana.types("/letter");
  await ana.taps(/kept/);
  ana.sees(/x\n\nthe end/);
  await ana.taps("Withdraw it");
  await ana.taps("Yes, delete it");
  await stage.later(60_000);
  await ana.types("/letter");
  await ana.says("y".repeat(3900), { sentAt: stage.now });
  await ana.says("z".repeat(300), { sentAt: stage.now + 1000 });
  ana.sees(/4,200 characters/);
  await ana.types("/letter");
  ana.neverSaw(/zzz/);
  ana.sees(/as long or as short as you like/);
});

test("where answers come by form · the letter, and its day, are forms too", async () => {
  await stage.end();
  stage = await openStageOfTwo();
  const { ana, ben } = await apart(stage, "forms");
  await ben.types("/letter");
  const card = await ben.taps("Answer");
  expect(card).toMatchObject({ type: "form" });
  await ben.submits(card.type === "form" ? card.form.action : "", { "0": [WORDS] });
  const day = await ben.taps("On a date");
  const action = day.type === "form" ? day.form.action : "";
  await ben.submits(action, { date: ["yesterday"] });
  ben.sees(/didn’t understand the day/);
  expect(await ana.submits(action, { date: ["2026-03-20"] })).toMatchObject({ type: "toast" });
  await ben.submits(action, { date: ["20 March"] });
  ben.sees(/arrives Friday, March 20/);
  await stage.until("2026-03-20T08:00:00Z");
  ana.hasSeen(/heron/);
});

test("going first · from the guide: nothing sealed yet, then one's own sealed cards", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await ana.does("gofirst");
  ana.sees(/Nothing of yours is sealed just now/);
  await firstCard(two, home);
  await answers(ana, "the heron");
  await ana.does("gofirst");
  ana.sees(/not asked to answer[\s\S]*& Daily card/);
  ben.looks();
  await ana.taps(/^& Daily card/);
  ana.sees(/Ben will see your answer without having answered\. It is a gift, not a request/);
  ben.seesNothing();
  await ana.taps("Send it as a gift");
  await stage.later(TEN_MINUTES);
  ben.sees(/& A letter for you\nTo the question: .*\n.*gift\. Nothing is asked of you\.\nAna: the heron/);
  ana.neverSaw(/heron/, home);
  await ana.does("gofirst");
  ana.sees(/Nothing of yours is sealed just now/);
  await answers(ben, "the otter");
  ana.sees(/the heron[\s\S]*the otter/, home);
});

test("going first · only one's own sealed answer, only once, and not after the reveal", async () => {
  const two = await couple(stage);
  const { ana, ben, home } = two;
  await firstCard(two, home);
  const id = actionOf(ana, "Answer", home).split("_")[1];
  await ana.does(`gofirst_${id}`);
  ana.sees(/had its day/);
  await answers(ana, "the heron");
  for (const verb of ["gofirst", "firstyes"]) {
    await ben.does(`${verb}_${id}`);
    ben.sees(/had its day/);
  }
  const eve = stage.person("Eve");
  await eve.does(`firstyes_${id}`);
  eve.sees(/isn’t something I can open for you/);
  await ana.does(`gofirst_${id}`);
  const yes = actionOf(ana, "Send it as a gift");
  await ana.does(yes);
  await ana.does(yes);
  await stage.later(TEN_MINUTES);
  ana.sees(/had its day/);
  expect(ben.shown().filter(({ message }) => /heron/.test(JSON.stringify(message)))).toHaveLength(1);
  await answers(ben, "the otter");
  await ben.does(`firstyes_${id}`);
  ben.sees(/had its day/);
});

test("editing the message edits the letter, until it is sent", async () => {
  const { ana, ben } = await couple(stage);
  await ana.types("/letter");
  const ref = await ana.says("about the heorn");
  await ana.edits(ref, "about the heron");
  ana.sees(/now says what you edited it to/);
  // The words are others than when the button was shown: it shows the question anew, once.
  await ana.taps("Send it now");
  ben.neverSaw(/heron/);
  await ana.taps("Send it now");
  await stage.later(TEN_MINUTES);
  await ana.edits(ref, "about nothing");
  ana.sees(/on its way/);
  ben.sees(/Ana: about the heron$/);
});

test("the letter at the end of the year's path is one like any other", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin year", home);
  for (const one of [ana, ben]) for (let n = 0; n < 5; n++) await one.taps("Skip");
  await stage.later(60_000);
  for (const one of [ana, ben]) {
    await one.taps("Answer", home);
    await one.taps("None comes to mind just now");
    for (let n = 0; n < 4; n++) await one.taps("Skip");
  }
  ana.hasSeen(/to be opened in a year/);
  await ana.types("/answer");
  await ana.says(WORDS);
  await ana.taps("On a date");
  await ana.says("11 March 2027");
  await stage.later(10 * 24 * 3600_000);
  ben.neverSaw(/heron/);
  await stage.until("2027-03-11T08:00:00Z");
  ben.hasSeen(/Written on Wednesday, March 11[\s\S]*heron/);
});

/** Puts a letter on its way to somebody, as nothing in the program does. */
async function misdirected(writingId: string, to: Actor): Promise<void> {
  await stage.store.transaction(async (tx) => {
    const reader = await tx.people.byAccount(to.account.platform, to.account.userId);
    const content = { view: "letter", params: { writingId } };
    const personId = reader?.id ?? null;
    const row = {
      dedupe: `wrong:${personId}`,
      lane: "interactive",
      to: to.home,
      coupleId: null,
      personId,
      content,
    } as const;
    await tx.outbox.add(row, stage.now);
  });
  await stage.settle();
}

test("a letter is shown to its author's partner and to nobody else, not even by a row that is wrong", async () => {
  const { ana, ben } = await couple(stage);
  const [cleo, dan] = [stage.person("Cleo"), stage.person("Dan")];
  await cleo.types("/pair");
  await cleo.taps("I’m in");
  await dan.types(`/pair ${/The code is ([A-Z0-9-]+)/.exec(cleo.transcript())?.[1]}`);
  await dan.taps("I’m in");
  await cleo.taps("Yes, that’s my partner");
  await writes(ana);
  const [id = ""] = await stage.store.transaction(async (tx) => {
    const author = await tx.people.byAccount("stage", "u-ana");
    return (await tx.writings.waiting([author?.id ?? ""], "letter")).map((letter) => letter.id);
  });
  for (const wrong of [ana, cleo, dan]) {
    wrong.looks();
    await misdirected(id, wrong);
    expect(wrong.last()).not.toMatch(/heron/);
  }
  await misdirected(id, ben);
  ben.sees(/& A letter for you\nAna: About the heron/);
});
