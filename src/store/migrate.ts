import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import type { Connection } from "./connection.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import type { Schema } from "./schema.ts";

/** Brings the tables up to this version, all in one transaction: completely or not at all. */
export async function migrate(db: Kysely<Schema>, connection: Connection): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  // A table that is made anew would take with it what refers to it. Inside a transaction it cannot be switched.
  connection.run("pragma foreign_keys = off");
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  connection.run("pragma foreign_keys = on");
}
