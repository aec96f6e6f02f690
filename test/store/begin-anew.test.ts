/** Beginning anew, in the store: under a new id and key, and the same again when a backup from before is restored. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { backup } from "../../src/store/backup.ts";
import { restore } from "../../src/store/restore.ts";
import { NOW, open, openRound, pair, TestClock, tempFolder, text, vaultOf } from "./helpers.ts";

const KEY = Buffer.alloc(32, 7);
const clock = new TestClock();

async function notesOf(file: string, id: string) {
  const store = await open({ file, vault: vaultOf(KEY) });
  const found = await store.transaction(async (tx) => ({
    person: await tx.people.byAccount("test", "user-ca"),
    notes: (await tx.writings.ofAuthor(id)).map((one) => [one.kind, one.text]),
    own: (await tx.answers.ofAuthor(id)).map((one) => one.roundId),
    couple: await tx.couples.ofPerson("cb"),
    former: await tx.people.byId("ca"),
  }));
  await store.close();
  return found;
}

test("notes and what is one's own are kept under the new id; a restore of an older backup does it again", async () => {
  const folder = tempFolder();
  const [file, from] = [join(folder, "test.db"), join(folder, "old.db")];
  const store = await open({ file, vault: vaultOf(KEY) });
  await store.transaction(async (tx) => {
    await pair(tx, "c");
    const writing = { author: "ca", card: null, at: NOW, sentAt: null } as const;
    await tx.writings.save({ ...writing, id: "n", kind: "note", text: "a note" });
    await tx.writings.save({ ...writing, id: "l", kind: "letter", text: "a letter" });
    await tx.rounds.save(openRound("mine", "c", { disclosure: "own" }));
    await tx.rounds.save(openRound("both", "c"));
    await tx.answers.put("mine", "ca", text("for myself"));
    await tx.answers.put("both", "ca", text("for both"));
  });
  await backup({ file, to: from });
  await store.transaction((tx) => tx.people.beginAnew("ca", "next", NOW + 1));
  await store.close();
  const before = await notesOf(file, "next");
  expect(before).toMatchObject({ person: { id: "next" }, notes: [["note", "a note"]], own: ["mine"], former: null });
  expect(before.couple?.pauses.a).toMatchObject({ until: null });
  await restore({ file, from, vault: vaultOf(KEY), clock });
  const after = await notesOf(file, "next");
  expect(after).toMatchObject({ person: { id: "next" }, notes: [["note", "a note"]], own: ["mine"], former: null });
  expect(after.couple?.pauses.a).toMatchObject({ until: null });
});
