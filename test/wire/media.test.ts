/** Photos, voices and files on the wire: asked for, fetched, shown to both, taken back. */
import { afterEach, describe, expect, test } from "vitest";
import type { FileInput } from "../fakes/discord/types.ts";
import { showing } from "../scenario/showing.ts";
import { apart, inChannel, inGroup } from "./couples.ts";
import { OnDiscord } from "./on-discord.ts";
import { OnTelegram } from "./on-telegram.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

const PHOTO = Buffer.from("the bytes of a photo");
const VOICE = Buffer.from("the bytes of a voice");
const sealed = () => wire.t("sealed.done");

interface Sent {
  readonly method: string;
  readonly chat: number;
  readonly bytes: string;
  readonly caption: string;
  readonly spoiler: boolean;
}

const FIELDS = ["photo", "voice", "video", "video_note", "document"];

/** Every file that was sent on Telegram, in order. */
function sentOnTelegram(): Sent[] {
  return wire.telegram.requests.flatMap(({ method, params, outcome }) => {
    const file = FIELDS.map((name) => params[name] as { content?: Buffer } | undefined).find((one) => one?.content);
    if (outcome !== "ok" || !file?.content) return [];
    const { chat_id: chat, caption = "", has_spoiler: spoiler = false } = params;
    return [{ method, chat: Number(chat), bytes: file.content.toString(), caption, spoiler } as Sent];
  });
}

async function answersOnTelegram(who: OnTelegram, voice = VOICE): Promise<void> {
  who.person.photo({ content: PHOTO, caption: `${who.name} was here` });
  await wire.calm();
  await wire.restart();
  who.person.voice({ content: voice });
  await wire.calm();
  await who.taps(wire.t("button.skip"));
  expect(read(who)).toContain(sealed());
}

const upload = (name: string, data: Buffer, contentType: string): FileInput[] => [{ name, data, contentType }];

async function answersOnDiscord(who: OnDiscord, where: "home" | "private"): Promise<void> {
  const { form } = await who.taps(wire.t("button.answer"), where);
  expect(form).toEqual(["A look", "A look, in words", "A sound", "A paper"]);
  await who.submits({
    "A look": upload("lake.png", PHOTO, "image/png"),
    "A look, in words": "",
    "A sound": upload("note.ogg", VOICE, "audio/ogg"),
    "A paper": [],
  });
  expect(read(who)).toContain(sealed());
}

describe("telegram", () => {
  async function opened() {
    wire = await openWire({ platforms: ["telegram"], data: showing() });
    const two = await inGroup(wire);
    await two.ana.types("/checkin showing", "home");
    return two;
  }

  test("two photos and two voices come as one run, the photos covered, and go when their half is taken back", async () => {
    const { ana, ben, home } = await opened();
    for (const who of [ana, ben]) {
      await who.taps(wire.t("button.answer"), "home");
      expect(last(who)).toContain("Send a photo or a video here");
      await answersOnTelegram(who);
    }
    const chat = home.id;
    expect(sentOnTelegram()).toEqual([
      { method: "sendPhoto", chat, bytes: String(PHOTO), caption: "Ana · A look", spoiler: true },
      { method: "sendVoice", chat, bytes: String(VOICE), caption: "Ana · A sound", spoiler: false },
      { method: "sendPhoto", chat, bytes: String(PHOTO), caption: "Ben · A look", spoiler: true },
      { method: "sendVoice", chat, bytes: String(VOICE), caption: "Ben · A sound", spoiler: false },
    ]);
    const run = home.fromBot.slice(-6);
    expect(run.map(({ id }) => id - (run[0]?.id ?? 0))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(run[0]?.text).toContain("Ana was here");
    expect(run[5]?.buttons.flat().map(({ text }) => text)).toContain(wire.t("response.hug"));
    await ben.taps(wire.t("response.hug"), "home");
    expect(last(ana, "home")).toContain(wire.t("response.hug"));
    await wire.restart();
    await ana.taps(wire.t("button.half"), "home");
    await ana.taps(wire.t("button.half-yes"));
    const shown = home.fromBot.filter(({ deleted }) => !deleted).map(({ text }) => text);
    expect(shown.filter((text) => text.startsWith("Ana ·"))).toEqual([]);
    expect(shown.filter((text) => text.startsWith("Ben ·"))).toHaveLength(2);
    expect(shown.join("\n")).not.toContain("Ana was here");
    expect(sentOnTelegram()).toHaveLength(4);
  });

  test("what is too old to be deleted is emptied; a voice, which cannot be, stays and is told to the operator", async () => {
    const { ana, ben, home } = await opened();
    for (const who of [ana, ben]) {
      await who.taps(wire.t("button.answer"), "home");
      await answersOnTelegram(who);
    }
    await wire.later(49 * 3_600_000);
    await ana.taps(wire.t("button.half"), "home");
    await ana.taps(wire.t("button.half-yes"));
    const emptied = wire.telegram.requests.filter(
      ({ method, outcome }) => method === "editMessageMedia" && outcome === "ok",
    );
    expect(emptied).toHaveLength(1);
    expect(home.fromBot.map(({ text }) => text).join("\n")).not.toMatch(/Ana was here|Ana · A look/);
    expect(home.fromBot.filter(({ text }) => text === "Ana · A sound")).toHaveLength(1);
    expect(wire.errors.join()).toContain("the platform rejected a message");
    wire.errors.length = 0;
    await wire.store.transaction(async (tx) => {
      for (const row of await tx.outbox.dead(10)) await tx.outbox.remove(row.id);
    });
  });

  test("too large, another kind, or a card of words: nothing is downloaded and the sender hears why", async () => {
    const { ana } = await opened();
    await ana.taps(wire.t("button.answer"), "home");
    ana.person.photo({ content: Buffer.alloc(10_000_001) });
    await wire.calm();
    expect(last(ana)).toBe(wire.t("media.too-large"));
    ana.person.voice({ content: VOICE });
    await wire.calm();
    expect(read(ana)).toContain(wire.t("media.kind-else", { what: "a photo or a video" }));
    expect(wire.telegram.requests.filter(({ method }) => method === "getFile")).toEqual([]);
    ana.person.sticker();
    await wire.calm();
    expect(last(ana)).toBe(wire.t("unsupported"));
    ana.person.sendsFile("document", { content: PHOTO });
    await wire.calm();
    expect(read(ana)).not.toContain(sealed());
  });

  test("an album fills what is asked and no more; what the platform lost is asked for again", async () => {
    const { ana, ben } = await opened();
    await ana.taps(wire.t("button.answer"), "home");
    wire.telegram.faults.next("getFile", { kind: "status", code: 400, description: "wrong file_id" });
    ana.person.photo({ content: PHOTO });
    await wire.calm();
    expect(last(ana)).toBe(wire.t("media.again"));
    ana.person.album([{ kind: "photo" }, { kind: "photo" }, { kind: "photo" }]);
    await wire.calm();
    expect(read(ana).split(wire.t("media.one-each"))).toHaveLength(2);
    await wire.later(2_000);
    expect(last(ana)).toContain("2 of 3");
    expect(read(ben)).not.toContain(wire.t("media.one-each"));
  });

  test("a caption that is edited is edited in the answer", async () => {
    const { ana, ben, home } = await opened();
    await ana.taps(wire.t("button.answer"), "home");
    const photo = ana.person.photo({ content: PHOTO, caption: "frist" });
    await wire.calm();
    await ana.taps(wire.t("button.skip"));
    await ana.taps(wire.t("button.skip"));
    ana.person.edits(photo, "first");
    await wire.calm();
    await ben.taps(wire.t("button.answer"), "home");
    await answersOnTelegram(ben);
    expect(home.fromBot.map(({ text }) => text).join("\n")).toMatch(/a photo: first/);
  });
});

describe("discord", () => {
  test("files come with the form, covered in the channel, and go when their half is taken back", async () => {
    wire = await openWire({ platforms: ["discord"], data: showing() });
    const { ana, ben, home } = await inChannel(wire);
    await ana.types("/checkin showing", "home");
    for (const who of [ana, ben]) await answersOnDiscord(who, "home");
    const files = () =>
      ana.person
        .reads(home)
        .flatMap((message) =>
          message.attachments.map((one) => [message.text.replaceAll("\\", ""), one.filename, one.data.toString()]),
        );
    expect(files()).toEqual([
      ["-# Ana · A look", "SPOILER_lake.png", String(PHOTO)],
      ["-# Ana · A sound", "SPOILER_note.ogg", String(VOICE)],
      ["-# Ben · A look", "SPOILER_lake.png", String(PHOTO)],
      ["-# Ben · A sound", "SPOILER_note.ogg", String(VOICE)],
    ]);
    await ben.taps(wire.t("response.hug"), "home");
    expect(files()).toHaveLength(4);
    await wire.restart();
    await ana.taps(wire.t("button.half"), "home");
    await ana.taps(wire.t("button.half-yes"));
    expect(files().map(([words]) => words)).toEqual(["-# Ben · A look", "-# Ben · A sound"]);
    expect(read(ben, "home")).toContain(wire.t("reveal.taken-back", { name: "Ana" }));
  });

  test("a file in the direct chat is led to the form, and nothing is fetched", async () => {
    wire = await openWire({ platforms: ["discord"], data: showing() });
    const { ana } = await inChannel(wire);
    await ana.types("/checkin showing", "home");
    const message = ana.person.writesDM("look", { files: upload("lake.png", PHOTO, "image/png") });
    await wire.after(message.id);
    expect(last(ana)).toBe(wire.t("media.form"));
  });
});

test("across platforms: each sees the other's photo and voice, sent anew on their own", async () => {
  wire = await openWire({ data: showing() });
  const { ana, ben } = await apart(wire, "telegram", "discord");
  if (!(ana instanceof OnTelegram && ben instanceof OnDiscord)) throw new Error("on other platforms than asked");
  await ana.types("/checkin showing");
  await answersOnTelegram(ana);
  await answersOnDiscord(ben, "private");
  expect(sentOnTelegram().map(({ method, bytes, caption }) => [method, bytes, caption])).toEqual([
    ["sendPhoto", String(PHOTO), "Ana · A look"],
    ["sendVoice", String(VOICE), "Ana · A sound"],
    ["sendPhoto", String(PHOTO), "Ben · A look"],
    ["sendVoice", String(VOICE), "Ben · A sound"],
  ]);
  const files = ben.person.sees.flatMap(({ attachments }) => attachments);
  expect(files.map(({ filename, data }) => [/\.\w+$/.exec(filename)?.[0], data.toString()])).toEqual([
    [".jpg", String(PHOTO)],
    [".ogg", String(VOICE)],
    [".png", String(PHOTO)],
    [".ogg", String(VOICE)],
  ]);
  expect(files.every(({ filename }) => filename.startsWith("SPOILER_"))).toBe(true);
});
