/** Answers that are no words: from the first photo to the half that was taken back. */
import { afterEach, expect, test } from "vitest";
import type { MediaBlock } from "../../src/domain/message.ts";
import type { Chat, Received } from "../../src/ports/chat.ts";
import { type Actor, couple } from "./actor.ts";
import { apart, firstCard } from "./couples.ts";
import { showing } from "./showing.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

let stage: Stage;
afterEach(() => stage.end());

async function opened() {
  stage = await openStage({ data: showing() });
  const two = await couple(stage);
  await two.ana.types("/checkin showing", two.home);
  return two;
}

function filesIn(actor: Actor, chat: Chat): MediaBlock[] {
  return actor.shown(chat).flatMap(({ message }) => message.blocks.filter((block) => block.type === "media"));
}

function bytesIn(actor: Actor, chat: Chat): string[] {
  return filesIn(actor, chat).map(({ data }) => Buffer.from(data ?? []).toString());
}

const stored = () => stage.store.internals.database.prepare("select count(*) from media").pluck().get() as number;

async function answersAll(actor: Actor, home: Chat, look: Received["kind"] = "photo"): Promise<void> {
  await actor.taps("Answer", home);
  await actor.sendsFile(look, { caption: `${actor.name} at the lake` });
  await stage.restart();
  await actor.sendsFile("voice");
  await actor.taps("Skip");
  actor.hasSeen(/Sealed\./);
}

test("a photo and a voice message are asked for, sealed over a restart, and shown to both together", async () => {
  const { ana, ben, home } = await opened();
  await ana.taps("Answer", home);
  ana.sees(/1 of 3: A look[\s\S]*Send a photo or a video here, or write a line instead\./);
  await ana.sendsFile("photo", { caption: "Ana at the lake" });
  ana.sees(/2 of 3: A sound[\s\S]*Send a voice message here\./);
  await stage.restart();
  await ana.sendsFile("voice");
  await ana.taps("Skip");
  ana.sees(/^Sealed\./);
  expect(bytesIn(ana, home)).toEqual([]);
  ben.neverSaw(/lake/);
  await answersAll(ben, home);
  ana.hasSeen(/Ana: A look: a photo: Ana at the lake[\s\S]*A sound: a voice message/, home);
  ana.hasSeen(/<photo Ana · A look>\n<voice Ana · A sound>\n<photo Ben · A look>\n<voice Ben · A sound>/, home);
  expect(bytesIn(ana, home)).toEqual(["photo of Ana", "voice of Ana", "photo of Ben", "voice of Ben"]);
  expect(filesIn(ana, home).every(({ covered }) => covered)).toBe(true);
  ana.sees(/And a word back\?/, home);
});

test("a line takes a photo's place, and a video note is a video", async () => {
  const { ana, ben, home } = await opened();
  await ana.taps("Answer", home);
  await ana.says("grey, with a heron in it");
  await ana.taps("Skip");
  await ana.sendsFile("file");
  ana.sees(/^Sealed\./);
  await answersAll(ben, home, "video-note");
  ana.hasSeen(/Ana: A look: grey, with a heron in it\n\nA paper: a file/, home);
  ana.hasSeen(/Ben: A look: a video message: Ben at the lake/, home);
  expect(filesIn(ana, home).map(({ kind }) => kind)).toEqual(["file", "video-note", "voice"]);
});

test("a half that is taken back takes its files along, from the chat and from storage", async () => {
  const { ana, ben, home } = await opened();
  await answersAll(ana, home);
  await answersAll(ben, home);
  await ana.taps("Hug 🤗", home);
  expect(bytesIn(ben, home)).toHaveLength(4);
  expect(stored()).toBe(4);
  await ana.taps("Take back my half", home);
  await ana.taps("Blank my half");
  ben.hasSeen(/Ana has taken this half back/, home);
  expect(filesIn(ben, home).map(({ caption }) => caption)).toEqual(["Ben · A look", "Ben · A sound"]);
  expect(stored()).toBe(2);
});

test("what is taken back, replaced or forgotten before the reveal leaves no file behind", async () => {
  const { ana, home } = await opened();
  await answersAll(ana, home);
  expect(stored()).toBe(2);
  await ana.taps("Change");
  await ana.sendsFile("photo");
  expect(stored()).toBe(3);
  await ana.taps("Skip");
  await ana.taps("Skip");
  expect(stored()).toBe(1);
  await ana.taps("Take back");
  expect(stored()).toBe(0);
  await ana.taps("Answer after all");
  await ana.sendsFile("photo");
  expect(stored()).toBe(1);
  await stage.later(25 * 3_600_000);
  expect(stored()).toBe(0);
});

test("an edited message replaces the photo and its words until the reveal", async () => {
  const { ana, ben, home } = await opened();
  await ana.taps("Answer", home);
  const ref = await ana.sendsFile("photo", { caption: "before" });
  await ana.sendsFile("photo", { ref, edited: true, caption: "while answering", data: Buffer.from("second") });
  await ana.taps("Skip");
  await ana.taps("Skip");
  await ana.sendsFile("photo", { ref, edited: true, caption: "after sealing", data: Buffer.from("third") });
  await answersAll(ben, home);
  ana.hasSeen(/Ana: a photo: after sealing/, home);
  expect(bytesIn(ana, home)[0]).toBe("third");
  expect(stored()).toBe(3);
  await ana.sendsFile("photo", { ref, edited: true, data: Buffer.from("late") });
  ana.sees(/open already, so nothing of that was kept/);
  expect(bytesIn(ana, home)[0]).toBe("third");
});

test("an album fills the questions that follow, and its rest is named once", async () => {
  const { ana, ben, home } = await opened();
  await ana.taps("Answer", home);
  const before = ana.shown().length;
  for (const _each of [1, 2, 3]) await ana.sendsFile("photo", { album: "a1" });
  const said = ana.shown().slice(before);
  expect(said.map(({ message }) => message.blocks[0])).toEqual([
    { type: "paragraph", text: "Each question takes one: the first ones count, and nothing was kept of the rest." },
  ]);
  await stage.later(2_000);
  ana.sees(/2 of 3: A sound/);
  await ana.taps("Skip");
  await ana.taps("Skip");
  await answersAll(ben, home);
  expect(filesIn(ana, home).filter(({ caption }) => caption.startsWith("Ana"))).toHaveLength(1);
});

test("nothing is fetched that no question asks for, and each time its sender hears why", async () => {
  const { ana, ben, home } = await opened();
  await ana.sendsFile("sticker" as never);
  await ana.taps("Answer", home);
  const cases: [string, () => Promise<unknown>, RegExp][] = [
    ["another kind", () => ana.sendsFile("voice"), /Send a photo or a video here/],
    ["too large by its word", () => ana.sendsFile("photo", { size: 10_000_001 }), /larger than 10 MB/],
  ];
  for (const [name, send, line] of cases) {
    const fetched = ana.on.fetched.length;
    await send();
    expect(ana.transcript(), name).toMatch(line);
    expect(ana.on.fetched.length, name).toBe(fetched);
  }
  await ana.sendsFile("photo", { size: null, fetched: { type: "too-large" } });
  ana.sees(/larger than 10 MB/);
  await ana.sendsFile("photo", { fetched: { type: "gone" } });
  ana.sees(/couldn’t fetch that/);
  await ana.sendsFile("photo");
  await ana.says("a word where a voice is asked for");
  ana.hasSeen(/please send a voice message\./);
  await ana.taps("Skip");
  await ana.taps("Skip");
  await ana.sendsFile("photo");
  ana.sees(/sealed already, so nothing of that was kept/);
  await ana.taps("Add");
  await ana.sendsFile("photo");
  ana.sees(/Only words can be added/);
  await answersAll(ben, home);
  await ben.sendsFile("photo");
  ben.sees(/open already, so nothing of that was kept/);
  expect(stored()).toBe(3);
});

test("a card of words takes no file, and nobody else's chat learns of the try", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.sendsFile("photo");
  ana.sees(/No card is waiting for that/);
  await firstCard({ ana, ben }, home);
  await ana.taps("Answer", home);
  ben.looks();
  await ana.sendsFile("photo");
  ana.sees(/answered in words, so nothing of that was kept/);
  ben.seesNothing();
  expect(ana.on.fetched).toEqual([]);
  const stranger = stage.person("Zed");
  await stranger.sendsFile("photo");
  expect(ana.on.fetched).toEqual([]);
});

test("words that are added later stand with the photo, and both are erased with their author", async () => {
  const { ana, ben, home } = await opened();
  await ana.taps("Answer", home);
  await ana.sendsFile("photo", { caption: "the lake" });
  await ana.taps("Skip");
  await ana.taps("Skip");
  await ana.taps("Add");
  await ana.says("and the heron");
  await answersAll(ben, home);
  ana.hasSeen(/Ana: a photo: the lake\n\nand the heron/, home);
  await ben.types("/forget");
  await ben.taps("Leave quietly");
  expect(stored()).toBe(1);
});

test("one's own files come with the export, and nobody else's", async () => {
  const { ana, ben, home } = await opened();
  await answersAll(ana, home);
  await answersAll(ben, home);
  await ana.exports();
  const blocks = ana.shown().at(-1)?.message.blocks ?? [];
  const files = blocks.flatMap((block) => (block.type === "file" && !/export/.test(block.name) ? [block] : []));
  expect(files.map(({ data }) => Buffer.from(data).toString())).toEqual(["photo of Ana", "voice of Ana"]);
  expect(files.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^2026-03-11-\w+\.jpg$/),
    expect.stringMatching(/^2026-03-11-\w+\.ogg$/),
  ]);
});

test("words with a photo are looked at like any others before they are sealed", async () => {
  const { ana, ben, home } = await opened();
  await ana.taps("Answer", home);
  await ana.sendsFile("photo", { caption: "I am afraid of you" });
  await ana.taps("Skip");
  ben.looks();
  await ana.taps("Skip");
  expect(ana.transcript()).not.toMatch(/Sealed\./);
  expect(stored()).toBe(1);
  ben.seesNothing();
  await ana.taps("Seal as it is");
  await answersAll(ben, home);
  expect(bytesIn(ana, home)[0]).toBe("photo of Ana");
});

test("as a form: uploads and lines on pages of five inputs, a failed one is asked again, what was there stays", async () => {
  stage = await openStageOfTwo({ data: showing() });
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin showing");
  const reply = await ben.taps("Answer");
  if (reply.type !== "form") throw new Error("no form");
  expect(reply.form.fields.map(({ id, input, required }) => [id, input.kind, required])).toEqual([
    ["0", "media", false],
    ["0w", "text", false],
    ["1", "media", false],
    ["2", "media", false],
  ]);
  const upload = (file: string, kind: Received["kind"] = "photo"): Received[] => [
    { kind, file, size: 5, mime: kind === "photo" ? "image/png" : "audio/ogg", name: null },
  ];
  ben.on.files.set("p", { type: "bytes", data: Buffer.from("ben's photo") });
  ben.on.files.set("v", { type: "gone" });
  await ben.submits(reply.form.action, { "0w": [] }, { "0": upload("p"), "1": upload("v", "voice") });
  ben.hasSeen(/couldn’t fetch that/);
  ben.sees(/few more questions/);
  ben.on.files.set("v", { type: "bytes", data: Buffer.from("ben's voice") });
  const again = await ben.taps("Go on");
  if (again.type !== "form") throw new Error("no form");
  expect(again.form.fields[0]?.hint).toMatch(/One is there/);
  await ben.submits(again.form.action, {}, { "1": upload("v", "voice") });
  ben.hasSeen(/Sealed\./);
  await ana.sendsFile("photo");
  await ana.taps("Skip");
  await ana.taps("Skip");
  for (const one of [ana, ben]) expect(bytesIn(one, one.home)).toEqual(["photo of Ana", "ben's photo", "ben's voice"]);
  await ben.sendsFile("photo");
  ben.sees(/open already/);
});

test("where answers come by form, a file in the private chat is led to the card", async () => {
  stage = await openStageOfTwo({ data: showing() });
  const { ana, ben } = await apart(stage, "forms");
  await ana.types("/checkin showing");
  await ben.sendsFile("photo");
  ben.sees(/add it to the card itself/);
  expect((await ben.taps("Answer")).type).toBe("form");
  expect(ben.on.fetched).toEqual([]);
});

test("the vision board is drawn for each of the two, with photos and lines", async () => {
  stage = await openStage();
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin vision", home);
  for (const one of [ana, ben]) {
    await one.taps("Answer", home);
    for (const square of ["a warm kitchen", "swims", "cards", "the choir", "a desk"])
      await one.says(`${one.name}: ${square}`);
    await one.taps("Skip");
    one.hasSeen(/Sealed\./);
  }
  const boards = filesIn(ana, home);
  expect(boards.map(({ key, caption, mime }) => [key, caption, mime])).toEqual([
    ["boarda", "Ana · the board", "image/png"],
    ["boardb", "Ben · the board", "image/png"],
  ]);
  for (const { data } of boards)
    expect(
      Buffer.from(data ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
});
