/** Keys, erasure, backups and transactions. */
import type { Mutation } from "../mutation.ts";

export const STORE: readonly Mutation[] = [
  {
    name: "a person's key stays in memory after they were erased",
    find: "context.vault.forget(owner);",
    replace: "",
    tests: ["test/store/secrecy.test.ts"],
  },
  {
    name: "an erased person's key stays in the database",
    find: "DESTROY.run(context, { owner });",
    replace: "",
    tests: ["test/store/secrecy.test.ts"],
    ci: true,
  },
  {
    name: "erased people come back with a backup whose list lies beside it",
    find: "erasedListOf(options.from), ",
    replace: "",
    tests: ["test/store/backup.test.ts"],
    ci: true,
  },
  {
    name: "erased people come back when only the list beside the database is left",
    find: "[erasedListOf(options.file), ",
    replace: "[",
    tests: ["test/store/backup.test.ts"],
  },
  {
    name: "erased people come back with a backup",
    find: "...lists.flatMap(readErased), ...erasuresIn(options.file)",
    replace: "...erasuresIn(options.file)",
    tests: ["test/store/backup.test.ts"],
  },
  {
    name: "what was parked in a backup is sent after its restore",
    find: "where state in ('waiting', 'parked')",
    replace: "where state in ('waiting')",
    tests: ["test/store/backup.test.ts"],
  },
  {
    name: "sealed words open in another row",
    find: "spot.row}|",
    replace: "spot.table}|",
    tests: ["test/store/vault.test.ts"],
    ci: true,
  },
  {
    name: "a person's key is wrapped for anybody",
    find: "owner}|m",
    replace: "masterVersion}|m",
    tests: ["test/store/vault.test.ts"],
  },
  {
    name: "a nonce is used twice",
    find: "const nonce = randomBytes(NONCE);",
    replace: "const nonce = Buffer.alloc(NONCE);",
    tests: ["test/store/vault.test.ts"],
  },
  {
    name: "a job that failed leaves behind what it had done",
    find: 'connection.run("rollback to job");',
    replace: "",
    tests: ["test/store/sqlite.test.ts"],
  },
  {
    name: "an effect is told before it is on the disk",
    find: "told.push(() => first.resolve(value));",
    replace: "first.resolve(value);",
    tests: ["test/store/sqlite.test.ts", "test/faults/below.test.ts"],
  },
  {
    name: "what waits for an erased person is sent",
    find: 'await db.deleteFrom("outbox").where("chat_key", "=", chat).where("view", "<>", EMPTIED).execute();',
    replace: "",
    tests: ["test/store/sqlite.test.ts"],
  },
  {
    name: "a confirmation outlives the person it was shown to",
    find: 'await db.deleteFrom("confirmations").where("platform"',
    replace: 'await db.deleteFrom("confirmations").where("action", "=", "").where("platform"',
    tests: ["test/store/sqlite.test.ts"],
  },
  {
    name: "files that nothing mentions stay",
    find: "removeLoose(context);\n        return value;",
    replace: "return value;",
    tests: ["test/store/sqlite.test.ts"],
  },
];
