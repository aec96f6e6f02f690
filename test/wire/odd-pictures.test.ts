/** Pictures that a platform does not take as one, over the wire: sent on all the same, and in their author's export. */
import { afterEach, describe, expect, test } from "vitest";
import { heif, png } from "../pictures/files.ts";
import { showing } from "../scenario/showing.ts";
import { inChannel, inGroup } from "./couples.ts";
import type { OnTelegram } from "./on-telegram.ts";
import { read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

const FIELDS = ["photo", "voice", "video", "video_note", "document"];

/** Every file that came into a chat on Telegram: how, and its bytes. */
function arrived(chat: number | string) {
  return wire.telegram.requests.flatMap(({ method, params, outcome }) => {
    const file = FIELDS.map((name) => params[name] as { content?: Buffer } | undefined).find((one) => one?.content);
    if (outcome !== "ok" || !file?.content || String(params.chat_id) !== String(chat)) return [];
    return [[method, file.content.length] as const];
  });
}

async function answers(who: OnTelegram, content: Buffer, mime = "image/png"): Promise<void> {
  await who.taps(wire.t("button.answer"), "home");
  who.person.sendsFile("document", { content, mime });
  await wire.calm();
  for (let left = 2; left > 0; left -= 1) await who.taps(wire.t("button.skip"));
  expect(read(who)).toContain(wire.t("sealed.done"));
}

/** Of more pixels than Telegram takes as a photo. */
const WIDE = png(9_000, 6_000);

describe("telegram", () => {
  test("a picture of too many pixels is in the export, as it was sent", async () => {
    wire = await openWire({ platforms: ["telegram"], data: showing() });
    const { ana, home } = await inGroup(wire);
    await ana.types("/checkin showing", "home");
    await answers(ana, WIDE);
    await ana.types("/export");
    await ana.taps(wire.t("button.export-yes"));
    expect(arrived(ana.person.id)).toContainEqual(["sendDocument", WIDE.length]);
    expect(arrived(home.id)).toEqual([]);
  });

  test("a photo as some phones store them is taken as one, and sent on as it is", async () => {
    wire = await openWire({ platforms: ["telegram"], data: showing() });
    const { ana, ben, home } = await inGroup(wire);
    await ana.types("/checkin showing", "home");
    const photo = heif("heic", 4_032, 3_024);
    await answers(ana, photo, "image/heic");
    await answers(ben, WIDE);
    const sizes = [photo, WIDE].map(({ length }) => ["sendDocument", length]);
    expect(arrived(home.id)).toEqual(sizes);
  });

  test("one file that is refused does not keep the rest of an export back", async () => {
    wire = await openWire({ platforms: ["telegram"], data: showing() });
    const { ana } = await inGroup(wire);
    await ana.types("/checkin showing", "home");
    await answers(ana, png(30, 20));
    wire.telegram.onRequest(({ method, params }) => {
      const { filename } = (params.document ?? {}) as { filename?: string };
      if (filename === undefined || /ampersand/.test(filename)) return;
      wire.telegram.faults.next(method, { kind: "status", code: 413 });
    });
    await ana.types("/export");
    await ana.taps(wire.t("button.export-yes"));
    expect(ana.files().map(({ name }) => name)).toEqual(["ampersand-export.json", "ampersand-export.html"]);
    expect(read(ana)).toMatch(/“.+” is not here, because this chat doesn’t take it/);
  });
});

test("discord: one file that is refused does not keep the rest of an export back", async () => {
  wire = await openWire({ platforms: ["discord"], data: showing() });
  const { ana } = await inChannel(wire);
  await ana.types("/checkin showing", "home");
  await ana.taps(wire.t("button.answer"), "home");
  const photo = [{ name: "lake.png", data: png(30, 20), contentType: "image/png" }];
  await ana.submits({ "A look": photo, "A look, in words": "", "A sound": [], "A paper": [] });
  wire.discord.onRequest(({ method, route, files }) => {
    const body = { code: 40005, message: "Request entity too large" };
    if (method === "POST" || method === "PATCH")
      if (files?.some(({ name }) => name === "lake.png"))
        wire.discord.faults.next(route, { kind: "status", status: 413, body });
  });
  await ana.types("/export");
  await ana.taps(wire.t("button.export-yes"));
  expect(ana.files().map(({ name }) => name)).toEqual(["ampersand-export.json", "ampersand-export.html"]);
  expect(read(ana)).toContain("“lake.png” is not here");
});
