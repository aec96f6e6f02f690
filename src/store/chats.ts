import type { Chat } from "../ports/chat.ts";
import { chatKey } from "../ports/outbox.ts";

export interface ChatColumns {
  platform: string;
  chat_key: string;
  chat_kind: "private" | "shared";
  chat_ref: string;
}

export function chatColumns(chat: Chat): ChatColumns {
  const ref = chat.kind === "private" ? chat.userId : chat.chatId;
  return { platform: chat.platform, chat_key: chatKey(chat), chat_kind: chat.kind, chat_ref: ref };
}

export function chatOf(row: Omit<ChatColumns, "chat_key">): Chat {
  if (row.chat_kind === "private") return { kind: "private", platform: row.platform, userId: row.chat_ref };
  return { kind: "shared", platform: row.platform, chatId: row.chat_ref };
}
