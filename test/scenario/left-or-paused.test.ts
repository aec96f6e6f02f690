/** Leaving quietly looks like a pause: every command, every button and all that time does are compared word for word. */
import { expect, test, vi } from "vitest";
import { unit } from "../../src/domain/prng.ts";
import { begin, labels, SETTINGS, type Setting, seenBy, tap, type, WAYS, type World } from "./left-or-paused.ts";

// Two whole homes and hundreds of messages each, on machines that do other things as well.
vi.setConfig({ testTimeout: 120_000 });

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Every command there is, with what may be typed after it. */
const COMMANDS = [
  ..."/start /pair /checkin /answer /rituals /jar /support /pulse /repair /grow /letter /guide /settings".split(" "),
  ..."/pause /resume /privacy /export /forget /help".split(" "),
  ..."/pair ABCDE-FGHJK|/checkin heart|/checkin evening|/checkin jar|/checkin nothing|/rituals rest heart".split("|"),
  ..."/rituals wake heart|/rituals add talknight fri 20:00|/rituals length checkin 20|/jar withdraw".split("|"),
  ..."/jar And what do you fear?|/support no noise|/letter 2026-05-01|/guide 3|/settings quiet off".split("|"),
  ..."/settings quiet 20:00-23:00|/settings timezone Asia/Tokyo|/settings keep month|/settings keep forever".split("|"),
  ..."/settings cards each|/settings cards shared|/settings tell on|/settings reminders off|/settings deep on".split(
    "|",
  ),
  ..."/settings language en|/settings country DE|/settings date 06-21 joyful|/settings offers off".split("|"),
  ..."/pause 3|/resume|/pause|/answer some words".split("|"),
];

/** Leads out of the home, which a test of its own does. */
const LEAVES = ["Leave quietly", "Leave and empty my messages", "Yes, begin anew"];

async function inBoth(setting: Setting, act: (world: World) => Promise<void>): Promise<void> {
  const seen: (readonly string[])[] = [];
  for (const way of WAYS) {
    const world = await begin(setting, way);
    await act(world);
    seen.push(seenBy(world, setting));
    await world.stage.end();
  }
  expect(seen[1]).toEqual(seen[0]);
}

test.each(SETTINGS)("%s: every command, by day and in the quiet hours", async (setting) => {
  await inBoth(setting, async (world) => {
    for (const command of COMMANDS) await type(world, command);
    if (setting === "together") for (const command of COMMANDS) await type(world, command, true);
    await world.stage.until("2026-03-11T23:00:00Z");
    for (const command of COMMANDS) await type(world, command);
    await world.ben.says("hello?");
  });
});

test.each(SETTINGS)("%s: every button, and what they lead to", async (setting) => {
  await inBoth(setting, async (world) => {
    for (const command of COMMANDS) await type(world, command);
    const done = new Set<string>(LEAVES);
    for (let round = 0; round < 6; round++) {
      for (const { label, shared } of labels(world, setting)) {
        if (done.has(`${shared}${label}`) || done.has(label)) continue;
        done.add(`${shared}${label}`);
        if (labels(world, setting).some((one) => one.label === label && one.shared === shared)) {
          await tap(world, label, shared);
        }
      }
    }
    expect(done.size).toBeGreaterThan(60);
  });
});

test.each(SETTINGS)("%s: what time does, to the end of the year and after it", async (setting) => {
  await inBoth(setting, async (world) => {
    await world.ben.says("into the air");
    for (const days of [1, 1, 5, 7, 20, 40, 100, 180]) {
      await world.stage.later(days * DAY);
      await type(world, "/export");
      await tap(world, "Send me the files", false);
      for (const { label, shared } of labels(world, setting).filter((one) => /as a letter/.test(one.label))) {
        await tap(world, label, shared);
      }
    }
    await world.stage.restart();
    await world.stage.later(30 * DAY);
    for (const command of COMMANDS) await type(world, command);
    world.ben.hasSeen(/Cards have been paused for a year/);
  });
});

test.each([1, 2, 3, 4])("anything in any order (%i)", async (seed) => {
  const setting = SETTINGS[seed % 3] ?? "together";
  await inBoth(setting, async (world) => {
    let drawn = 0;
    const random = () => unit(`${seed}:${drawn++}`);
    for (let step = 0; step < 50; step++) {
      const known = labels(world, setting).filter(({ label }) => !LEAVES.includes(label));
      const one = random();
      const pick = known[Math.floor(random() * known.length)];
      const command = COMMANDS[Math.floor(random() * COMMANDS.length)] ?? "/help";
      if (one < 0.45 && pick) await tap(world, pick.label, pick.shared);
      else if (one < 0.8) await type(world, command);
      else {
        world.next();
        if (one < 0.9) await world.ben.says("a few words");
        else await world.stage.later(Math.floor(random() * 3 * DAY));
      }
    }
  });
});
