import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NOW, open, privateChat, row, tempFolder, vaultOf } from "./helpers.ts";

const CLI = join(import.meta.dirname, "../../src/cli");

/** Runs a command as an operator does, with the database and keys of `folder`. */
function run(folder: string, name: string, ...args: string[]) {
  const env = { DATABASE_URL: "file:test.db", AMPERSAND_MASTER_KEY: Buffer.alloc(32, 3).toString("base64") };
  const ended = spawnSync(process.execPath, [join(CLI, name), ...args], { cwd: folder, env, encoding: "utf8" });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

describe("the commands, started by an operator", () => {
  it("work on the configured database and say in one line what is wrong", async () => {
    const folder = tempFolder();
    const store = await open({ file: join(folder, "test.db"), vault: vaultOf(Buffer.alloc(32, 3)) });
    await store.transaction((tx) => tx.outbox.add(row(privateChat("x")), NOW));
    expect(run(folder, "backup.ts", "one.db")).toMatchObject({ code: 0, err: "" });
    const again = run(folder, "backup.ts", "one.db");
    expect(again).toEqual({ code: 1, out: "", err: "one.db is there already. Nothing was overwritten.\n" });
    const busy = run(folder, "restore.ts", "one.db");
    expect(busy).toEqual({ code: 1, out: "", err: "test.db is in use by another process. Stop that one first.\n" });
    await store.close();
    expect(run(folder, "restore.ts", "one.db")).toMatchObject({ code: 0, err: "" });
    expect(run(folder, "outbox.ts", "list").out).toMatch(/^restore$/m);
    expect(run(folder, "outbox.ts", "retry", "all").out).toBe("What was given up on waits again.\n");
    expect(run(folder, "outbox.ts").code).toBe(1);
    expect(run(folder, "restore.ts").code).toBe(1);
    expect(readdirSync(folder)).not.toContain("var");
  }, 60_000);
});
