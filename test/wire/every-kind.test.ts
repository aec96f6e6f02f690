/** Every ritual kind there is, on every adapter: a kind that is added later is told here by itself. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import { PLACES } from "./places.ts";
import { Through } from "./through.ts";
import { openWire, type Wire } from "./wire.ts";

const KINDS = loadContent("data").rituals;
const DAY = 86_400_000;

describe.each(PLACES)("$name", ({ platforms, meet, where }) => {
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
