import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTranscript, type SqliteStore } from "../../src/store/index.ts";
import { Unreadable } from "../../src/vault/index.ts";
import { bytesIn, inPair, NOW, open, person, revealedRound, TestClock, tempFolder, text, vaultOf } from "./helpers.ts";

const MARKER = "MARKER-7f3a-nobody-else-may-read-this";

async function plant(store: SqliteStore, marker = MARKER): Promise<void> {
  await inPair(store, async (tx) => {
    await tx.people.save(person("ca", { name: marker }));
    await tx.rounds.save(revealedRound("r", "c"));
    await tx.answers.put("r", "ca", text(marker));
    await tx.answers.put("r", "cb", text(marker));
    const draft = {
      id: "d",
      personId: "ca",
      roundId: "r",
      purpose: "words",
      answer: text(marker),
      createdAt: NOW,
      expiresAt: NOW,
    } as const;
    await tx.drafts.save(draft);
    const photo = { kind: "media", mediaId: "m", media: "photo", mime: "image/jpeg", bytes: 9 } as const;
    const answer = { "card/look": { ...photo, name: marker, caption: marker, ref: null } };
    await tx.rounds.save(revealedRound("r3", "c"));
    await tx.answers.put("r3", "ca", answer);
    await tx.media.put({ id: "m", round: "r3", author: "ca", data: Buffer.from(marker.repeat(99)) });
    await tx.writings.save({ id: "w", author: "ca", kind: "letter", text: marker, card: null, at: NOW, sentAt: null });
  });
  await openTranscript(store).put({ id: "t", chat: "shared", body: marker, at: NOW });
}

/** Every sealed value and wrapped key of somebody, as it lies in the file. */
function sealedOf(store: SqliteStore, id: string): Buffer[] {
  const all = (query: string) => store.internals.database.prepare(query).pluck().all(id) as Buffer[];
  return [
    ...all("select wrapped from data_keys where owner = ?"),
    ...all("select name from people where id = ?"),
    ...all("select body from answers where author = ?"),
    ...all("select body from drafts where person_id = ?"),
    ...all("select body from media where author = ?"),
    ...all("select body from writings where author = ?"),
  ];
}

describe("what lies on the disk", () => {
  it("holds no word, neither in the database nor in its log", async () => {
    const folder = tempFolder();
    const store = await open({ file: join(folder, "test.db") });
    await plant(store);
    // The control: the search would find it.
    await store.transaction((tx) => tx.settings.set("clear", "CONTROL-in-the-clear"));
    expect(bytesIn(folder).includes("CONTROL-in-the-clear")).toBe(true);
    expect(bytesIn(folder).includes(MARKER)).toBe(false);
    await store.close();
    expect(bytesIn(folder).includes("CONTROL-in-the-clear")).toBe(true);
    expect(bytesIn(folder).includes(MARKER)).toBe(false);
  });

  it("holds neither key nor ciphertext after an erasure", async () => {
    const folder = tempFolder();
    const store = await open({ file: join(folder, "test.db") });
    await plant(store, MARKER.repeat(300));
    const sealed = sealedOf(store, "ca");
    expect(sealed).toHaveLength(7);
    const pieces = sealed.map((value) => value.subarray(-16));
    expect(pieces.every((piece) => bytesIn(folder).includes(piece))).toBe(true);
    await store.transaction((tx) => tx.people.erase("ca", NOW));
    const bytes = bytesIn(folder);
    expect(pieces.filter((piece) => bytes.includes(piece))).toEqual([]);
    expect(sealed.filter((value) => bytes.includes(value.subarray(13, 45)))).toEqual([]);
    expect(bytes.includes(sealedOf(store, "cb")[0]?.subarray(-16) ?? "none")).toBe(true);
  });

  it("leaves no key of theirs in memory either", async () => {
    const vault = vaultOf();
    const forgotten: string[] = [];
    const watched = {
      ...vault,
      forget: (owner: string) => {
        forgotten.push(owner);
        vault.forget(owner);
      },
    };
    const store = await open({ vault: watched });
    await plant(store);
    await store.transaction((tx) => tx.people.erase("ca", NOW));
    expect(forgotten).toEqual(["ca"]);
  });

  it("loses a replaced answer within ten seconds", async () => {
    const folder = tempFolder();
    const clock = new TestClock();
    const store = await open({ file: join(folder, "test.db"), clock });
    await plant(store);
    const old = sealedOf(store, "ca")[2]?.subarray(-16) ?? "none";
    await store.transaction((tx) => tx.answers.put("r", "ca", text("another")));
    clock.time += 10_000;
    await store.transaction((tx) => tx.settings.set("tick", "1"));
    expect(bytesIn(folder).includes(old)).toBe(false);
  });

  it("loses what a reader held up as soon as the reader is gone", async () => {
    const folder = tempFolder();
    const store = await open({ file: join(folder, "test.db") });
    await plant(store);
    const old = sealedOf(store, "ca").map((value) => value.subarray(-16));
    const { default: SqliteDatabase } = await import("better-sqlite3");
    const reader = new SqliteDatabase(store.file, { readonly: true });
    reader.exec("begin; select * from people");
    reader.prepare("select count(*) from people").get();
    await store.transaction((tx) => tx.people.erase("ca", NOW));
    expect(old.some((piece) => bytesIn(folder).includes(piece))).toBe(true);
    reader.close();
    await store.transaction((tx) => tx.settings.set("tick", "1"));
    expect(old.some((piece) => bytesIn(folder).includes(piece))).toBe(false);
  });

  it("lists who was erased, also when a crash cut that off", async () => {
    const file = join(tempFolder(), "test.db");
    const vault = vaultOf();
    const store = await open({ file, vault });
    await plant(store);
    await store.transaction((tx) => tx.people.erase("ca", NOW));
    expect(readFileSync(`${file}.erased`, "utf8")).toContain(`ca ${NOW};`);
    store.internals.database.prepare("insert into erasures (person_id, at) values ('zed', 5)").run();
    await store.close();
    const again = await open({ file, vault });
    expect(readFileSync(`${file}.erased`, "utf8").match(/ca /g)).toHaveLength(1);
    expect(readFileSync(`${file}.erased`, "utf8")).toContain("zed 5;");
    expect(await again.transaction((tx) => tx.answers.ofAuthor("cb"))).toHaveLength(1);
  });
});

describe("a sealed value", () => {
  it("does not open in another row, or under another's key", async () => {
    const store = await open();
    await plant(store);
    await store.transaction((tx) => tx.rounds.save(revealedRound("r2", "c")));
    const { database } = store.internals;
    database.exec("insert into answers select 'r2', author, body from answers where author = 'ca' and round_id = 'r'");
    const moved = store.transaction((tx) => tx.answers.get("r2", "ca"));
    await expect(moved).rejects.toBeInstanceOf(Unreadable);
    await expect(moved).rejects.not.toThrow(MARKER);
    database.exec("update media set round_id = 'r'");
    await expect(store.transaction((tx) => tx.media.get("r", "ca", "m"))).rejects.toBeInstanceOf(Unreadable);
    database.exec(
      "update answers set body = (select body from answers where author = 'ca' and round_id = 'r') where author = 'cb'",
    );
    await expect(store.transaction((tx) => tx.answers.get("r", "cb"))).rejects.toBeInstanceOf(Unreadable);
  });
});

describe("the transcript", () => {
  it("is kept in order, replaced, removed and cleared, with its clock", async () => {
    const file = join(tempFolder(), "test.db");
    const vault = vaultOf();
    const store = await open({ file, vault });
    const transcript = openTranscript(store);
    expect(await transcript.all()).toEqual([]);
    const entry = (id: string, body: string) => ({ id, chat: "private:1", body, at: NOW });
    for (const id of ["z", "a", "m"]) await transcript.put(entry(id, `${id}1`));
    await transcript.put(entry("z", "z2"));
    await transcript.remove("m");
    await transcript.setClockOffset(3_600_000);
    await store.close();
    const again = openTranscript(await open({ file, vault }));
    expect(await again.all()).toEqual([entry("z", "z2"), entry("a", "a1")]);
    expect(await again.clockOffset()).toBe(3_600_000);
    await again.clear();
    expect(await again.all()).toEqual([]);
    await again.put(entry("n", "new"));
    expect(await again.all()).toEqual([entry("n", "new")]);
  });
});
