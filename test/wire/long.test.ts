/** Two answers too long for one message: an unbroken run, whatever happens in its middle (rule 2). */
import { afterEach, describe, expect, test } from "vitest";
import { inChannel, inGroup, together } from "./couples.ts";
import type { Somebody } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect((await wire.end()).filter((line) => !line.includes("could not be sent"))).toEqual([]);
});

/** 4,000 characters with nothing that repeats: a lost or doubled piece shows. */
function long(name: string): string {
  let text = "";
  for (let n = 0; text.length < 4000; n++) text += `${name}${n} *_[<&> `;
  return text.slice(0, 4000).trimEnd();
}

/** From here on one letter after another, however it was wrapped. */
const bare = (text: string) => text.replaceAll(/\s/g, "");

/** The messages of the bot in the shared place from the card on. */
function run(who: Somebody): readonly string[] {
  const all = who.sees("home").map(({ text }) => text);
  return all.slice(all.findLastIndex((text) => /You have both answered\./.test(text)));
}

/** Lets the second message of the run fail. */
function failSecond(platform: string, chatId: string): void {
  let parts = 0;
  const { telegram, discord } = wire;
  telegram.onRequest(({ method, params }) => {
    if (platform !== "telegram" || method !== "sendMessage" || String(params.chat_id) !== chatId) return;
    parts += 1;
    if (parts === 2) telegram.faults.next("sendMessage", { kind: "status", code: 502 });
  });
  discord.onRequest(({ method, path, route }) => {
    if (platform !== "discord" || method !== "POST" || !path.includes(`/channels/${chatId}/messages`)) return;
    parts += 1;
    if (parts === 2) discord.faults.next(route, { kind: "status", status: 502 });
  });
}

describe.each(["telegram", "discord"] as const)("%s", (platform) => {
  async function bothLong() {
    wire = await openWire({ platforms: [platform] });
    const two = platform === "telegram" ? await inGroup(wire) : await inChannel(wire);
    await two.ana.taps(wire.t("button.first-card"), "home");
    await two.ana.answers(long("ana"));
    return two;
  }

  function expectWhole(who: Somebody): void {
    const shown = bare(run(who).join(""));
    for (const name of ["ana", "ben"]) expect(shown.split(bare(long(name)))).toHaveLength(2);
  }

  test("both halves, whole and in order", async () => {
    const { ana, ben } = await bothLong();
    await ben.answers(long("ben"));
    await wire.later(4_000);
    expect(run(ana).length).toBeGreaterThan(1);
    expectWhole(ana);
  });

  test("a restart in its middle: it goes on where it stopped, with nothing in between", async () => {
    const { ana, ben, home } = await bothLong();
    failSecond(platform, String(home.id));
    await ben.answers(long("ben"));
    // A message that may be the first piece of a longer one is given a moment; a form is not.
    if (platform === "telegram") await wire.later(4_000);
    expect(run(ana)).toHaveLength(1);
    await wire.restart();
    await ben.types("/checkin checkin", "home");
    await wire.later(60_000);
    const shown = run(ana);
    const card = shown.findIndex((text) => text.includes(wire.t("ritual.checkin.title")));
    expect(card).toBe(shown.length - 1);
    expectWhole(ana);
  });

  test("responses and a half taken back keep both halves of a run consistent", async () => {
    const { ana, ben } = await bothLong();
    await ben.answers(long("ben"));
    await wire.later(4_000);
    const before = run(ana).length;
    await ben.taps(wire.t("response.same"), "home");
    expect(run(ana)).toHaveLength(before);
    expectWhole(ana);
    await ana.taps(wire.t("button.half"), "home");
    await ana.taps(wire.t("button.half-yes"));
    const shown = bare(run(ben).join(""));
    expect(shown).toContain(bare(long("ben")));
    expect(shown).not.toContain("ana17");
  });
});

test("one character too many is refused with the count, and kept in no part", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const { ana } = await together(wire, "telegram");
  await ana.taps(wire.t("button.first-card"), "home");
  await ana.taps(wire.t("button.answer"), "home");
  await ana.writes("z".repeat(4001));
  expect(ana.sees().at(-1)?.text).toContain("4,001 characters");
});
