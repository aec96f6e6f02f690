import type { TelegramReplyParameters } from "@gramio/types";
import { badRequest } from "../errors.ts";
import type { FakeMessage } from "../message.ts";
import type { RateLimits } from "../rates.ts";
import type { TextInput } from "../text.ts";
import type { UploadedFile } from "../validate.ts";
import type { Chat, World } from "../world.ts";

/** One request on its way through a method. */
export interface Call {
  world: World;
  /** Typed after the published API; a value of a wrong type is still what the caller sent. */
  params: Record<string, unknown>;
  files: Map<string, UploadedFile>;
  rates: RateLimits;
  /** Ends when the caller goes away. */
  signal: AbortSignal;
  /** Milliseconds after which a callback query can no longer be answered. */
  queryLifetimeMs: number;
  /** Records that the request used something that the published API or this fake does not have. */
  violation: (text: string) => void;
}

/** Carries out a method; what it returns is the `result`, what it throws the refusal. */
export type Handler = (call: Call) => unknown;

/** A parameter as text; numbers become text as on the platform, anything else is absent. */
export function text(call: Call, name: string): string | undefined {
  const value = call.params[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** A parameter as a number, or undefined. */
export function number(call: Call, name: string): number | undefined {
  const value = Number(call.params[name] ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

/** A formatted text parameter: the text, its parse mode and its entities. */
export function textInput(call: Call, name: "text" | "caption"): TextInput {
  const entities = call.params[name === "text" ? "entities" : "caption_entities"];
  return {
    text: text(call, name) ?? "",
    parse_mode: text(call, "parse_mode"),
    entities: Array.isArray(entities) ? entities : undefined,
  };
}

/** What the platform answers to features that no chat of this fake has. */
const REFUSED: Record<string, string> = {
  business_connection_id: "business connection not found",
  suggested_post_parameters: "suggested posts can be sent only to channel direct messages",
};

/** Published, but not modelled here: ignoring them would show a private thing in public. */
const NOT_MODELLED = ["ephemeral_message_parameters", "rich_message", "inline_message_id", "direct_messages_topic_id"];

/** Refuses parameters that the fake cannot honour, instead of ignoring them. */
export function refuseUnmodelled(call: Call): void {
  for (const [name, answer] of Object.entries(REFUSED)) if (call.params[name] !== undefined) throw badRequest(answer);
  if (call.params.allow_paid_broadcast === true) throw badRequest("FLOODSKIP_NOT_ALLOWED");
  for (const name of NOT_MODELLED) {
    if (call.params[name] === undefined) continue;
    call.violation(`${name} is not modelled by this fake`);
    throw badRequest(`this fake does not model ${name}`);
  }
}

/** The message that a send replies to, or the platform's refusal. */
export function replyTarget(call: Call, chat: Chat): FakeMessage | undefined {
  const reply = call.params.reply_parameters as TelegramReplyParameters | undefined;
  if (!reply) return undefined;
  if (reply.message_id === undefined) throw badRequest('can\'t find field "message_id"');
  const source = reply.chat_id === undefined ? chat : call.world.chatFor(reply.chat_id);
  const target = call.world.find(source, reply.message_id);
  if (!target && !reply.allow_sending_without_reply) throw badRequest("message to be replied not found");
  if (target && reply.quote !== undefined && !target.text.includes(String(reply.quote))) {
    throw badRequest("QUOTE_TEXT_INVALID");
  }
  return target;
}

/** Takes `messages` sends out of the chat's rate. */
export function takeRate(call: Call, chat: Chat, messages = 1): void {
  call.rates.take(chat.wire.id, chat.wire.type !== "private", call.world.clock.now(), messages);
}

/** The replied message as it is nested in payloads: without the message that it replies to itself. */
export function nested(message: FakeMessage): FakeMessage["wire"] {
  const { reply_to_message: _, ...wire } = message.wire;
  return wire;
}
