/**
 * Statements that Kysely writes once. Writing one takes it longer than SQLite takes to carry it out,
 * and the text is the same each time: only the values change.
 */
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from "kysely";
import type { Context } from "./context.ts";
import type { Schema } from "./schema.ts";

/** Stands where a value will be. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * `+?` has the value of `?`. Where a bare one might decide which index fits, SQLite plans the statement
 * anew each time another value is bound to it, which takes ten times as long as carrying it out.
 */
class PlannedOnce extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return "+?";
  }
}

/** Writes statements and has no database. */
const writer = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new PlannedOnce(),
  },
});

type Write<V, R> = (db: Kysely<Schema>, values: V) => Compilable<R>;
type Executor = Pick<Context, "connection">;

/** One statement, with the values `V` and rows like `R`. Written when it is first needed. */
export class Statement<V extends object, R> {
  readonly #write: Write<V, R>;
  #text = "";
  #slots: readonly unknown[] = [];

  constructor(write: Write<V, R>) {
    this.#write = write;
  }

  all({ connection }: Executor, values: V): R[] {
    const given = this.#fill(values);
    return connection.all(this.#text, given) as R[];
  }

  first({ connection }: Executor, values: V): R | undefined {
    const given = this.#fill(values);
    return connection.first(this.#text, given) as R | undefined;
  }

  /** For what gives no rows: how many it changed. */
  run({ connection }: Executor, values: V): number {
    const given = this.#fill(values);
    return connection.run(this.#text, given);
  }

  #fill(values: V): unknown[] {
    if (this.#text === "") this.#compile(Object.keys(values));
    const named = values as Readonly<Record<string, unknown>>;
    return this.#slots.map((slot) => (slot instanceof Slot ? named[slot.name] : slot));
  }

  #compile(names: readonly string[]): void {
    const slots = Object.fromEntries(names.map((name) => [name, new Slot(name)]));
    const { sql: text, parameters } = this.#write(writer, slots as V).compile();
    this.#slots = parameters;
    this.#text = text;
  }
}

/**
 * A statement to be used again and again. `write` sees a slot in place of each value, so it may put
 * values in and must not look at them. Every use gives values by the same names.
 */
export function statement<V extends object, R>(write: Write<V, R>): Statement<V, R> {
  return new Statement(write);
}

/** A statement in SQL, where Kysely has no words for it. */
export function raw<V extends object, R>(write: (values: V) => ReturnType<typeof sql<R>>): Statement<V, R> {
  return new Statement((db, values) => ({ compile: () => write(values).compile(db) }));
}

/**
 * For `on conflict … do update set`: the columns of the row that was to be inserted, but for those
 * that stay: a column that is set has every index on it written anew, changed or not.
 */
export function replaced<C extends object, K extends keyof C & string>(columns: C, ...stay: readonly K[]): Omit<C, K> {
  const names = Object.keys(columns).filter((name) => !(stay as readonly string[]).includes(name));
  return Object.fromEntries(names.map((name) => [name, sql.ref(`excluded.${name}`)])) as Omit<C, K>;
}
