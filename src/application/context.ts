/** What every use case works with: the event, the transaction, and who is speaking. */
import { type Couple, otherSeat, type Person, type Place, type Seat, seatOf } from "../domain/couple.ts";
import type { Instant } from "../domain/ids.ts";
import type { Account, Audience, Capabilities, Chat, ChatAdapter, Posting, Way } from "../ports/chat.ts";
import type { Clock, Random } from "../ports/clock.ts";
import type { Content, Translate } from "../ports/content.ts";
import type { Log } from "../ports/log.ts";
import type { Fetched } from "../ports/media.ts";
import type { Store, Tx } from "../ports/store.ts";

export interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly content: Content;
  readonly translate: Translate;
  readonly log: Log;
  readonly adapters: ReadonlyMap<string, ChatAdapter>;
  /** `platform:userId` of those who may pair; null: everybody. */
  readonly allowed: ReadonlySet<string> | null;
  /** Tells the dispatcher of a platform that rows may be waiting. Called after a commit. */
  readonly wake: () => void;
  /** An event was given up on. */
  readonly onBuried?: (platform: string) => void;
}

/** Answers the platform gave before the transaction; inside it nothing may wait for the network. */
export interface Facts {
  readonly member?: boolean | null;
  readonly inspected?: "ok" | "public" | "too-many" | "other-kind" | "unknown";
  readonly audience?: Audience;
  /** Whether the bot could post in the shared chat of the event, asked where it could not before. */
  readonly posting?: Posting;
  /** A place whose welcome waits for this person: a client may have lost the payload of its link. */
  readonly waitingPlace?: string;
  /** Bytes of what was sent, by the file's reference: only of what a question waits for. */
  readonly files?: ReadonlyMap<string, Fetched>;
}

/** Work on one database transaction at one instant. */
export interface Work {
  readonly deps: Deps;
  readonly tx: Tx;
  readonly now: Instant;
}

/** Somebody said or tapped something. */
export interface Ctx extends Work {
  readonly facts: Facts;
  readonly from: Account;
  readonly chat: Chat;
  readonly origin: string | null;
  readonly messageId: string | null;
  /** By which way an action came; null for everything that is none. */
  readonly way: Way | null;
  /** Where in a shared chat with topics they are; null: in its general topic, or there are none. */
  readonly topic: string | null;
  readonly can: Capabilities;
  /** Null for somebody who has not agreed to the notice. */
  readonly me: Person | null;
}

/** A couple as one of the two sees it. */
export interface Home {
  readonly couple: Couple;
  readonly people: Readonly<Record<Seat, Person>>;
  readonly place: Place | null;
}

export interface MyHome extends Home {
  readonly seat: Seat;
  readonly me: Person;
  readonly partner: Person;
}

/** Loads a couple with its people and place; null when it has ended. */
export async function loadHome(tx: Tx, coupleId: string): Promise<Home | null> {
  const couple = await tx.couples.byId(coupleId);
  return couple && homeWith(tx, couple);
}

async function homeWith(tx: Tx, couple: Couple): Promise<Home | null> {
  const [a, b, place] = [
    await tx.people.byId(couple.people.a),
    await tx.people.byId(couple.people.b),
    await tx.places.ofCouple(couple.id),
  ];
  return a && b ? { couple, people: { a, b }, place } : null;
}

/** The couple of a person, seen from their seat; null while they have none. */
export async function homeOf(tx: Tx, person: Person | null): Promise<MyHome | null> {
  if (!person) return null;
  const couple = await tx.couples.ofPerson(person.id);
  const home = couple && (await homeWith(tx, couple));
  return home ? seenBy(home, person.id) : null;
}

/** The same home from one person's seat; null when the person is not one of the two. */
export function seenBy(home: Home, personId: string): MyHome | null {
  const seat = seatOf(home.couple, personId);
  if (!seat) return null;
  return { ...home, seat, me: home.people[seat], partner: home.people[otherSeat(seat)] };
}

export function capabilitiesOf(deps: Deps, platform: string): Capabilities {
  const adapter = deps.adapters.get(platform);
  if (!adapter) throw new Error("event from a platform that is not connected");
  return adapter.capabilities;
}
