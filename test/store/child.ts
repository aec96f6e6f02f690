/** A second process for the tests: commits one person, begins another, and never ends by itself. */
import { writeSync } from "node:fs";
import { openSqlite } from "../../src/store/index.ts";
import { openVault } from "../../src/vault/index.ts";

const [file = "", key = ""] = process.argv.slice(2);
const person = (id: string) => ({
  id,
  platform: "test",
  userId: id,
  name: `Name of ${id}`,
  language: "en",
  zone: "UTC",
  quiet: null,
  reminders: true,
  tellAnswered: false,
  clearTyped: false,
  deep: false,
  pace: null,
  reachable: true,
  agreedAt: null,
  focus: null,
  toldDeleting: false,
  named: false,
  country: null,
  keep: "forever" as const,
  dates: [],
  sharesTrend: false,
  createdAt: 1,
});

const vault = openVault({ key: Buffer.from(key, "base64"), version: 1, from: "environment", loose: false });
try {
  const store = await openSqlite({ file, vault, clock: { now: () => 1 } });
  await store.transaction((tx) => tx.people.save(person("ana")));
  await store.transaction(async (tx) => {
    await tx.people.save(person("unfinished"));
    writeSync(1, "committed\n");
    await new Promise(() => setInterval(() => {}, 1000));
  });
} catch (error) {
  writeSync(1, `${(error as Error).name}\n`);
}
