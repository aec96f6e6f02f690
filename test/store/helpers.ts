import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { Answer } from "../../src/domain/answer.ts";
import type { Couple, Person, Place } from "../../src/domain/couple.ts";
import type { Ritual } from "../../src/domain/ritual.ts";
import type { Round, Seal } from "../../src/domain/round/state.ts";
import type { Chat } from "../../src/ports/chat.ts";
import type { NewOutboxRow } from "../../src/ports/outbox.ts";
import type { Store, Tx } from "../../src/ports/store.ts";
import { openSqlite, type SqliteOptions, type SqliteStore } from "../../src/store/index.ts";
import { openVault, type Vault } from "../../src/vault/index.ts";

export const NOW = 1_800_000_000_000;

const folders: string[] = [];
const stores: SqliteStore[] = [];

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ampersand-store-"));
  folders.push(folder);
  return folder;
}

export function vaultOf(key: Buffer = randomBytes(32)): Vault {
  return openVault({ key, version: 1, from: "environment", loose: false });
}

export class TestClock {
  time = NOW;
  now(): number {
    return this.time;
  }
}

/** A store that is closed after the test. */
export async function open(options: Partial<SqliteOptions> = {}): Promise<SqliteStore> {
  const file = options.file ?? join(tempFolder(), "test.db");
  const store = await openSqlite({ vault: vaultOf(), clock: new TestClock(), ...options, file });
  stores.push(store);
  return store;
}

/** Every file in a folder, in one string of bytes. */
export function bytesIn(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
}

export function person(id: string, change: Partial<Person> = {}): Person {
  return {
    id,
    platform: "test",
    userId: `user-${id}`,
    name: `Name of ${id}`,
    language: "en",
    zone: "Europe/Berlin",
    quiet: { from: 1350, to: 450 },
    reminders: true,
    tellAnswered: false,
    clearTyped: false,
    deep: false,
    pace: null,
    reachable: true,
    agreedAt: NOW,
    focus: null,
    toldDeleting: false,
    named: false,
    country: null,
    keep: "forever",
    dates: [],
    sharesTrend: false,
    createdAt: NOW,
    ...change,
  };
}

export function couple(id: string, a: string, b: string, change: Partial<Couple> = {}): Couple {
  return {
    id,
    people: { a, b },
    language: "en",
    zone: "Europe/Berlin",
    zoneAsked: true,
    pauses: { a: null, b: null },
    silentUntil: null,
    gentleUntil: null,
    offers: { at: 0, ignored: 0, kinds: [] },
    cards: "shared",
    createdAt: NOW,
    ...change,
  };
}

export function place(id: string, change: Partial<Place> = {}): Place {
  return {
    id,
    platform: "test",
    chatId: `chat-${id}`,
    coupleId: null,
    joined: [],
    active: true,
    exposure: null,
    addedBy: null,
    outage: null,
    topic: null,
    topicShutAt: null,
    createdAt: NOW,
    ...change,
  };
}

export function ritual(id: string, coupleId: string, change: Partial<Ritual> = {}): Ritual {
  return {
    id,
    coupleId,
    kind: "heart",
    rule: { every: "day", at: 1200 },
    zone: "Europe/Berlin",
    state: "active",
    proposedBy: "a",
    change: null,
    lastDate: null,
    occurrences: 0,
    length: null,
    createdAt: NOW,
    ...change,
  };
}

const BASE = {
  ritualId: null,
  kind: "heart",
  cards: ["heart-first", "pulse-one"],
  disclosure: "both",
  asked: ["a", "b"],
  path: null,
  about: null,
  turn: 0,
  lasts: null,
  swapped: [],
  date: "2027-01-15",
  openedAt: NOW,
  deliveredAt: null,
  windowEndsAt: NOW + 1000,
  reminded: false,
} as const;

export const SEAL: Seal = { passed: false, at: NOW, settlesAt: null, flag: null };

export function openRound(id: string, coupleId: string, change: Partial<Round> = {}): Round {
  return { ...BASE, id, coupleId, state: "open", ...change } as Round;
}

export function revealedRound(id: string, coupleId: string, change: Partial<Round> = {}): Round {
  const revealed = {
    state: "revealed",
    seals: { a: SEAL, b: SEAL },
    revealedAt: NOW + 5,
    blanked: [],
    responses: {},
    toBlank: [],
    pair: null,
  };
  return { ...BASE, id, coupleId, ...revealed, ...change } as Round;
}

export function text(words: string): Answer {
  return { "heart-first/text": { kind: "text", parts: [{ text: words, ref: "7" }] } };
}

export function privateChat(userId: string, platform = "test"): Chat {
  return { kind: "private", platform, userId };
}

export function sharedChat(chatId: string, platform = "test"): Chat {
  return { kind: "shared", platform, chatId };
}

let counter = 0;

export function row(to: Chat, change: Partial<NewOutboxRow> = {}): NewOutboxRow {
  counter += 1;
  return {
    dedupe: `row-${counter}`,
    lane: "interactive",
    to,
    coupleId: null,
    personId: null,
    content: { view: "sealed", params: {} },
    ...change,
  };
}

/** Two people, their couple and place: `<id>a`, `<id>b`, `<id>`, `<id>place`. */
export async function pair(tx: Tx, id: string): Promise<void> {
  await tx.people.save(person(`${id}a`));
  await tx.people.save(person(`${id}b`));
  await tx.couples.save(couple(id, `${id}a`, `${id}b`));
  await tx.places.save(place(`${id}place`, { coupleId: id, joined: [`${id}a`, `${id}b`] }));
}

export async function inPair<T>(store: Store, work: (tx: Tx) => Promise<T>): Promise<T> {
  return store.transaction(async (tx) => {
    await pair(tx, "c");
    return work(tx);
  });
}
