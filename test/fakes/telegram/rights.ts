import type { TelegramMessage } from "@gramio/types";
import { badRequest } from "./errors.ts";
import { botIsAdmin } from "./membership.ts";
import { type Chat, GENERAL, type Permission, type World } from "./world.ts";

const WORDS: Readonly<Record<Permission, string>> = {
  can_send_messages: "text messages",
  can_send_photos: "photos",
  can_send_documents: "documents",
  can_send_videos: "videos",
  can_send_voice_notes: "voice notes",
  can_send_video_notes: "video notes",
  can_send_audios: "audios",
};

/** What sending this content takes. */
function permissionFor(content: Partial<TelegramMessage>): Permission {
  if (content.photo) return "can_send_photos";
  if (content.document) return "can_send_documents";
  if (content.voice) return "can_send_voice_notes";
  if (content.video_note) return "can_send_video_notes";
  if (content.audio) return "can_send_audios";
  return content.video ? "can_send_videos" : "can_send_messages";
}

/** Throws the platform's refusal where the bot may not send this into a group. */
export function assertMaySend(world: World, chat: Chat, content: Partial<TelegramMessage>): void {
  if (chat.wire.type === "private" || botIsAdmin(world, chat)) return;
  const wanted = permissionFor(content);
  const self = chat.members.get(world.bot.id);
  const restricted = self?.status === "restricted" && self[wanted] === false;
  if (restricted || chat.forbidden?.has(wanted)) {
    throw badRequest(`not enough rights to send ${WORDS[wanted]} to the chat`);
  }
}

/** The topic fields of a new message, or the platform's refusal: the general topic is not named by its number. */
export function topicFields(world: World, chat: Chat, thread: unknown): Partial<TelegramMessage> {
  const id = thread === undefined ? GENERAL : Number(thread);
  const topic = chat.topics?.get(id);
  if (thread !== undefined && (topic === undefined || topic.deleted || id === GENERAL)) {
    throw badRequest("message thread not found");
  }
  if (topic?.closed && !botIsAdmin(world, chat)) throw badRequest("TOPIC_CLOSED");
  return thread === undefined ? {} : { message_thread_id: id, is_topic_message: true };
}
