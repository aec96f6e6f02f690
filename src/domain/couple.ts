import type { Exposure } from "./exposure.ts";
import type { CoupleId, Instant, PersonId, RoundId } from "./ids.ts";
import type { Pace } from "./pacing/pace.ts";

/** Wall-clock times in the person's own zone, minutes after midnight. `from` > `to` runs over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** The default: 22:30–07:30. */
export const USUAL_QUIET: QuietHours = { from: 22 * 60 + 30, to: 7 * 60 + 30 };

export interface Person {
  readonly id: PersonId;
  /** The one platform account this person uses. */
  readonly platform: string;
  readonly userId: string;
  /** As the platform shows it, or as they chose; kept encrypted. */
  readonly name: string;
  /** They chose the name: the platform's does not replace it. */
  readonly named: boolean;
  /** The name of the account, which is one person's alone on their platform; kept encrypted. Left out: it has none. */
  readonly handle?: string;
  /** A language of `data/locales`. */
  readonly language: string;
  /** IANA name. */
  readonly zone: string;
  readonly quiet: QuietHours | null;
  readonly reminders: boolean;
  /** Wants “tell us when one of us has answered”; works only while both do. */
  readonly tellAnswered: boolean;
  /** The bot deletes what was typed to it, where the platform lets it. */
  readonly clearTyped: boolean;
  /** Opted in to depth 3. */
  readonly deep: boolean;
  /** How often the daily card may come; null: no wish. The slower of the two wishes wins, silently. */
  readonly pace: Pace | null;
  /** False after a block or a closed private chat, until an event says otherwise. */
  readonly reachable: boolean;
  /** When the notice was accepted; null until then. */
  readonly agreedAt: Instant | null;
  /** The round last opened privately: a message without a reply belongs to it. */
  readonly focus: RoundId | null;
  /** ISO 3166 code, for people to talk to; null: not told. */
  readonly country: string | null;
  /** How long this person's own revealed words are kept, for both. The partner's go by the partner's wish. */
  readonly keep: Keep;
  /** Days of the year on which cards are light; private. */
  readonly dates: readonly ChosenDate[];
  /** Lets the partner see the course of the pulse over time; works only while both do. */
  readonly sharesTrend: boolean;
  /** Was told that deleting a message does not take an answer back. */
  readonly toldDeleting: boolean;
  readonly createdAt: Instant;
  /** When `keep` was last wished for, and what came of it; left out when it never was. */
  readonly keepWish?: KeepWish;
  /**
   * Only of a stand-in: this one of the two has left, and all that is left of them is a name, sealed with the key of
   * the person given here, and their hours. Nothing is ever sent to a stand-in.
   */
  readonly keptBy?: PersonId;
}

/** A wish how long words are kept is carried out some time after it was made. */
export interface KeepWish {
  readonly at: Instant;
  /** From when on its author's older words are deleted; null while the partner was not told yet. */
  readonly begins: Instant | null;
}

export const KEEPS = ["forever", "year", "month"] as const;
export type Keep = (typeof KEEPS)[number];

/** Of one person. */
export const MOST_DATES = 12;

/** `date`: `MM-DD`. `joyful`: festive for both. `gentle`: light for both, and nobody learns why. */
export interface ChosenDate {
  readonly date: string;
  readonly mood: "joyful" | "gentle";
}

/** Which of the two; the first to join is `a`. */
export type Seat = "a" | "b";

/** One person's own; `domain/pause.ts` says what follows from the two. */
export interface Pause {
  readonly since: Instant;
  /** Null: until the one who made it resumes. */
  readonly until: Instant | null;
}

/** What the bot has mentioned by itself. */
export interface Offers {
  /** When last; 0: never. */
  readonly at: Instant;
  /** How often in a row nobody took it up. */
  readonly ignored: number;
  readonly kinds: readonly string[];
  /** They want no more of it. */
  readonly off?: boolean;
}

export interface Couple {
  readonly id: CoupleId;
  readonly people: Readonly<Record<Seat, PersonId>>;
  /** Language of shared messages. */
  readonly language: string;
  /** Zone offered to new rituals. */
  readonly zone: string;
  /** False until the one question about the zone was answered. */
  readonly zoneAsked: boolean;
  /** Each one's own pause; null for none. Cards rest while either runs. */
  readonly pauses: Readonly<Record<Seat, Pause | null>>;
  /** Where cards appear: the shared place for both at once, or privately at each one's hour. */
  readonly cards: "shared" | "each";
  /** The bot posts nothing to the two before this; null: no silence. */
  readonly silentUntil: Instant | null;
  /** Only light cards before this; why is not kept. */
  readonly gentleUntil: Instant | null;
  readonly offers: Offers;
  readonly createdAt: Instant;
}

/**
 * `no-access`: the bot is there and may not see it or write in it. `topic-closed`: the topic is closed, and so is the
 * general one. `removed`: the bot is not in it. `gone`: the chat itself is no more.
 */
export type Trouble = "no-access" | "topic-closed" | "removed" | "gone";

/** A time in which nothing could be posted in a shared place. */
export interface Outage {
  readonly why: Trouble;
  readonly since: Instant;
  /** How often the platform was asked about it. */
  readonly tries: number;
  /** The two were told that it is off. */
  readonly told: boolean;
  /** When it looked mended; null: not since. A refusal soon after that is still the same outage. */
  readonly mendedAt: Instant | null;
}

/** The shared chat of a couple, or one where a welcome waits for both. */
export interface Place {
  readonly id: string;
  readonly platform: string;
  readonly chatId: string;
  /** Null while it waits for the two. */
  readonly coupleId: CoupleId | null;
  /** Who has joined here so far, first joiner first. */
  readonly joined: readonly PersonId[];
  /** Whether what is for both goes there. False while the bot is out of it, or could not post there for some minutes. */
  readonly active: boolean;
  /** What is in the way there; null: nothing that is known. */
  readonly outage: Outage | null;
  /** The topic in which the two put the bot, where the chat has topics; null: the general one. */
  readonly topic: string | null;
  /** When that topic was found closed: what is for both goes to the general one meanwhile. */
  readonly topicShutAt: Instant | null;
  /** Why it is not the two's alone, as they were told; null: it is, as far as is known. */
  readonly exposure: Exposure | null;
  /** While it waits for the two: the account that added the bot, where the platform says it. */
  readonly addedBy: string | null;
  readonly createdAt: Instant;
}

export function otherSeat(seat: Seat): Seat {
  return seat === "a" ? "b" : "a";
}

/** The seat of a person in a couple, or null for anybody else. */
export function seatOf(couple: Couple, person: PersonId): Seat | null {
  if (couple.people.a === person) return "a";
  return couple.people.b === person ? "b" : null;
}
