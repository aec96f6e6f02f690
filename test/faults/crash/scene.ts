/** Both fake platforms, a common order of everything that happens on them, and waiting for it. */
import type { Message } from "../../fakes/discord/index.ts";
import { type FakeDiscord, startFakeDiscord } from "../../fakes/discord/index.ts";
import {
  type ChatView,
  type FakeMessage,
  type FakeTelegram,
  type LoggedRequest,
  startFakeTelegram,
} from "../../fakes/telegram/index.ts";
import type { Act, Ask, CoupleChats, Deed, Ledger, Look, Post, Seat } from "./ledger.ts";
import { write } from "./texts.ts";

/** Writing down that a message was sent never takes longer than this, in milliseconds. */
const SLOWEST = 5_000;
/** A request that was under way may still be carried out so long after the kill; no process starts as fast. */
const ON_ITS_WAY = 400;
/** For as long as anything can take. */
const EVER = 2_000_000_000;

interface Sight {
  readonly order: number;
  readonly at: number;
}

interface Watched {
  readonly chat: string;
  /** All messages so far, people's too; deleted ones stay in it. */
  readonly all: () => readonly (FakeMessage | Message)[];
  /** How many were looked at. */
  seen: number;
}

/** Label and meaning of a button, on either platform. */
export interface Key {
  readonly label: string;
  readonly action: string;
}

export function keysOf(message: FakeMessage | Message): readonly Key[] {
  if ("wire" in message) {
    return message.buttons.flat().map((button) => {
      const {
        text: label,
        url,
        callback_data: data,
      } = button as { text: string; url?: string; callback_data?: string };
      return { label, action: data ?? new URL(url ?? "http://none").searchParams.get("start") ?? "" };
    });
  }
  return message.buttons.map(({ label, customId }) => ({ label, action: (customId ?? "").slice(2) }));
}

export class Scene {
  readonly telegram: FakeTelegram;
  readonly discord: FakeDiscord;
  readonly kills: number[] = [];
  /** What should never happen to somebody, and did. */
  readonly complaints: string[] = [];
  readonly #sights = new Map<FakeMessage | Message, Sight>();
  readonly #watched: Watched[] = [];
  /** What the bot asked of Telegram, by chat. */
  readonly #calls = new Map<number, LoggedRequest[]>();
  readonly #waiting = new Set<() => void>();
  #order = 0;
  #texts = 0;
  readonly couples: CoupleChats[] = [];
  readonly acts: Act[] = [];
  readonly looks: Look[] = [];
  readonly asks: Ask[] = [];
  readonly written = new Map<number, { couple: string; round: string; seat: Seat }>();
  readonly rounds = new Map<string, string>();

  constructor(telegram: FakeTelegram, discord: FakeDiscord) {
    this.telegram = telegram;
    this.discord = discord;
    const look = () => {
      this.#changed();
      return false;
    };
    telegram.onRequest((request) => {
      const chat = Number(request.params.chat_id);
      if (/^(send|edit|delete)/.test(request.method))
        this.#calls.set(chat, [...(this.#calls.get(chat) ?? []), request]);
    });
    telegram.waitFor(look, { timeoutMs: EVER }).catch(() => {});
    discord.waitFor(look, { timeout: EVER }).catch(() => {});
  }

  /** Numbers whatever happens. */
  order(): number {
    this.#order += 1;
    return this.#order;
  }

  /** The order of a message of the bot; when it came. */
  orderOf(message: FakeMessage | Message): number {
    return this.#sights.get(message)?.order ?? 0;
  }

  /** Takes down everything that is posted in a chat from now on. */
  watch(chat: string, all: Watched["all"]): void {
    this.#watched.push({ chat, all, seen: 0 });
    this.#changed();
  }

  watchView(chat: string, view: ChatView): void {
    this.watch(chat, () => view.messages);
  }

  #changed(): void {
    for (const watched of this.#watched) {
      const all = watched.all();
      for (; watched.seen < all.length; watched.seen += 1) {
        const message = all[watched.seen];
        if (message) this.#sights.set(message, { order: this.order(), at: Date.now() });
      }
    }
    for (const again of [...this.#waiting]) again();
  }

  /** The first result of `probe` that is not undefined, null or false; null when `ms` have passed. */
  until<T>(probe: () => T, ms: number): Promise<NonNullable<Exclude<T, false>> | null> {
    return new Promise((resolve) => {
      const finish = (value: NonNullable<Exclude<T, false>> | null) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(value);
      };
      const look = () => {
        const value = probe();
        if (value !== undefined && value !== null && value !== false) finish(value as NonNullable<Exclude<T, false>>);
      };
      const timer = setTimeout(() => finish(null), ms);
      this.#waiting.add(look);
      look();
    });
  }

  /** A new text of an author, with its id. */
  text(couple: string, round: string, seat: Seat, words: number): { id: number; text: string } {
    this.#texts += 1;
    this.written.set(this.#texts, { couple, round, seat });
    return { id: this.#texts, text: write(this.#texts, words) };
  }

  /** Notes a deed before it is done; what came of it is filled in later. */
  act(couple: string, round: string, seat: Seat, deed: Deed): Act {
    const act: Act = { couple, round, seat, deed, order: this.order(), outcome: "unknown" };
    this.acts.push(act);
    return act;
  }

  /**
   * Whether the program may not know that it has posted a message: the connection broke, or it was
   * killed before it went on with anything else in that chat.
   */
  isCut(message: FakeMessage | Message): boolean {
    const at = this.#sights.get(message)?.at ?? 0;
    if (!("wire" in message)) return false;
    const calls = this.#calls.get(message.chatId) ?? [];
    const own = calls.findLast((each) => each.at <= at);
    if (own?.outcome === "dropped") return true;
    const next = calls.find((each) => each.at > at && each !== own);
    const isSoon = (kill: number) => kill >= at - ON_ITS_WAY && kill - at < SLOWEST;
    return this.kills.some((kill) => isSoon(kill) && (next === undefined || next.at >= kill));
  }

  ledger(): Ledger {
    const { couples, acts, looks, asks, written, rounds } = this;
    return { couples, acts, looks, asks, written, rounds, posts: this.#posts() };
  }

  #posts(): readonly Post[] {
    return this.#watched.flatMap(({ chat, all }) =>
      all().flatMap((message) => {
        const isBots = "wire" in message ? message.fromBot && !message.service : message.author.bot;
        return isBots ? [this.#post(chat, message)] : [];
      }),
    );
  }

  #post(chat: string, message: FakeMessage | Message): Post {
    const isTelegram = "wire" in message;
    const keys = keysOf(message);
    const answer = keys.find((key) => key.label === "Answer")?.action.split("_")[1];
    return {
      platform: isTelegram ? "telegram" : "discord",
      chat,
      order: this.orderOf(message),
      texts: isTelegram ? message.texts : [...message.earlier, message.text],
      card: answer ?? null,
      nonce: isTelegram || message.nonce === undefined ? null : String(message.nonce),
      cut: this.isCut(message),
      deleted: message.deleted,
    };
  }

  async end(): Promise<void> {
    await this.telegram.stop();
    await this.discord.stop();
  }
}

export async function openScene(): Promise<Scene> {
  const telegram = await startFakeTelegram({ token: "4242:crash-test-token" });
  const discord = await startFakeDiscord();
  return new Scene(telegram, discord);
}
