/** A ritual that only data describes, added as CONTRIBUTING.md says: no code is needed, on any adapter. */
import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addRitual, copyOfData } from "../docs/adding.ts";
import { PLACES } from "./places.ts";
import { read } from "./somebody.ts";
import { Through } from "./through.ts";
import { openWire, type Wire } from "./wire.ts";

let data: string;
let id: string;
beforeAll(() => {
  data = copyOfData();
  id = addRitual(data);
});
afterAll(() => rmSync(data, { recursive: true }));

describe.each(PLACES)("$name", ({ platforms, meet, where }) => {
  let wire: Wire;
  afterEach(async () => {
    expect(await wire.end()).toEqual([]);
  });

  test("a new ritual is opened and gone through to its end", async () => {
    wire = await openWire({ platforms, data });
    const two = await meet(wire);
    const kind = wire.content.ritualKind(id);
    if (!kind) throw new Error("the new ritual was not loaded");
    const through = new Through(wire, two, where);
    const rounds = await through.run(kind);
    expect(through.complaints).toEqual([]);
    const went = rounds.map(({ cards, disclosure, state, asked }) => [cards.join(), disclosure, state, asked.length]);
    expect(went.toSorted()).toEqual([
      ["tea-best-cup", "both", "closed", 2],
      ["tea-leaves", "both", "revealed", 2],
      ["tea-put-down", "own", "closed", 1],
      ["tea-put-down", "own", "closed", 1],
      ["tea-shall-we", "match", "revealed", 2],
    ]);
    for (const person of [two.ana, two.ben]) {
      const seen = read(person, where);
      expect(seen).toContain("Tea for two");
      expect(seen).toContain("Yes, tea");
      expect(seen).toContain(wire.t("spoken.done"));
      expect(read(person)).toContain("Kept for you alone");
      expect(seen).toMatch(/The leaves promise[\s\S]*heron\d+ofAna[\s\S]*heron\d+ofBen/);
    }
  });

  test("a new ritual is added to the week, and comes", async () => {
    wire = await openWire({ platforms, data });
    const { ana, ben } = await meet(wire);
    await ana.types("/rituals rest heart", where);
    await ana.types(`/rituals add ${id}`, where);
    await ben.taps(wire.t("button.accept"), where);
    await wire.until("2026-03-13T17:30:00Z");
    for (const person of [ana, ben]) expect(read(person, where)).toContain("A cup of tea for two");
  });
});
