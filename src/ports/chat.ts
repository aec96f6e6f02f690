/**
 * What the application asks of a chat platform. Adapters implement `ChatAdapter`; the application
 * never asks which platform it is, only what it can do.
 */

import type { MediaForm } from "../domain/answer.ts";
import type { Form, Message } from "../domain/message.ts";
import type { Span, Words } from "../domain/words.ts";
import type { Capabilities } from "./capabilities.ts";
import type { CommandSpec } from "./command-spec.ts";
import type { Fetched } from "./media.ts";
import type { Pace } from "./pace.ts";
import type { Audience, Inspection, Posting, Unreachable } from "./standing.ts";

export type { Capabilities } from "./capabilities.ts";
export type { Audience, Inspection, Posting, Unreachable } from "./standing.ts";

export interface Account {
  readonly platform: string;
  readonly userId: string;
  /** Display name as the platform gives it. */
  readonly name: string;
  /** The name of the account, as the platform writes it: nobody else there has it. Left out: it has none. */
  readonly handle?: string;
  /** BCP 47 tag as the platform reports it. */
  readonly language?: string;
  /** IANA name, where the platform knows it; else it is guessed from the language. */
  readonly zone?: string;
}

export type Chat =
  | { readonly kind: "private"; readonly platform: string; readonly userId: string }
  | { readonly kind: "shared"; readonly platform: string; readonly chatId: string };

interface From {
  /** The platform's own id of this event, unique per platform: claimed once. */
  readonly eventId: string;
  readonly from: Account;
  readonly chat: Chat;
  /**
   * Opaque: lets `deliver` answer this very event (a callback query, an interaction). May have run
   * out when it is used; the adapter then falls back to the private chat.
   */
  readonly origin?: string;
  /** Where in a shared chat with topics it was; none: in its general topic, or there are no topics. */
  readonly topic?: string;
}

interface About {
  readonly eventId: string;
  readonly platform: string;
}

/** A file that somebody sent, as the platform describes it. Its bytes are fetched apart. */
export interface Received {
  readonly kind: MediaForm;
  /** Opaque: what `fetch` takes. */
  readonly file: string;
  /** Bytes, where the platform says it. */
  readonly size: number | null;
  readonly mime: string;
  readonly name: string | null;
}

/**
 * By which way an action came. `link`: the payload of a deep link, which anybody can make and send. `button`: under a
 * message of the bot. `form`: a form that was handed in.
 */
export type Way = "link" | "button" | "form";

/** Everything that can come in. Transport and acknowledgement stay in the adapter. */
export type Inbound =
  /** `args`: what was typed or chosen after the name, as it was typed; may be empty. `spans`: its styles. */
  | (From & {
      readonly type: "command";
      readonly name: string;
      readonly args: string;
      readonly spans?: readonly Span[];
      readonly messageId?: string;
    })
  /** A button's action, or the payload of a deep link: `by` says which, because a link can be made by anybody. */
  | (From & {
      readonly type: "tap";
      readonly action: string;
      readonly by: Exclude<Way, "form">;
      readonly messageId?: string;
    })
  | (From & {
      readonly type: "form";
      readonly action: string;
      /** Field id → text as one element, or chosen option ids. */
      readonly values: Readonly<Record<string, readonly string[]>>;
      /** Field id → what was uploaded there. */
      readonly files?: Readonly<Record<string, readonly Received[]>>;
    })
  /** Only from private chats. `sentAt`: the platform's own time of the message. */
  | (From &
      Words & {
        readonly type: "text";
        readonly messageId: string;
        readonly replyTo?: string;
        readonly sentAt: number;
      })
  | (From & Words & { readonly type: "edited"; readonly messageId: string })
  /** Only from private chats. `album`: sent as one with others of the same id. `edited`: instead of what it was. */
  | (From & {
      readonly type: "media";
      readonly media: Received;
      readonly caption: string;
      /** The styles of the caption. */
      readonly spans?: readonly Span[];
      readonly messageId: string;
      readonly replyTo?: string;
      readonly album?: string;
      readonly edited?: boolean;
      readonly sentAt: number;
    })
  /** A sticker, a location: something that cannot be an answer. Private chats only. */
  | (From & { readonly type: "unsupported"; readonly what: string; readonly messageId: string })
  /**
   * Said to the bot in a shared chat, as a reply or a mention. `empty`: without a word of one's own. `command`: an older
   * message that was made this command. Its content stays out.
   */
  | (From & {
      readonly type: "overheard";
      readonly messageId: string;
      readonly empty: boolean;
      readonly command?: string;
    })
  /** Said to the bot in the name of a group or a channel: nobody can know by whom. `channel`: in a channel itself. */
  | (About & {
      readonly type: "faceless";
      readonly chatId: string;
      readonly as: "admin" | "sender" | "channel";
      readonly topic?: string;
    })
  | (About & { readonly type: "bot-added"; readonly chatId: string; readonly by: Account })
  /** `gone`: the chat itself is no more. */
  | (About & { readonly type: "bot-removed"; readonly chatId: string; readonly gone?: boolean })
  | (About & { readonly type: "joined"; readonly chatId: string; readonly userIds: readonly string[] })
  | (About & { readonly type: "left"; readonly chatId: string; readonly userId: string })
  /** A topic was closed or opened again; null: the general one. */
  | (About & { readonly type: "topic"; readonly chatId: string; readonly topic: string | null; readonly open: boolean })
  /** What the bot may do in the place may have changed: one that could not be posted in is asked about. */
  | (About & { readonly type: "standing-changed"; readonly chatId: string })
  /** Who can see the place, or what the bot may do there, may have changed in a way the platform does not spell out. */
  | (About & { readonly type: "audience-changed"; readonly chatId: string })
  | (About & { readonly type: "migrated"; readonly fromChatId: string; readonly toChatId: string })
  | (About & { readonly type: "reachable" | "unreachable"; readonly userId: string });

/**
 * What the adapter shows at once, on the wire, after the commit. Everything that must not be lost
 * goes through the outbox instead.
 */
export type Reply =
  | { readonly type: "none" }
  | { readonly type: "form"; readonly form: Form }
  /** One generic line for the tapper alone. */
  | { readonly type: "toast"; readonly text: string };

/** Thrown by the handler when nothing could be stored (disk full, database locked): repeat the event later. */
export class TryLater extends Error {
  override readonly name = "TryLater";
}

/**
 * Handles one event. Resolves after its effect is committed together with its `eventId`; the same
 * event again has no effect. Rejects with `TryLater` only.
 */
export type Handle = (event: Inbound) => Promise<Reply>;

export type Operation =
  /** Sends parts `fromPart` and later; the earlier ones were delivered before a crash. */
  | { readonly type: "send"; readonly message: Message; readonly fromPart: number }
  /** Makes the messages `refs` (one per part, in order) show `message`; surplus ones are removed. */
  | { readonly type: "edit"; readonly message: Message; readonly refs: readonly string[] }
  | { readonly type: "delete"; readonly refs: readonly string[] };

export interface Delivery {
  /** Stable over repeats: the source of a nonce. */
  readonly id: string;
  readonly to: Chat;
  readonly operation: Operation;
  /** From the inbound event this answers. */
  readonly origin?: string;
  /** Where in a shared chat with topics a new message goes; none: the general one. */
  readonly topic?: string;
  /** Only with `origin` of a tap: show the message in place of the tapped one. */
  readonly replace?: boolean;
  /** Cut into parts of a quarter of the usual length: the platform has refused the usual ones. */
  readonly small?: boolean;
}

/**
 * `scope`: what the platform says has to wait. Of a limit or failure of which it says nothing, only the chat is
 * known: delivery concludes the rest from several. `heldBack`: a limit was met, not a failure: attempts do not count.
 */
export interface Retry {
  readonly type: "retry";
  readonly afterMs: number;
  readonly scope: "chat" | "platform";
  readonly heldBack: boolean;
}

export type DeliveryResult =
  | { readonly type: "delivered" }
  | Retry
  | { readonly type: "unreachable"; readonly why: Unreachable }
  | { readonly type: "migrated"; readonly toChatId: string }
  /**
   * The platform does not take the message as it is; another form, or another chat, may be taken. `reason` holds the
   * platform's code and description, never content.
   */
  | { readonly type: "rejected"; readonly reason: string; readonly because?: Because };

/**
 * `content`: what it says or shows. `bug`: how we have made it. `stays`: a message that is shown can be neither changed
 * nor removed any more. Left out for a refusal that is not known by name.
 */
export type Because = "content" | "bug" | "stays";

export interface ChatAdapter {
  readonly platform: string;
  readonly capabilities: Capabilities;
  readonly pace: Pace;
  /** Registers the commands, then feeds events to `handle`, one at a time per chat. Rejects when the platform refuses the token. */
  start(handle: Handle, commands: readonly CommandSpec[]): Promise<void>;
  /** Takes no further events and waits for those in hand. */
  stop(): Promise<void>;
  /** Calls `onPart(index, ref)` after each part that the platform accepted; never throws for a platform's refusal. */
  deliver(delivery: Delivery, onPart: (index: number, ref: string) => Promise<void>): Promise<DeliveryResult>;
  /**
   * Who can see a shared chat. Asked before every reveal; never throws, `unknown` instead. A limit that was met
   * says nothing about who is there: it is a `Retry`, and asked again after it. `SOMEBODY` among the two stands for
   * one whose account is not known: then one other person beside the known one is no third.
   */
  audience(chatId: string, two: readonly string[]): Promise<Audience | Retry>;
  /** Whether a person is in a shared chat now; null when it cannot be told. */
  isMember(chatId: string, userId: string): Promise<boolean | null>;
  /** Whether the bot may serve this shared chat at all. */
  inspect(chatId: string): Promise<Inspection>;
  /** Whether the bot could post in a shared chat now. Asks and shows nothing there; never throws. */
  posting(chatId: string): Promise<Posting>;
  /** The bytes of a file that came in, if there are at most `MAX_MEDIA`. Never throws; tries again by itself. */
  fetch(file: string): Promise<Fetched>;
  /** A link that opens the private chat with an action, where the platform has such links. */
  link(action: string): string | null;
  /** False while the connection is down. */
  healthy(): boolean;
}
