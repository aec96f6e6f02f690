/** Two people of one name are told apart, and either can say what they want to be called. */
import { afterEach, describe, expect, test } from "vitest";
import { type Couple, type Platform, together } from "./couples.ts";
import { OnDiscord } from "./on-discord.ts";
import { OnTelegram } from "./on-telegram.ts";
import { last, read, type Somebody } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

const platforms = ["telegram", "discord"] as const;

async function begin(platform: Platform, names: readonly [string, string] = ["Ana", "Ben"]): Promise<Couple> {
  wire = await openWire({ platforms: [platform] });
  return together(wire, platform, names);
}

async function oneEvening({ ana, ben }: Couple): Promise<string> {
  await ana.types("/checkin heart", "home");
  await ana.answers("Hers.");
  await ben.answers("His.");
  await wire.core.settle();
  return read(ana, "home");
}

/** Chooses a name as a thumb does: a button, then a form or a message. */
async function choosesByButton(who: Somebody, name: string): Promise<void> {
  await who.types("/settings");
  await who.taps(wire.t("button.name"));
  if (who.platform === "discord") await who.submits({ [wire.t("name.form-label")]: name });
  else await who.writes(name);
}

describe.each(platforms)("%s", (platform) => {
  test("a reveal between Alex and ALEX", async () => {
    const couple = await begin(platform, ["Alex", "ALEX"]);
    expect(await oneEvening(couple)).toMatch(/Alex \(1\)[\s\S]*Hers\.[\s\S]*ALEX \(2\)[\s\S]*His\./);
    expect(read(couple.ben, "home")).toContain("Alex (1)");
  });

  test("two of one name are each told once, with the way to another name", async () => {
    const { ana, ben } = await begin(platform, ["Alex", "ALEX"]);
    for (const [who, mine, other] of [
      [ana, "Alex (1)", "ALEX (2)"],
      [ben, "ALEX (2)", "Alex (1)"],
    ] as const) {
      expect(read(who).split(wire.t("name.alike", { mine, other }))).toHaveLength(2);
    }
    await ben.taps(wire.t("button.name"));
    if (platform === "discord") await ben.submits({ [wire.t("name.form-label")]: "Lex" });
    else await ben.writes("Lex");
    expect(last(ben)).toBe(wire.t("name.set", { name: "Lex" }));
    const shown = await oneEvening({ ana, ben });
    expect(shown).toMatch(/Alex\n[\s\S]*Hers\.[\s\S]*Lex\n[\s\S]*His\./);
    expect(shown.slice(shown.indexOf("Hers."))).not.toContain("(2)");
  });

  test("two of different names hear nothing of it", async () => {
    const { ana } = await begin(platform);
    expect(read(ana)).not.toContain(wire.t("button.name"));
  });

  test("a name by button stays when the platform's changes, until it is given up", async () => {
    const { ana, ben } = await begin(platform);
    await choosesByButton(ana, "  Anni  ");
    expect(last(ana)).toBe(wire.t("name.set", { name: "Anni" }));
    rename(ana, "Anastasia");
    await ana.types("/settings");
    expect(last(ana)).toContain(wire.t("settings.name.chosen", { name: "Anni" }));
    expect(await oneEvening({ ana, ben })).toContain("Anni");
    await ana.types("/settings");
    await ana.taps(wire.t("button.name-platform"));
    expect(read(ana)).toContain(wire.t("name.set", { name: "Anastasia" }));
    rename(ana, "Nastya");
    await ana.types("/settings");
    expect(last(ana)).toContain(wire.t("settings.name.platform", { name: "Nastya" }));
  });

  test("a name is typed and refused, exported, and gone with everything else", async () => {
    const { ana } = await begin(platform);
    const family = "👨‍👩‍👧‍👦";
    const refusals = [
      ["ben", "refused.name.partners"],
      ["Ｂ\u200bEN", "refused.name.partners"],
      ["x".repeat(41), "refused.name.too-long"],
      [`a${"\u0301".repeat(200)}`, "refused.name.too-long"],
      ["An\u202ea", "refused.name.characters"],
      ["\u2800", "refused.name.empty"],
    ] as const;
    for (const [name, key] of refusals) {
      await ana.types(`/settings name ${name}`);
      expect(last(ana)).toBe(wire.t(key, { max: 40 }));
    }
    await ana.types(`/settings name ${family.repeat(14)}`);
    expect(last(ana)).toBe(wire.t("name.set", { name: family.repeat(14) }));
    await ana.types("/settings name Anni");
    await ana.types("/export");
    await ana.taps(wire.t("button.export-yes"));
    expect(ana.files().find(({ name }) => name.endsWith(".json"))?.text).toContain('"name": "Anni"');
    await ana.types("/settings name off");
    expect(last(ana)).toBe(wire.t("name.set", { name: "Ana" }));
  });
});

test("telegram: a refused name is asked for again; several lines are none", async () => {
  const { ana } = await begin("telegram");
  await ana.types("/settings");
  await ana.taps(wire.t("button.name"));
  await ana.writes("Ben");
  await ana.writes("An\nni");
  expect(last(ana)).toBe(wire.t("refused.name.characters"));
  await ana.writes("Anni");
  expect(last(ana)).toBe(wire.t("name.set", { name: "Anni" }));
  await ana.writes("Not a name.");
  expect(last(ana)).not.toContain("Not a name");
});

function rename(who: Somebody, name: string): void {
  if (who instanceof OnTelegram || who instanceof OnDiscord) who.person.renames(name);
}
