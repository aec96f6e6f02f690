import type { Migration } from "kysely/migration";
import * as first from "./0001-first.ts";

/** In order of their names. A migration that was released is never changed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = { "0001-first": first };
