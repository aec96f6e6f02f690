/** The whole database as it lies on the disk, to see that nothing has changed. */
import type { Stage } from "./stage.ts";

type Row = Record<string, unknown>;

/** Claims of events, what is on its way and what will go by itself: they come with events that do nothing, too. */
const PASSING = ["events", "outbox", "passing", "sqlite_sequence"];

/** Every row of every table but `except`. A column is left out as `table.column`. */
export function whole(stage: Stage, except: readonly string[] = []): string {
  const { database } = stage.store.internals;
  const names = database.prepare("select name from sqlite_schema where type = 'table' order by name").pluck().all();
  const tables = (names as string[]).filter((name) => ![...PASSING, ...except].includes(name));
  const lines = tables.flatMap((table) => {
    const rows = database.prepare(`select * from ${table}`).all() as Row[];
    return rows
      .filter((row) => table !== "timers" || row.kind !== "passing")
      .map((row) => {
        const kept = Object.entries(row).filter(([column]) => !except.includes(`${table}.${column}`));
        return `${table} ${JSON.stringify(kept, (_, value) => (Buffer.isBuffer(value) ? value.toString("hex") : value))}`;
      });
  });
  return lines.sort().join("\n");
}

/** Two ids of each kind, and the accounts, whoever could know them. */
export function everyId(stage: Stage): readonly string[] {
  const { database } = stage.store.internals;
  const of = (query: string) => database.prepare(query).pluck().all() as string[];
  const tables = ["people", "couples", "places", "rituals", "rounds", "writings", "drafts"];
  return [
    ...tables.flatMap((table) => of(`select id from ${table} limit 2`)),
    ...of("select user_id from people limit 2"),
  ];
}
