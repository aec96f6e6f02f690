/**
 * A database as it would be after years: many couples, written straight into the tables. The couples
 * that a measurement touches have real keys; the others' keys and names are noise of the same length.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Instant } from "../../src/domain/ids.ts";
import { openSqlite, type SqliteStore } from "../../src/store/index.ts";
import { loadMasterKey, openVault, type Vault } from "../../src/vault/index.ts";

const ZONE = "Europe/Berlin";
const DAY = 24 * 60 * 60_000;
/** A card with one text field. */
const OPEN_CARD = "open-heart-first";

/** A couple that something happens to. */
export interface Live {
  /** Its place among all; they lie scattered over the tables. */
  readonly index: number;
  readonly chatId: string;
  /** The platform's user ids. */
  readonly a: string;
  readonly b: string;
  /** A card has come and nobody has answered. */
  readonly open?: boolean;
}

export interface Seed {
  readonly folder: string;
  readonly platform: "telegram" | "discord";
  readonly couples: number;
  readonly live?: readonly Live[];
  /** When the rituals are due; default: tomorrow, spread over the hours. */
  readonly dueAt?: Instant;
  /** Instead: every ritual is due in the minute that begins here, as many in each second. */
  readonly spreadOver?: Instant;
  /** Days with a revealed card behind every live couple. */
  readonly history?: number;
}

const NOISE = 34;
const WRAPPED = 61;

export const idOf = (kind: "a" | "b" | "c" | "r", index: number) => `${kind}${String(index).padStart(15, "0")}`;

/** Every row that pairing and agreeing on a daily card leave behind; later migrations add columns with defaults. */
const FILL = [
  ...["a", "b"].flatMap((seat) => [
    `insert into people (id, platform, user_id, name, language, zone, reminders, tell_answered, clear_typed, deep,
       reachable, agreed_at, told_deleting, created_at) select printf('${seat}%015d', i), :platform, '${seat}' || i,
       randomblob(${NOISE}), 'en', '${ZONE}', 1, 0, 0, 0, 1, :past, 0, :past from n`,
    `insert into data_keys (owner, wrapped, version, master_version) select printf('${seat}%015d', i),
       randomblob(${WRAPPED}), 1, 1 from n`,
  ]),
  `insert into couples (id, language, zone, zone_asked, cards, created_at) select printf('c%015d', i), 'en', '${ZONE}',
     1, 'shared', :past from n`,
  ...["a", "b"].map(
    (seat) => `insert into couple_members (person_id, couple_id, seat) select printf('${seat}%015d', i),
       printf('c%015d', i), '${seat}' from n`,
  ),
  `insert into places (id, platform, chat_id, couple_id, active, told_others, created_at) select printf('l%015d', i),
     :platform, 'x' || i, printf('c%015d', i), 1, 0, :past from n`,
  `insert into rituals (id, couple_id, kind, rule, zone, state, proposed_by, occurrences, created_at) select
     printf('r%015d', i), printf('c%015d', i), 'heart', :rule, '${ZONE}', 'active', 'a', 3, :past from n`,
  `insert into timers (kind, ref, at, couple_id) select 'ritual', printf('r%015d', i),
     coalesce(:due, :past + (i % 86400) * 1000), printf('c%015d', i) from n`,
];

/** Minutes after midnight on the couples' clocks. */
function localMinute(at: Instant): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const [hour, minute] = parts.format(at).split(":").map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

function localDate(at: Instant): string {
  return new Intl.DateTimeFormat("sv", { timeZone: ZONE }).format(at);
}

function cardIds(): readonly string[] {
  const deck = readFileSync(join(import.meta.dirname, "../../data/decks/en/spark.yaml"), "utf8");
  return [...deck.matchAll(/- id: (\S+)/g)].map((match) => match[1] ?? "");
}

function fill({ internals: { database } }: SqliteStore, seed: Seed, now: Instant): void {
  const { couples, platform } = seed;
  // An hour that is just over: what is due now is this day's card.
  const at = localMinute(seed.dueAt ?? now - 60_000);
  const values = {
    platform,
    past: now - 30 * DAY,
    due: seed.dueAt ?? null,
    rule: JSON.stringify({ every: "day", at }),
    last: couples - 1,
  };
  const n = "with recursive n(i) as (values(0) union all select i + 1 from n where i < :last)";
  for (const statement of FILL) {
    const text = statement.replace(/ select\s/, ` ${n} select `);
    database.prepare(text).run(Object.fromEntries(Object.entries(values).filter(([key]) => text.includes(`:${key}`))));
  }
  if (seed.dueAt !== undefined) return;
  const { spreadOver } = seed;
  if (spreadOver === undefined) database.prepare("update timers set at = at + ?").run(31 * DAY);
  else database.prepare("update timers set at = ? + (at - ?) % 60000").run(spreadOver, values.past);
}

/** Real people in place of the noise. */
function enliven({ internals: { database } }: SqliteStore, vault: Vault, live: Live, platform: string): void {
  for (const seat of ["a", "b"] as const) {
    const id = idOf(seat, live.index);
    const key = vault.createKey(id);
    const name = vault.seal(key, { table: "people.name", row: id }, seat === "a" ? "Ana" : "Ben");
    database.prepare("update data_keys set wrapped = ? where owner = ?").run(key.bytes, id);
    database.prepare("update people set name = ?, user_id = ? where id = ?").run(name, live[seat], id);
    vault.forget(id);
  }
  const place = "update places set chat_id = ? where platform = ? and couple_id = ?";
  database.prepare(place).run(live.chatId, platform, idOf("c", live.index));
}

const ROUND = `insert into rounds (id, couple_id, ritual_id, kind, cards, disclosure, date, opened_at, delivered_at,
  window_ends_at, reminded, state, revealed_at, detail) values (:id, :couple, :ritual, 'heart', :cards, 'both', :date, :at, :at, :ends, 1,
  :state, :revealed, :detail)`;

function addRounds({ internals: { database } }: SqliteStore, seed: Seed, live: Live, now: Instant): void {
  const insert = database.prepare(ROUND);
  const cards = cardIds();
  const base = { couple: idOf("c", live.index), ritual: idOf("r", live.index) };
  const seal = { passed: false, settlesAt: null, flag: null };
  for (let day = 1; day <= (seed.history ?? 0); day++) {
    const at = now - day * DAY;
    const seals = { a: { ...seal, at }, b: { ...seal, at } };
    const detail = JSON.stringify({ seals, revealedAt: at, blanked: [], responses: {} });
    const own = {
      id: `h${String(live.index).padStart(9, "0")}d${String(day).padStart(5, "0")}`,
      at,
      ends: at + DAY / 2,
    };
    const card = JSON.stringify([cards[(live.index + day) % cards.length]]);
    insert.run({ ...base, ...own, cards: card, date: localDate(at), state: "revealed", revealed: at, detail });
  }
  if (!live.open) return;
  const own = { id: `o${String(live.index).padStart(15, "0")}`, at: now - 60_000, ends: now + DAY };
  const card = JSON.stringify([OPEN_CARD]);
  insert.run({ ...base, ...own, cards: card, date: localDate(now), state: "open", revealed: null, detail: "{}" });
}

/** Makes `bench.db` and its key in `seed.folder`. */
export async function seedDatabase(seed: Seed): Promise<void> {
  const now = Date.now();
  const file = join(seed.folder, "bench.db");
  const vault = openVault(loadMasterKey({ env: {}, keyFile: join(seed.folder, "key"), databaseExists: false }));
  const store = await openSqlite({ file, vault, clock: { now: () => now } });
  const { database } = store.internals;
  // Nothing here has to survive anything; the program sets its own when it opens the file.
  database.pragma("journal_mode = OFF");
  database.pragma("synchronous = OFF");
  database.pragma("secure_delete = OFF");
  database.pragma("foreign_keys = OFF");
  database.pragma("cache_size = -262144");
  database.transaction(() => {
    fill(store, seed, now);
    for (const live of seed.live ?? []) {
      enliven(store, vault, live, seed.platform);
      addRounds(store, seed, live, now);
    }
  })();
  database.pragma("journal_mode = WAL");
  await store.close();
}
