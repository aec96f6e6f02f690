/** Every ritual kind there is, on every adapter: a kind that is added later is told here by itself. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import { apart, type Couple, inChannel, inGroup, inPlayground } from "./couples.ts";
import type { Where } from "./somebody.ts";
import { Through } from "./through.ts";
import { openWire, type Wire, type WireOptions } from "./wire.ts";

const KINDS = loadContent("data").rituals;
const DAY = 86_400_000;

interface Place {
  readonly platforms: NonNullable<WireOptions["platforms"]>;
  readonly meet: (wire: Wire) => Promise<Couple>;
  readonly where: Where;
}

const PLACES: Readonly<Record<string, Place>> = {
  "a group on Telegram": { platforms: ["telegram"], meet: inGroup, where: "home" },
  "a channel on Discord": { platforms: ["discord"], meet: inChannel, where: "home" },
  "one on Telegram, one on Discord": {
    platforms: ["telegram", "discord"],
    meet: (wire) => apart(wire, "telegram", "discord"),
    where: "private",
  },
  "the playground": { platforms: ["playground"], meet: inPlayground, where: "home" },
};

describe.each(Object.entries(PLACES))("%s", (_name, { platforms, meet, where }) => {
  let wire: Wire;
  let through: Through;
  beforeAll(async () => {
    wire = await openWire({ platforms });
    const two = await meet(wire);
    await two.ana.types("/rituals rest heart", where);
    through = new Through(wire, two, where);
  });
  afterAll(async () => {
    expect(await wire.end()).toEqual([]);
  });

  test.each(KINDS)("$id", async (kind) => {
    await wire.later(DAY - ((wire.clock.now() - DAY / 2) % DAY));
    through.complaints.length = 0;
    await through.run(kind);
    expect(through.complaints).toEqual([]);
    expect(await wire.store.transaction((tx) => tx.outbox.counts())).toMatchObject({ dead: 0 });
  });
});
