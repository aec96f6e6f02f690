/** Answers to interactions: the webhook routes, whose token is in the path. */
import { type APIMessage, type InteractionResponseType, MessageFlags, type RawFile, Routes } from "discord.js";
import type { Api } from "./api.ts";
import { ALREADY_ACKNOWLEDGED, ApiFailure } from "./errors.ts";
import type { Key } from "./live.ts";
import type { Origin } from "./origin.ts";
import type { Part } from "./render.ts";

/** Discord waits three seconds for the first answer, the way there included. */
const CALLBACK_TIMEOUT_MS = 1_200;
const CALLBACK_TRIES = 2;

const MENTION_NOBODY = { parse: [] };

export interface Payload {
  readonly body: Readonly<Record<string, unknown>>;
  readonly files: RawFile[];
}

/** The body of a new message. Nobody is ever mentioned, and links bring no preview. */
export function payload(part: Part, flags = 0): Payload {
  const files = part.files.map((file) => ({ name: file.name, data: Buffer.from(file.data), contentType: file.mime }));
  const attachments = files.map((file, id) => ({ id: String(id), filename: file.name }));
  const body = {
    content: part.content,
    components: part.components,
    allowed_mentions: MENTION_NOBODY,
    flags: flags | MessageFlags.SuppressEmbeds,
    ...(files.length === 0 ? {} : { attachments }),
  };
  return { body, files };
}

/** The body of an edit: what the message had before is gone, files included. */
export function editPayload(part: Part): Payload {
  // What a message with a file shows stays; only the buttons under it change.
  if (part.media) return { body: { components: part.components, allowed_mentions: MENTION_NOBODY }, files: [] };
  const { body, files } = payload(part);
  return { body: { attachments: [], ...body }, files };
}

export type Callback =
  | {
      readonly type: InteractionResponseType.DeferredChannelMessageWithSource;
      readonly data: { readonly flags: number };
    }
  | { readonly type: InteractionResponseType.DeferredMessageUpdate }
  | { readonly type: InteractionResponseType.Modal; readonly data: object }
  | { readonly type: InteractionResponseType.ChannelMessageWithSource; readonly data: object };

/**
 * The first answer to an interaction. Tried again where nobody knows whether it arrived: a second one
 * that is refused as such (40060) says that the first did. Throws `ApiFailure`.
 */
export async function respond(api: Api, origin: Pick<Origin, "id" | "token">, callback: Callback): Promise<void> {
  const route = Routes.interactionCallback(origin.id, origin.token);
  for (let left = CALLBACK_TRIES; ; left -= 1) {
    try {
      await api("POST", route, { body: callback, auth: false, timeoutMs: CALLBACK_TIMEOUT_MS });
      return;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      if (error.code === ALREADY_ACKNOWLEDGED) return;
      if (left <= 1 || (error.kind !== "network" && error.kind !== "server")) throw error;
    }
  }
}

/** Puts `part` in the place of the original answer, or of the tapped message. Returns the message's id. */
export async function editOriginal(api: Api, origin: Origin, part: Part): Promise<string> {
  const route = Routes.webhookMessage(origin.app, origin.token, "@original");
  const message = await api<APIMessage>("PATCH", route, { ...editPayload(part), auth: false });
  return message.id;
}

/** A further answer. In a channel for the person alone. Returns the message's id. */
export async function followUp(api: Api, origin: Origin, part: Part): Promise<string> {
  const flags = origin.sight === "direct" ? 0 : MessageFlags.Ephemeral;
  const route = Routes.webhook(origin.app, origin.token);
  const query = new URLSearchParams({ wait: "true" });
  const message = await api<APIMessage>("POST", route, { ...payload(part, flags), query, auth: false });
  return message.id;
}

/** Removes the original answer, a “thinking …” that nothing came of. */
export async function deleteOriginal(api: Api, origin: Origin): Promise<void> {
  await api("DELETE", Routes.webhookMessage(origin.app, origin.token, "@original"), { auth: false });
}

export async function editEphemeral(api: Api, key: Key, messageId: string, part: Part): Promise<void> {
  await api("PATCH", Routes.webhookMessage(key.app, key.token, messageId), { ...editPayload(part), auth: false });
}

export async function deleteEphemeral(api: Api, key: Key, messageId: string): Promise<void> {
  await api("DELETE", Routes.webhookMessage(key.app, key.token, messageId), { auth: false });
}
