/** The honesty question: a no makes cards light for both, and nothing anywhere says whose it was. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import { seededRandom } from "../model/seeded.ts";
import { couple } from "./actor.ts";
import { answers, fillIn } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const content = loadContent("data");
const DAY = 24 * 3_600_000;

type Rows = Readonly<Record<string, readonly object[]>>;

/** Every row of the database, table by table; sealed words as they lie there. */
function rowsOf(on: Stage): Rows {
  const { database } = on.store.internals;
  const tables = database
    .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all() as { name: string }[];
  // Of the installation, and other in each: the rest is what the two did.
  const own = tables.filter(({ name }) => !/^(meta|kysely_)/.test(name));
  const bare = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => !Buffer.isBuffer(value)));
  return Object.fromEntries(
    own.map(({ name }) => [name, (database.prepare(`select * from "${name}"`).all() as object[]).map(bare)]),
  );
}

/** A world in which Ana says one thing to the honesty question. */
async function world(says: string): Promise<{ rows: Rows; ben: string; ana: string }> {
  const on = await openStage({ random: seededRandom("honesty") });
  const { ana, ben, home } = await couple(on);
  await ana.types("/checkin honesty");
  await ana.taps(says);
  const rows = rowsOf(on);
  const said = ana.transcript();
  await on.later(3 * DAY);
  const seen = { rows, ben: ben.transcript() + ben.transcript(home), ana: said };
  await on.end();
  return seen;
}

describe("honesty · a no", () => {
  test("is in the database nowhere: all that differs is until when cards are light, to the day", async () => {
    const [no, yes] = [await world("No, not quite"), await world("Yes")];
    const differing = Object.keys(no.rows).filter(
      (table) => JSON.stringify(no.rows[table]) !== JSON.stringify(yes.rows[table]),
    );
    expect(differing).toEqual(["couples"]);
    const [couple_] = no.rows.couples as { gentle_until: number }[];
    expect(yes.rows.couples).toMatchObject([{ gentle_until: null }]);
    const since = Date.parse("2026-03-11T11:00:00Z");
    expect(couple_?.gentle_until).toBeGreaterThanOrEqual(since + 60 * DAY);
    expect(couple_?.gentle_until).toBeLessThan(since + 61 * DAY);
    expect((couple_?.gentle_until ?? 1) % DAY).toBe(0);
    expect(no.ben.replaceAll(/^.*\?$/gm, "")).toBe(yes.ben.replaceAll(/^.*\?$/gm, ""));
  });

  test("offers its author alone people to talk to, at once and in private", async () => {
    const [no, yes] = [await world("No, not quite"), await world("Yes")];
    expect(no.ana).toMatch(/People to talk to\nIn case you’d like to talk to somebody outside/);
    // A screen that came only after a no would tell whoever looks at it what was said.
    expect(yes.ana).toBe(no.ana);
    for (const one of [no, yes]) expect(one.ben).not.toMatch(/People to talk to|free to answer/);
  });

  test("keeps cards light for both for 60 days, and no longer", { timeout: 60_000 }, async () => {
    const { ana, ben, home } = await couple(stage);
    await stage.until("2026-03-11T19:30:00Z");
    for (let day = 0; day < 8; day++) {
      for (const one of [ana, ben]) {
        await one.taps("Answer", home);
        await fillIn(one, "words");
      }
      await stage.later(DAY);
    }
    await ana.types("/checkin honesty");
    await ana.taps("No, not quite");
    const depths = async () => {
      const known = await stage.store.transaction(async (tx) => {
        const me = await tx.people.byAccount("stage", ben.account.userId);
        const own = me && (await tx.couples.ofPerson(me.id));
        return own ? tx.rounds.history(own.id) : [];
      });
      return known
        .filter(({ kind }) => kind === "heart")
        .map(({ cards, openedAt }) => ({ depth: content.card(cards[0] ?? "", "en")?.depth, openedAt }));
    };
    const said = stage.now;
    for (let day = 0; day < 8; day++) await stage.later(DAY);
    await stage.later(46 * DAY);
    for (let day = 0; day < 18; day++) await stage.later(DAY);
    const after = (await depths()).filter(({ openedAt }) => openedAt > said);
    const during = after.filter(({ openedAt }) => openedAt < said + 60 * DAY);
    expect(during.length).toBeGreaterThan(12);
    expect(during.filter(({ depth }) => depth !== 1)).toEqual([]);
    expect(after.some(({ depth, openedAt }) => openedAt > said + 61 * DAY && depth === 2)).toBe(true);
    ben.neverSaw(/light cards|free to answer/i, home);
  });
});

test("honesty · either answer is not stored, and the export holds none", async () => {
  const { ana } = await couple(stage);
  await ana.types("/checkin honesty");
  await ana.taps("No, not quite");
  const stored = await stage.store.transaction(async (tx) => {
    const me = await tx.people.byAccount("stage", ana.account.userId);
    if (!me) throw new Error("Ana is not there");
    return [await tx.answers.ofAuthor(me.id), await tx.drafts.ofPerson(me.id), await tx.writings.ofAuthor(me.id)];
  });
  expect(stored).toEqual([[], [], []]);
});

test("self-check · “rarely free to answer honestly” offers people to talk to, to its author alone", async () => {
  const { ana, ben, home } = await couple(stage);
  await ana.types("/checkin", home);
  await answers(ana, "otter", home);
  ben.looks();
  await ana.types("/checkin selfcheck");
  for (let n = 0; n < 9; n++) await ana.taps("Often");
  await ana.taps("Rarely");
  ana.sees(/People to talk to\nIn case you’d like/);
  ben.seesNothing();
});
