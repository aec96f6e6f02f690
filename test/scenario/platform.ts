/** A platform that shows what it is given, keeps it as state, and can be told to fail. */

import type { Message } from "../../src/domain/message.ts";
import type {
  Audience,
  Capabilities,
  ChatAdapter,
  Delivery,
  DeliveryResult,
  Handle,
  Posting,
} from "../../src/ports/chat.ts";
import type { CommandSpec } from "../../src/ports/command-spec.ts";
import type { Fetched } from "../../src/ports/media.ts";
import { chatKey } from "../../src/ports/outbox.ts";

export interface Shown {
  ref: string;
  message: Message;
  deleted: boolean;
  origin: string | undefined;
}

/** All text of a message, buttons in square brackets. */
export function textOf(message: Message): string {
  const blocks = message.blocks.map((block) => {
    if (block.type === "quote") return `${block.by}: ${block.text}`;
    if (block.type === "list") return block.items.join("\n");
    if (block.type === "file") return `<file ${block.name}>`;
    if (block.type === "media") return `<${block.kind} ${block.caption}>`;
    return block.text;
  });
  const buttons = message.buttons.map((row) => row.map((button) => `[${button.label}]`).join(" "));
  return [...blocks, ...buttons].join("\n");
}

export class StagePlatform implements ChatAdapter {
  readonly pace = { overall: { count: 1000, perMs: 1000 }, perChatMs: 0, perShared: { count: 1000, perMs: 1000 } };
  readonly capabilities: Capabilities;
  readonly chats = new Map<string, Shown[]>();
  readonly members = new Map<string, Set<string>>();
  readonly unreachable = new Set<string>();
  readonly deliveries: Delivery[] = [];
  audienceNow: Audience = "only-two";
  handle: Handle | undefined;
  commands: readonly CommandSpec[] = [];
  failNext: DeliveryResult[] = [];
  /** As `failNext`, but the platform has taken a first part by then. */
  breakNext: DeliveryResult[] = [];
  /** What the platform does not take, for as long as it is set. */
  refuse: (delivery: Delivery) => DeliveryResult | null = () => null;
  /** What can be fetched here, and what was. */
  readonly files = new Map<string, Fetched>();
  readonly fetched: string[] = [];
  readonly #withoutBot = new Set<string>();
  #refs = 0;
  #events = 0;

  readonly platform: string;

  constructor(platform: string, can: Partial<Capabilities>) {
    this.platform = platform;
    this.capabilities = {
      forms: false,
      answersByMessage: true,
      commandsAreRead: true,
      canDeleteTyped: true,
      toastsVanish: true,
      answersStayFor: null,
      welcomesWhenAdded: true,
      ...can,
    };
  }

  async start(handle: Handle, commands: readonly CommandSpec[]): Promise<void> {
    // It knows where its bot is.
    this.handle = (event) => {
      if (event.type === "bot-removed") this.#withoutBot.add(event.chatId);
      if (event.type === "bot-added") this.#withoutBot.delete(event.chatId);
      return handle(event);
    };
    this.commands = commands;
  }

  async stop(): Promise<void> {
    this.handle = undefined;
  }

  nextEvent(): string {
    this.#events += 1;
    return `e${this.#events}`;
  }

  nextRef(): string {
    this.#refs += 1;
    return `m${this.#refs}`;
  }

  async deliver(delivery: Delivery, onPart: (index: number, ref: string) => Promise<void>): Promise<DeliveryResult> {
    const failure = this.failNext.shift();
    if (failure) return failure;
    const refused = this.refuse(delivery);
    if (refused) return refused;
    const key = chatKey(delivery.to);
    if (this.unreachable.has(key))
      return { type: "unreachable", why: delivery.to.kind === "shared" ? "chat-gone" : "blocked" };
    this.deliveries.push(delivery);
    const shown = this.chats.get(key) ?? [];
    this.chats.set(key, shown);
    const { operation } = delivery;
    if (operation.type === "send") {
      const ref = this.nextRef();
      shown.push({ ref, message: operation.message, deleted: false, origin: delivery.origin });
      await onPart(operation.fromPart, ref);
      const broken = this.breakNext.shift();
      if (broken) return broken;
    } else if (operation.type === "edit") {
      const found = shown.find((one) => one.ref === operation.refs[0]);
      if (found) found.message = operation.message;
    } else {
      for (const one of shown) if (operation.refs.includes(one.ref)) one.deleted = true;
    }
    return { type: "delivered" };
  }

  async audience(): Promise<Audience> {
    return this.audienceNow;
  }

  async isMember(chatId: string, userId: string): Promise<boolean | null> {
    return this.members.get(chatId)?.has(userId) ?? false;
  }

  async inspect(chatId: string): Promise<"ok" | "public" | "too-many" | "unknown"> {
    if (chatId.startsWith("public")) return "public";
    return (this.members.get(chatId)?.size ?? 0) > 2 ? "too-many" : "ok";
  }

  async posting(chatId: string): Promise<Posting> {
    if (this.#withoutBot.has(chatId)) return "removed";
    return this.unreachable.has(`${this.platform}:s:${chatId}`) ? "no-access" : "yes";
  }

  async fetch(file: string): Promise<Fetched> {
    this.fetched.push(file);
    return this.files.get(file) ?? { type: "gone" };
  }

  link(action: string): string | null {
    return this.capabilities.forms ? null : `https://stage.example/${action}`;
  }

  healthy(): boolean {
    return true;
  }
}
