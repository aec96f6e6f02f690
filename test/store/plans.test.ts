/** No repository walks through a whole table, however large the installation grows. */
import { describe, expect, it } from "vitest";
import type { Tx } from "../../src/ports/store.ts";
import type { SqliteStore } from "../../src/store/index.ts";
import {
  couple,
  NOW,
  open,
  openRound,
  pair,
  person,
  place,
  privateChat,
  ritual,
  row,
  sharedChat,
  text,
} from "./helpers.ts";

/** Every statement that `work` prepares. */
async function statementsOf(store: SqliteStore, work: (tx: Tx) => Promise<unknown>): Promise<string[]> {
  const { database } = store.internals;
  const prepare = database.prepare.bind(database);
  const seen: string[] = [];
  database.prepare = ((source: string) => {
    seen.push(source);
    return prepare(source);
  }) as typeof database.prepare;
  try {
    await store.transaction(work);
  } finally {
    database.prepare = prepare as typeof database.prepare;
  }
  return seen.filter((source) => !/^(begin|commit)/.test(source));
}

function planOf(store: SqliteStore, source: string): string[] {
  const blanks = Array.from(source.matchAll(/\?/g), () => null);
  const rows = store.internals.database.prepare(`explain query plan ${source}`).all(...blanks) as { detail: string }[];
  return rows.map((one) => one.detail);
}

const scans = (plan: string[]) => plan.filter((line) => /^SCAN (?!json_each|CONSTANT|\d)/.test(line));

/** `timers.next` reads the first entry of an index in its order: SQLite calls that a scan too. */
const FIRST_OF_ALL = 'select "kind", "ref", "at" from "timers" order by "at", "kind", "ref" limit ?';

/** Everything the port can do, but for the two that count. */
async function everything(tx: Tx): Promise<void> {
  await pair(tx, "c");
  await tx.events.claim("t", "1", NOW);
  await tx.events.bury("t", "1", "x", NOW);
  await tx.events.prune(NOW);
  await tx.people.byAccount("test", "user-ca");
  await tx.couples.ofPerson("ca");
  await tx.couples.save(couple("c", "ca", "cb"));
  await tx.places.byChat("test", "chat-cplace");
  await tx.places.ofCouple("c");
  await tx.places.waiting("test", "7", 0, 5);
  await tx.places.waitingFor("ca");
  await tx.places.save(place("w"));
  await tx.places.migrate("test", "chat-w", "chat-v");
  await tx.places.remove("w");
  await tx.invites.save({ codeHash: "h", inviter: "ca", expiresAt: NOW, acceptedBy: null });
  await tx.invites.ofInviter("ca");
  await tx.invites.acceptedBy("ca");
  await tx.invites.guessed("t", "u", NOW);
  await tx.invites.guesses("t", "u", NOW);
  await tx.rituals.save(ritual("ri", "c"));
  await tx.rituals.ofCouple("c");
  await tx.rounds.save(openRound("r", "c"));
  await tx.rounds.ofCouple("c", ["open", "half"]);
  await tx.rounds.ofRitual("ri", ["open"]);
  await tx.rounds.history("c");
  await tx.answers.put("r", "ca", text("x"));
  await tx.answers.get("r", "ca");
  await tx.answers.ofAuthor("ca");
  await tx.answers.shownBefore("ca", NOW, 100);
  await tx.answers.shownBefore("ca", NOW, 100, "c");
  await tx.drafts.ofPerson("ca");
  await tx.writings.ofAuthor("ca");
  await tx.writings.waiting(["ca", "cb"], "jar");
  await tx.messages.ofRound("r", "card");
  await tx.messages.latest(sharedChat("s"), "card");
  await tx.messages.prune(NOW);
  await tx.timers.set({ kind: "window", ref: "r", at: NOW }, "c");
  await tx.timers.due(NOW, 100);
  await tx.timers.next();
  const id = await tx.outbox.add(row(privateChat("u")), NOW);
  const [first] = await tx.outbox.ready("test", NOW, new Set(["x"]), 50);
  if (first !== undefined) await tx.outbox.update(first);
  await tx.outbox.nextAt("test", NOW);
  await tx.outbox.ofChat(privateChat("u"));
  await tx.outbox.park(privateChat("u"));
  await tx.outbox.unpark(privateChat("u"));
  await tx.outbox.dead(5);
  await tx.outbox.removeWhere({ couple: "c" });
  await tx.outbox.removeWhere({ round: "r" });
  await tx.outbox.remove(id ?? "");
  await tx.couples.remove("c");
  await tx.people.save(person("ca"));
  await tx.people.erase("ca", NOW);
}

describe("query plans", () => {
  it("never scan a table", async () => {
    const store = await open();
    const statements = await statementsOf(store, everything);
    expect(statements.length).toBeGreaterThan(70);
    const bad = statements
      .filter((source) => source !== FIRST_OF_ALL)
      .map((source) => ({ source, scans: scans(planOf(store, source)) }))
      .filter((one) => one.scans.length > 0);
    expect(bad).toEqual([]);
  });

  it("would be seen to scan (control)", async () => {
    const store = await open();
    expect(scans(planOf(store, "select * from timers where couple_id || 'x' = ?"))).toHaveLength(1);
  });

  it("sort nothing where only the first few are wanted", async () => {
    const store = await open();
    const statements = await statementsOf(store, async ({ timers, outbox }) => {
      await timers.due(NOW, 100);
      await timers.next();
      await outbox.ready("test", NOW, new Set(), 50);
      await outbox.nextAt("test", NOW);
    });
    const plans = statements.map((source) => planOf(store, source).join("\n"));
    expect(plans.filter((plan) => plan.includes("USE TEMP B-TREE"))).toEqual([]);
    const used = plans.join("\n");
    for (const index of [
      "timers_at",
      "outbox_awake",
      "outbox_reveals",
      "outbox_begun",
      "outbox_asleep",
      "outbox_chat",
      "outbox_not_before",
      "outbox_retry_at",
    ]) {
      expect(used).toContain(index);
    }
  });

  it("find what may be sent among 20,000 chats that wait, without looking at each", async () => {
    const store = await open();
    const { database } = store.internals;
    await store.transaction((tx) => tx.outbox.add(row(privateChat("u")), NOW));
    database.exec(`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
      insert into outbox (id, dedupe, lane, platform, chat_key, chat_kind, chat_ref, view, params, operation, refs, replace,
        not_before, retry_at, wake_at, attempts, sent_refs, state, created_at)
      select 'i' || i, 'd' || i, 'scheduled', 'test', 'test:p:' || i, 'private', i, 'v', '{}', 'send', '[]', 0,
        ${NOW + 1000}, 0, ${NOW + 1000}, 0, '[]', 'waiting', 0 from n`);
    const ready = () => store.transaction((tx) => tx.outbox.ready("test", NOW, new Set(), 50));
    expect(await ready()).toHaveLength(1);
  });
});
