/** A couple with something of everything, and a way to see whether anything about it has changed. */
import { type Couple, type InChannel, type Platform, together } from "./couples.ts";
import type { OnDiscord } from "./on-discord.ts";
import type { OnTelegram } from "./on-telegram.ts";
import { read, type Somebody } from "./somebody.ts";
import type { Wire } from "./wire.ts";

/** In the couple's names and words, and nowhere else. */
const MARKED = { ana: "Anaheron", ben: "Benotter" } as const;
export const MARKS = /Anaheron|Benotter|kingfisher|sandpiper|cormorant|bittern/i;

export interface Victims<P extends Somebody = Somebody> extends Couple<P> {
  /** Where their channel is, on Discord. */
  readonly guild?: InChannel["guild"];
  /** Everything a button of theirs carries, and every id of theirs. */
  readonly actions: readonly string[];
  readonly ids: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/** Not state: which events were seen, and how often an account has guessed. */
const PASSING = new Set(["events", "guesses", "settings", "meta", "kysely_migration", "kysely_migration_lock"]);

function rows(wire: Wire): readonly { readonly table: string; readonly row: Row }[] {
  const { database } = wire.store.internals;
  const tables = database.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
  return tables
    .filter((table) => !PASSING.has(table) && !table.startsWith("sqlite_"))
    .flatMap((table) => (database.prepare(`select * from "${table}"`).all() as Row[]).map((row) => ({ table, row })));
}

function ids(wire: Wire, { ana, ben }: Couple): readonly string[] {
  const { database } = wire.store.internals;
  const all = (query: string, ...of: string[]) =>
    database
      .prepare(query)
      .pluck()
      .all(...of) as string[];
  const people = [ana, ben].flatMap((who) => all("select id from people where user_id = ?", who.userId));
  const couples = all("select couple_id from couple_members where person_id = ?", people[0] ?? "");
  const [couple = ""] = couples;
  const of = (table: string) => all(`select id from ${table} where couple_id = ?`, couple);
  const drafts = people.flatMap((id) => all("select id from drafts where person_id = ?", id));
  return [...people, ...couples, ...of("rounds"), ...of("rituals"), ...of("places"), ...drafts];
}

/** Every row that names the couple, anyone or anything of it, as it lies in the database. */
export function stateOf(wire: Wire, victims: Pick<Victims, "ids" | "ana" | "ben">): string {
  const known = [...victims.ids, victims.ana.userId, victims.ben.userId];
  const written = rows(wire).map(({ table, row }) => {
    const text = JSON.stringify(row, plain);
    return `${table} ${text}`;
  });
  return written.filter((line) => known.some((id) => line.includes(id))).join("\n");
}

function plain(_: string, value: unknown): unknown {
  return Buffer.isBuffer(value) ? value.toString("hex") : value;
}

/** What belongs to one of the two alone: what they chose, their key, and every word they sealed. */
export function ownOf(wire: Wire, who: Somebody): string {
  const { database } = wire.store.internals;
  const row = database.prepare("select * from people where user_id = ?").get(who.userId) as Row;
  // Every save seals the name anew.
  const { focus, reachable, told_deleting, name, ...chosen } = row;
  const all = (query: string) => database.prepare(query).all(String(row.id));
  const key = all("select * from data_keys where owner = ?");
  const answers = all("select * from answers where author = ? order by round_id");
  return JSON.stringify([chosen, key, answers], plain);
}

/** Whether a round waits in which this one has sealed something. */
export function waitsFor(wire: Wire, who: Somebody): boolean {
  const query = `select count(*) from rounds join answers on round_id = rounds.id join people on people.id = author
    where user_id = ? and state in ('open', 'half', 'ready')`;
  return Number(wire.store.internals.database.prepare(query).pluck().get(who.userId)) > 0;
}

/** Everything that the two can read anywhere. */
export function seenBy({ ana, ben }: Couple): string {
  return [read(ana), read(ben), read(ana, "home")].join("\n=====\n");
}

/** A round that is shown, one with one seal, words that wait to be explained, a proposal, screens of every kind. */
export function victims(wire: Wire, platform: "telegram"): Promise<Victims<OnTelegram>>;
export function victims(wire: Wire, platform: "discord"): Promise<Victims<OnDiscord>>;
export function victims(wire: Wire, platform: Platform): Promise<Victims>;
export async function victims(wire: Wire, platform: Platform): Promise<Victims> {
  const two = await together(wire, platform, [MARKED.ana, MARKED.ben]);
  const { ana, ben } = two;
  await ana.taps(wire.t("button.first-card"), "home");
  await ana.answers("The kingfisher at the pond.");
  await ben.answers("A sandpiper on the beach.");
  await ben.writes("And a cormorant below it.");
  await ana.types("/checkin checkin", "home");
  await ana.answers("The bittern in the reeds.");
  for (const command of ["/rituals add checkin sun 19:00", "/rituals", "/settings", "/settings quiet", "/forget"])
    await ana.types(command);
  const shown = [...ana.sees("home"), ...ana.sees(), ...ben.sees()].flatMap(({ buttons }) => buttons);
  const actions = [...new Set(shown.map(({ action }) => action).filter((action) => action !== ""))];
  return { ...two, actions, ids: ids(wire, two) };
}
