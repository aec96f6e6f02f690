/** Who and what there is in the playground: two people, one shared chat, a private chat each. */
import type { Account, Chat } from "../../src/ports/chat.ts";

export const PLATFORM = "playground";
/** The id of the one shared chat. */
export const HOME = "home";
export const USER_IDS = ["ana", "ben"] as const;

export type UserId = (typeof USER_IDS)[number];
/** Where a message stands; also the `chat` of its transcript entry. */
export type Room = "shared" | `private:${UserId}`;

const NAMES: Readonly<Record<UserId, string>> = { ana: "Ana", ben: "Ben" };

/** The page runs on this machine, so both live where it does. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const PEOPLE: readonly Account[] = USER_IDS.map((userId) => account(userId));

export function account(userId: UserId): Account {
  return { platform: PLATFORM, userId, name: NAMES[userId], zone: ZONE };
}

export function isUserId(text: string): text is UserId {
  return (USER_IDS as readonly string[]).includes(text);
}

function privateRoom(userId: UserId): Room {
  return `private:${userId}`;
}

/** Null for a chat that does not exist here. */
export function roomOf(chat: Chat): Room | null {
  if (chat.platform !== PLATFORM) return null;
  if (chat.kind === "shared") return chat.chatId === HOME ? "shared" : null;
  return isUserId(chat.userId) ? privateRoom(chat.userId) : null;
}

/** The chat that `userId` means by “shared” or “private”. */
export function chatFor(userId: UserId, where: "shared" | "private"): Chat {
  return where === "shared"
    ? { kind: "shared", platform: PLATFORM, chatId: HOME }
    : { kind: "private", platform: PLATFORM, userId };
}

/** Whether this person can see what stands in `room`. */
export function canSee(userId: UserId, room: Room): boolean {
  return room === "shared" || room === privateRoom(userId);
}
