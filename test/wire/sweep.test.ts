/** Every button on every message that either of the two can see, with a restart after each tap. */
import { afterEach, describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/application/commands/index.ts";
import { type Couple, together } from "./couples.ts";
import { Explorer } from "./explorer.ts";
import { last, read, type Somebody } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

const DAY = 86_400_000;

/** What one of the two does to bring messages with buttons about. */
type Bring = (who: Somebody, other: Somebody) => Promise<void>;

/** A card of its own day, in the shared place. */
const card: Bring = async (who) => {
  await who.types("/checkin heart", "home");
};
const sealed: Bring = async (who, other) => {
  await card(who, other);
  await who.answers("Words of a sweep.");
};
const revealed: Bring = async (who, other) => {
  await sealed(who, other);
  await other.answers("Other words of a sweep.");
  await wire.later(5_000);
  // A line about something new may stand below it.
  const newest = who.sees("home").slice(-2);
  expect(newest.map(({ text }) => text).join("\n")).toMatch(/You have both answered\./);
};
const proposed: Bring = async (who) => {
  await who.types("/rituals add checkin sat 10:00");
};

const SITUATIONS: Readonly<Record<string, Bring>> = {
  card,
  sealed,
  revealed,
  proposed,
  "opened in private": async (who) => {
    await who.types("/checkin heart");
  },
  "further words": async (who, other) => {
    await sealed(who, other);
    await who.writes("More words of a sweep.");
  },
  "words below": async (who, other) => {
    await revealed(who, other);
    await who.writes("Words below.");
  },
  "two cards open": async (who, other) => {
    await card(who, other);
    await who.types("/checkin checkin", "home");
    await who.writes("For which?");
    await who.types("/answer");
  },
  reminded: async (who, other) => {
    await card(who, other);
    await other.types("/settings reminders on");
    await who.types("/settings reminders on");
    for (let hours = 0; hours < 168 && !last(who).includes(wire.t("reminder.line")); hours += 6)
      await wire.later(DAY / 4);
  },
  "left over": async (who, other) => {
    await sealed(who, other);
    const asked = () =>
      who
        .sees()
        .slice(-3)
        .some(({ text }) => /was not shown to anybody/.test(text));
    for (let days = 0; days < 8 && !asked(); days++) await wire.later(DAY);
    // After several such days it is also asked how often cards should come.
    const often = who.sees().at(-1);
    const pace = often?.buttons.find(({ action }) => action.startsWith("pace_"));
    if (often && pace) await who.tapsOn(often, pace.action);
  },
  "another zone": async (who, other) => {
    await other.types("/settings timezone Lisbon");
    await who.types("/settings timezone Tokyo");
  },
  "a resting ritual": async (who) => {
    await who.types("/rituals rest heart");
    await who.types("/rituals");
  },
};

/** Whatever was tapped before, the story can go on. */
async function calmDown({ ana, ben }: Couple): Promise<void> {
  await wire.until(new Date(Math.ceil((wire.clock.now() + 1) / DAY) * DAY + DAY / 2).toISOString());
  for (const who of [ana, ben]) {
    await who.types("/resume");
    for (const words of ["quiet off", "timezone Berlin", "cards shared"]) await who.types(`/settings ${words}`);
  }
}

/**
 * Buttons that belong to coming together and leaving: `pairing.test.ts` and `own.test.ts` tap them; pages,
 * lists of months, days, hours and countries, and rituals whose cards would come in between. Every one of those is
 * tapped in `test/scenario`, where a restart takes less time.
 */
const ELSEWHERE = new RegExp(
  [
    "^(forgetyes|anewyes|join|agree|agreei|agreep|inv|pair|pairok|pairno|hello)(_|$)",
    "^(guide_[a-z]|radd_|rmore|rwhen_(?!checkin)|checkin_(?!heart|checkin))",
    "^(country|cset|dates|dateset|dateoff|keep|zset|qset|pace)(_|$)",
  ].join("|"),
);

describe.each(["telegram", "discord"] as const)("%s", (platform) => {
  test("no fresh button is dead, and nothing breaks", { timeout: 240_000 }, async () => {
    wire = await openWire({ platforms: [platform] });
    const two = await together(wire, platform);
    const { ana, ben } = two;
    const explorer = new Explorer(wire, [ana, ben], ELSEWHERE);
    for (const [who, other] of [
      [ana, ben],
      [ben, ana],
    ] as const) {
      for (const { name } of COMMANDS) {
        for (const where of ["private", "home"] as const) {
          await calmDown(two);
          await explorer.explore(async () => void (await who.types(`/${name}`, where)));
        }
      }
      for (const bring of Object.values(SITUATIONS)) {
        await explorer.explore(async () => {
          await calmDown(two);
          await bring(who, other);
        });
      }
    }
    expect(explorer.complaints).toEqual([]);
    const verbs = ["answer", "chg", "back", "pass", "flag", "resp", "half", "halfyes", "left", "racc", "rdec", "set"];
    for (const who of [ana, ben]) expect([...explorer.verbs(who)]).toEqual(expect.arrayContaining(verbs));
    expect(read(ana)).not.toContain(wire.t("sorry"));
  });
});
