/** Many people at the same moment, at the platforms' own pace. */
import { afterEach, expect, test } from "vitest";
import { inChannel } from "./couples.ts";
import { read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

/** More than discord.js would let through in a second beside everything else. */
const MANY = 70;
/** At 30 a second the last of them waits for a while, on a busy machine for longer. */
const PATIENT = { timeoutMs: 20_000 };

test("discord: everybody who presses in the same second is answered", async () => {
  wire = await openWire({ platforms: ["discord"], paced: true });
  const { ana, home, guild } = await inChannel(wire);
  const people = Array.from({ length: MANY }, (_, n) => wire.discord.user({ username: `person${n}` }));
  for (const each of people) guild.adds(each);
  home.overwrite("everyone", {});
  await wire.discord.waitFor(() => read(ana).includes(wire.t("third.told.open")));
  const card = home.last;
  if (!card) throw new Error("nothing in the channel");
  const asked = people.map((each) => each.presses(card, wire.t("button.first-card")));
  for (const exchange of asked) expect((await exchange.reply).text).toBe(wire.t("not-yours"));
  expect(wire.lines.filter((line) => /acknowledged|not shown|429/.test(line))).toEqual([]);
});

test("telegram: everybody who writes in the same second is answered", async () => {
  wire = await openWire({ platforms: ["telegram"], paced: true });
  wire.telegram.limits.enabled = true;
  const people = Array.from({ length: MANY }, (_, n) => wire.telegram.user({ first_name: `Person ${n}` }));
  for (const person of people) person.start();
  for (const person of people) await person.chat.waitForMessage(wire.t("hello.line"), PATIENT);
  for (const person of people) expect(person.chat.fromBot).toHaveLength(1);
  // Reads share the limit, so a few are refused; what is refused is sent later, once.
  const refused = wire.telegram.requests.filter(({ error }) => error?.code === 429);
  expect(refused.length).toBeLessThan(MANY / 10);
});
