/** Everything that reaches one person, and when: what two worlds are compared by. */
import { createHash } from "node:crypto";
import type { Block, Button, Message } from "../../../src/domain/message.ts";
import type { Chat, Delivery, Reply } from "../../../src/ports/chat.ts";
import { chatKey } from "../../../src/ports/outbox.ts";
import type { Actor } from "../../scenario/actor.ts";
import { type Shown, type StagePlatform, textOf } from "../../scenario/platform.ts";

/** One thing that was shown, or taken away, at an instant of the stage's clock. */
export interface Line {
  readonly at: number;
  readonly chat: string;
  readonly text: string;
}

/** A button that was shown at any time, also on a message that has changed since. */
export interface Known {
  readonly label: string;
  readonly action: string;
  readonly chat: Chat;
  readonly ref: string;
  /** Leads from the shared chat into the private one. */
  readonly isPrivate: boolean;
}

const ID = /(?<![A-Za-z0-9])[A-Za-z0-9]{16}(?![A-Za-z0-9])/g;

export interface SeenParts {
  readonly now: () => number;
  /** By `chatKey`; the value is the name in a line. */
  readonly chats: ReadonlyMap<string, string>;
  readonly withoutIds: boolean;
  /** Two answers may differ by this message: the one exception of rule 8. */
  readonly isExcused: (text: string) => boolean;
}

export class Seen {
  readonly lines: Line[] = [];
  readonly known: Known[] = [];
  /** Ids in the order in which they were first seen, as this world has them. */
  readonly ids: string[] = [];
  readonly #parts: SeenParts;
  /** Message → its name in lines: they are counted in each chat. */
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #excused = new Set<string>();

  constructor(parts: SeenParts) {
    this.#parts = parts;
  }

  /** What was shown before watching began: its buttons can be pressed too. */
  remembers(platform: StagePlatform, chat: Chat): void {
    const shown = platform.chats.get(chatKey(chat)) ?? [];
    for (const { ref, message, deleted } of shown) if (!deleted) this.#learn(chat, ref, message);
  }

  /** Notes whatever this platform delivers from now on into the chats that are watched. */
  watch(platform: StagePlatform): void {
    const deliver = platform.deliver.bind(platform);
    platform.deliver = async (delivery, onPart) => {
      const chat = this.#parts.chats.get(chatKey(delivery.to));
      if (chat === undefined) return deliver(delivery, onPart);
      const refs: string[] = [];
      const result = await deliver(delivery, async (index, ref) => {
        refs.push(ref);
        this.#delivered(chat, delivery, ref);
        await onPart(index, ref);
      });
      if (refs.length === 0 && result.type === "delivered") this.#changed(chat, delivery);
      return result;
    };
  }

  /** The messages that somebody still sees in a chat, without those by which worlds may differ. */
  shown(actor: Actor, chat: Chat = actor.home): readonly Shown[] {
    return actor.shown(chat).filter(({ ref }) => !this.#excused.has(ref));
  }

  /** What somebody sent themselves: it may be deleted by the bot. */
  typed(chat: string, ref: string): void {
    this.#names.set(ref, `${chat}'s own ${this.#count(`${chat} own`)}`);
  }

  /** What a tap was answered with at once. */
  replied(chat: string, reply: Reply): void {
    if (reply.type === "none") return;
    const text = reply.type === "form" ? JSON.stringify(reply.form) : reply.text;
    this.#add(chat, `${reply.type}: ${text}`);
  }

  #delivered(chat: string, delivery: Delivery, ref: string): void {
    const { operation } = delivery;
    if (operation.type !== "send") return;
    if (this.#parts.isExcused(textOf(operation.message))) {
      this.#excused.add(ref);
      return;
    }
    this.#names.set(ref, `#${this.#count(chat)}`);
    this.#add(chat, `${this.#names.get(ref)} ${wordsOf(operation.message)}`);
    this.#learn(delivery.to, ref, operation.message);
  }

  #changed(chat: string, { to, operation }: Delivery): void {
    if (operation.type === "send") return;
    const refs = operation.refs.filter((ref) => !this.#excused.has(ref));
    if (refs.length === 0) return;
    const names = refs.map((ref) => this.#names.get(ref) ?? "of before").join();
    this.#add(chat, operation.type === "delete" ? `${names} deleted` : `${names} now ${wordsOf(operation.message)}`);
    if (operation.type === "edit") this.#learn(to, refs[0] ?? "", operation.message);
  }

  #learn(chat: Chat, ref: string, message: Message): void {
    for (const { label, action, private: isPrivate = false } of message.buttons.flat())
      this.known.push({ label, action, chat, ref, isPrivate });
  }

  #count(of: string): number {
    const next = (this.#counts.get(of) ?? 0) + 1;
    this.#counts.set(of, next);
    return next;
  }

  /** Ids are chance, and differ between worlds: they are named by the order in which they were seen. */
  #add(chat: string, text: string): void {
    const renamed = text.replaceAll(ID, (id) => {
      if (!this.ids.includes(id)) this.ids.push(id);
      return this.#parts.withoutIds ? "<id>" : `<id ${this.ids.indexOf(id) + 1}>`;
    });
    this.lines.push({ at: this.#parts.now(), chat, text: renamed });
  }
}

function wordsOf(message: Message): string {
  const silent = message.silent ? "(silent) " : "";
  return `${silent}${textOf(message)}${message.blocks.map(dataOf).join("")} ${buttonsOf(message.buttons)}`;
}

function buttonsOf(rows: readonly (readonly Button[])[]): string {
  return JSON.stringify(rows.map((row) => row.map(({ label, action, effect }) => [label, action, effect])));
}

/** What is in a file: its text where it is one, so that ids in it can be named too. */
function dataOf(block: Block): string {
  if (block.type === "link") return ` <${block.url}>`;
  if (block.type !== "file" && block.type !== "media") return "";
  if (block.data === null) return "";
  if (/json|html|text/.test(block.mime)) return `\n${Buffer.from(block.data).toString("utf8")}`;
  return ` ${createHash("sha256").update(block.data).digest("hex").slice(0, 8)}`;
}
