/** What the application keeps. Repositories save whole entities and encrypt what is private; they decide nothing. */
import type { Answer } from "../domain/answer.ts";
import type { Couple, Person, Place, Seat } from "../domain/couple.ts";
import type { CoupleId, Instant, PersonId, RitualId, RoundId } from "../domain/ids.ts";
import type { Ritual } from "../domain/ritual.ts";
import type { Round, RoundState } from "../domain/round/state.ts";
import type { Words } from "../domain/words.ts";
import type { Chat } from "./chat.ts";
import type { Confirmations } from "./confirmations.ts";
import type { MediaFiles } from "./media.ts";
import type { Outbox } from "./outbox.ts";
import type { Passing } from "./passing.ts";
import type { Sends } from "./sends.ts";
import type { Timers } from "./timers.ts";

export type { Timer, TimerKind, Timers } from "./timers.ts";

/** Nothing could be stored right now (locked, disk full, read-only): the same work may succeed later. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}

export interface Store {
  /**
   * Runs `work` in one durable transaction: when this resolves, the change survives a power cut.
   * Inside, only `tx`, never the network. Rolls back and rethrows what `work` throws; throws
   * `StoreUnavailable` when the database cannot take it now.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Tx {
  readonly events: Events;
  readonly people: People;
  readonly couples: Couples;
  readonly places: Places;
  readonly invites: Invites;
  readonly confirmations: Confirmations;
  readonly rituals: Rituals;
  readonly rounds: Rounds;
  readonly answers: Answers;
  readonly drafts: Drafts;
  readonly media: MediaFiles;
  readonly writings: Writings;
  readonly messages: Messages;
  readonly sends: Sends;
  readonly passing: Passing;
  readonly timers: Timers;
  readonly outbox: Outbox;
  readonly settings: Settings;
}

export interface Events {
  /** False when this event was claimed before. */
  claim(platform: string, eventId: string, now: Instant): Promise<boolean>;
  /** Records an event that was given up on: its id and the error's name, never content. */
  bury(platform: string, eventId: string, error: string, now: Instant): Promise<void>;
  /** Forgets claims older than `before`. Returns how many. */
  prune(before: Instant): Promise<number>;
}

export interface People {
  byId(id: PersonId): Promise<Person | null>;
  byAccount(platform: string, userId: string): Promise<Person | null>;
  /** Inserts or updates; makes the person's data key on insert. */
  save(person: Person): Promise<void>;
  /**
   * Erases a person: key, profile, answers, drafts, writings, tracked messages, timers and outbox rows
   * of theirs, and records the erasure so that a restore from an older backup replays it. In the home of the one who
   * stays a stand-in takes their seat; a home with nobody left in it ends.
   */
  erase(id: PersonId, now: Instant): Promise<void>;
  /** Erases in the same way, and goes on as `successor`: with the account, settings, notes, and what was one's own. */
  beginAnew(id: PersonId, successor: PersonId, now: Instant): Promise<void>;
}

export interface Couples {
  byId(id: CoupleId): Promise<Couple | null>;
  ofPerson(person: PersonId): Promise<Couple | null>;
  save(couple: Couple): Promise<void>;
  /** Ends it: rituals, rounds, place, timers and outbox rows of the couple go. People and their writings stay. */
  remove(id: CoupleId): Promise<void>;
  /** How many there are; `atMost` where there are more. */
  count(atMost: number): Promise<number>;
}

export interface Places {
  byId(id: string): Promise<Place | null>;
  byChat(platform: string, chatId: string): Promise<Place | null>;
  ofCouple(couple: CoupleId): Promise<Place | null>;
  /**
   * Active places of a platform that still wait for their two and that concern an account: those to which it added the
   * bot, and those made after `since`. Its own first, then the newest.
   */
  waiting(platform: string, userId: string, since: Instant, limit: number): Promise<readonly Place[]>;
  /** Places without a couple where this person has joined. */
  waitingFor(person: PersonId): Promise<readonly Place[]>;
  save(place: Place): Promise<void>;
  remove(id: string): Promise<void>;
  /** Places of a platform with an outage, longest known first. */
  troubled(platform: string): Promise<readonly Place[]>;
  /**
   * A group became a supergroup: the place and what is to be sent there move. Tracked messages of the old chat are
   * dropped, and edits and deletions of them: the new chat gives the same numbers to other messages.
   */
  migrate(platform: string, fromChatId: string, toChatId: string): Promise<void>;
}

/** A single-use invitation. Only a hash of its code is kept. */
export interface Invite {
  readonly codeHash: string;
  readonly inviter: PersonId;
  readonly expiresAt: Instant;
  /** Who opened it and agreed; waits for the inviter's confirmation. */
  readonly acceptedBy: PersonId | null;
}

export interface Invites {
  byHash(codeHash: string): Promise<Invite | null>;
  ofInviter(person: PersonId): Promise<Invite | null>;
  acceptedBy(person: PersonId): Promise<Invite | null>;
  save(invite: Invite): Promise<void>;
  remove(codeHash: string): Promise<void>;
  /** Remembers a wrong code of this account. */
  guessed(platform: string, userId: string, now: Instant): Promise<void>;
  /** How many wrong codes there were at or after `since`. */
  guesses(platform: string, userId: string, since: Instant): Promise<number>;
}

export interface Rituals {
  byId(id: RitualId): Promise<Ritual | null>;
  ofCouple(couple: CoupleId): Promise<readonly Ritual[]>;
  /** Those that are on, of every couple, by id; the first `limit` after the id `after`. */
  active(after: RitualId, limit: number): Promise<readonly Ritual[]>;
  save(ritual: Ritual): Promise<void>;
  remove(id: RitualId): Promise<void>;
}

/** What pacing needs of the past, newest first. */
export interface Past {
  readonly roundId: RoundId;
  readonly kind: string;
  readonly cards: readonly string[];
  readonly asked: readonly Seat[];
  readonly path: RoundId | null;
  readonly date: string;
  readonly openedAt: Instant;
  readonly windowEndsAt: Instant;
  readonly state: RoundState;
  readonly revealedAt: Instant | null;
}

export interface Rounds {
  byId(id: RoundId): Promise<Round | null>;
  /** In any of `states`, oldest first. */
  ofCouple(couple: CoupleId, states: readonly RoundState[]): Promise<readonly Round[]>;
  ofRitual(ritual: RitualId, states: readonly RoundState[]): Promise<readonly Round[]>;
  history(couple: CoupleId): Promise<readonly Past[]>;
  save(round: Round): Promise<void>;
}

export interface Answers {
  get(round: RoundId, author: PersonId): Promise<Answer | null>;
  /** Replaces; what was replaced is gone from storage. */
  put(round: RoundId, author: PersonId, answer: Answer): Promise<void>;
  remove(round: RoundId, author: PersonId): Promise<void>;
  /** Every answer of one author, oldest first, for the export. */
  ofAuthor(author: PersonId): Promise<readonly { readonly roundId: RoundId; readonly answer: Answer }[]>;
  /** Rounds revealed before an instant in which this author's words still are, of one couple if given; at most `limit`. */
  shownBefore(author: PersonId, before: Instant, limit: number, couple?: CoupleId): Promise<readonly RoundId[]>;
}

/** Words that are not sealed (yet); kept 24 hours. */
export interface Draft {
  readonly id: string;
  readonly personId: PersonId;
  /** Null while it is not known which round it belongs to. */
  readonly roundId: RoundId | null;
  /**
   * `fields`: some fields of a card are answered. `words`: a message whose meaning was asked. `add`: the
   * next message is added. `jar`: it is a question for the jar. `date`: it is the day of a letter.
   */
  readonly purpose: "fields" | "words" | "add" | "jar" | "date" | "name";
  readonly answer: Answer;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export interface Drafts {
  byId(id: string): Promise<Draft | null>;
  ofPerson(person: PersonId): Promise<readonly Draft[]>;
  save(draft: Draft): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Words of one author outside a round: a private journal note, or a letter to the partner. */
export interface Writing extends Words {
  readonly id: string;
  readonly author: PersonId;
  /** `jar`: a question for the two, its asker unnamed. `support`: a line of one's Support Card. */
  readonly kind: "note" | "letter" | "jar" | "support";
  /** The question it answered, as a card id; of a support line the list it stands in; null for free words. */
  readonly card: string | null;
  readonly at: Instant;
  /** Letters: when it was sent, null while it waits. Jar: when it was drawn. Support: since when the partner may read it. */
  readonly sentAt: Instant | null;
}

export interface Writings {
  byId(id: string): Promise<Writing | null>;
  ofAuthor(author: PersonId): Promise<readonly Writing[]>;
  /** Of one kind by any of `authors` those that were not sent, or drawn, yet; oldest first. */
  waiting(authors: readonly PersonId[], kind: Writing["kind"]): Promise<readonly Writing[]>;
  save(writing: Writing): Promise<void>;
  remove(id: string): Promise<void>;
}

/** A message that was delivered or received and may be edited, replied to or deleted later. */
export interface Tracked {
  readonly chat: Chat;
  /** The platform's id of the message. */
  readonly ref: string;
  readonly purpose: string;
  readonly roundId: RoundId | null;
  readonly personId: PersonId | null;
  /** Order within a run of messages. */
  readonly part: number;
  readonly at: Instant;
}

export interface Messages {
  add(message: Tracked): Promise<void>;
  /** In order of chat and part. */
  ofRound(round: RoundId, purpose: string): Promise<readonly Tracked[]>;
  byRef(chat: Chat, ref: string): Promise<Tracked | null>;
  /** The newest with this purpose in a chat. */
  latest(chat: Chat, purpose: string): Promise<Tracked | null>;
  /** Every one with this purpose in a chat, oldest first. */
  withPurpose(chat: Chat, purpose: string): Promise<readonly Tracked[]>;
  remove(chat: Chat, ref: string): Promise<void>;
  /** Forgets those older than `before`. */
  prune(before: Instant): Promise<number>;
}

/** Small facts about the installation, such as the tz data version. */
export interface Settings {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
}
