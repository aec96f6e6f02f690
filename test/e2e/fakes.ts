/** A playground in memory, and a stand-in for the application that tells one small story. */
import { createPlayground, loadShiftableClock, type PlaygroundAdapter } from "../../adapters/playground/index.ts";
import { DAY, HOUR } from "../../src/domain/ids.ts";
import type { Message } from "../../src/domain/message.ts";
import type { Chat, Delivery, Inbound, Reply } from "../../src/ports/chat.ts";
import type { CommandSpec } from "../../src/ports/command-spec.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Transcript, TranscriptEntry } from "../../src/ports/transcript.ts";
import { ASK, EXPORT, HELP, JOURNAL, message, NOTICE, OPEN_CARD, reveal, SEALED, WELCOME } from "./words.ts";

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

export interface MemoryTranscript extends Transcript {
  readonly entries: Map<string, TranscriptEntry>;
  offset: number;
  /** The next `put` fails, as with a full disk. */
  failNext: boolean;
}

export function memoryTranscript(): MemoryTranscript {
  const entries = new Map<string, TranscriptEntry>();
  const transcript: MemoryTranscript = {
    entries,
    offset: 0,
    failNext: false,
    all: async () => [...entries.values()],
    async put(entry) {
      if (transcript.failNext) {
        transcript.failNext = false;
        throw new Error("disk full");
      }
      entries.set(entry.id, { ...entry });
    },
    async remove(id) {
      entries.delete(id);
    },
    async clear() {
      entries.clear();
      transcript.offset = 0;
    },
    clockOffset: async () => transcript.offset,
    async setClockOffset(ms) {
      transcript.offset = ms;
    },
  };
  return transcript;
}

export const COMMANDS: readonly CommandSpec[] = [
  { name: "help", descriptions: { en: "Everything on one screen" }, options: [] },
  {
    name: "checkin",
    descriptions: { en: "Open a card now" },
    options: [{ name: "ritual", descriptions: { en: "Which ritual" }, choices: ["heart", "share", "friday"] }],
  },
  {
    name: "jar",
    descriptions: { en: "Put your own question in, or draw one" },
    options: [{ name: "question", descriptions: { en: "Your question" } }],
  },
  { name: "journal", descriptions: { en: "What was opened together, by date" }, options: [] },
  { name: "export", descriptions: { en: "Your own data, to keep" }, options: [] },
];

const HOME: Chat = { kind: "shared", platform: "playground", chatId: "home" };
const privately = (userId: string): Chat => ({ kind: "private", platform: "playground", userId });
/** Just enough of the real thing to drive the page: pairing, one card, two seals, one reveal. */
export class StandIn {
  readonly seen: Inbound[] = [];
  readonly answers = new Map<string, string>();
  readonly bot: PlaygroundAdapter;
  moved = 0;
  #deliveries = 0;
  #joined = new Set<string>();

  constructor(bot: PlaygroundAdapter) {
    this.bot = bot;
  }

  /** Like the application: what it says goes out after the event took effect. */
  readonly handle = async (event: Inbound): Promise<Reply> => {
    this.seen.push(event);
    if (event.type === "bot-added") await this.send(HOME, WELCOME);
    if (event.type === "command") return this.#command(event.name, event.from.userId, event.chat);
    if (event.type === "tap") return this.#tap(event);
    if (event.type === "text") await this.#seal(event.from.userId, event.text);
    if (event.type === "edited") {
      this.answers.set(event.from.userId, event.text);
      await this.send(event.chat, message([{ type: "note", text: "Your sealed answer was changed." }]));
    }
    return { type: "none" };
  };

  async send(to: Chat, what: Message, more: Partial<Delivery> = {}): Promise<string> {
    this.#deliveries += 1;
    let ref = "";
    await this.bot.deliver(
      {
        id: `d${Date.now()}x${this.#deliveries}`,
        to,
        operation: { type: "send", message: what, fromPart: 0 },
        ...more,
      },
      async (_, shown) => {
        ref = shown;
      },
    );
    return ref;
  }

  async #command(name: string, userId: string, chat: Chat): Promise<Reply> {
    if (name === "checkin") await this.openCard();
    else if (name === "export") await this.send(privately(userId), EXPORT);
    else if (name === "journal") await this.send(privately(userId), JOURNAL);
    else if (name === "help") await this.send(chat, HELP);
    else return { type: "toast", text: "That command is not known here." };
    return { type: "none" };
  }

  async openCard(): Promise<void> {
    this.answers.clear();
    await this.send(HOME, OPEN_CARD);
  }

  async #tap(event: Extract<Inbound, { type: "tap" }>): Promise<Reply> {
    const { userId } = event.from;
    if (event.action === "join") {
      this.#joined.add(userId);
      await this.send(privately(userId), NOTICE);
    } else if (event.action === "agree") {
      await this.send(privately(userId), message([{ type: "paragraph", text: "You are in." }]), {
        origin: event.origin ?? "",
        replace: true,
      });
      if (this.#joined.size === 2) await this.openCard();
    } else if (event.action === "answer_r1") await this.send(privately(userId), ASK);
    else if (event.action.startsWith("hear")) return { type: "toast", text: "They will see it under their words." };
    return { type: "none" };
  }

  async #seal(userId: string, text: string): Promise<void> {
    this.answers.set(userId, text);
    await this.send(privately(userId), SEALED);
    const [ana, ben] = [this.answers.get("ana"), this.answers.get("ben")];
    if (ana !== undefined && ben !== undefined) await this.send(HOME, reveal(ana, ben));
  }
}

export interface Running {
  readonly bot: PlaygroundAdapter;
  readonly standIn: StandIn;
  readonly transcript: MemoryTranscript;
}

/** A started playground over a transcript; the same transcript again is a restart. */
export async function runPlayground(
  transcript = memoryTranscript(),
  realNow: () => number = Date.now,
): Promise<Running> {
  const clock = await loadShiftableClock(transcript, realNow);
  const bot = createPlayground({
    transcript,
    clock,
    log: quietLog,
    onClockMoved: async () => {
      standIn.moved += 1;
      if (standIn.moved > 0 && due !== null && due <= clock.now()) {
        due += DAY;
        await standIn.openCard();
      }
    },
    nextDue: async () => due,
    onReset: async () => standIn.answers.clear(),
  });
  let due: number | null = clock.now() + 3 * HOUR;
  const standIn = new StandIn(bot);
  await bot.start(standIn.handle, COMMANDS);
  return { bot, standIn, transcript };
}
