/** From the application into the chats. */
import type { Message } from "../../src/domain/message.ts";
import type { Delivery, DeliveryResult } from "../../src/ports/chat.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Board } from "./board.ts";
import { type Room, roomOf } from "./platform.ts";
import { shownMessage } from "./shown.ts";

type OnPart = (index: number, ref: string) => Promise<void>;

const TAPPED = "tap:";

/** The `origin` of a tap: which message was tapped. */
export function originOfTap(entryId: string): string {
  return TAPPED + entryId;
}

/**
 * Shows, changes or removes messages. A message is always one part: this platform has no length limit.
 * What is sent twice with the same delivery id is shown once.
 */
export async function deliver(board: Board, log: Log, delivery: Delivery, onPart: OnPart): Promise<DeliveryResult> {
  const room = roomOf(delivery.to);
  if (room === null) return { type: "unreachable", why: "chat-gone" };
  let ref: string | null;
  try {
    ref = await apply(board, room, delivery);
  } catch (error) {
    log.warn("the playground could not store a message", { error: error instanceof Error ? error.name : "unknown" });
    return { type: "retry", afterMs: 1_000, scope: "platform", heldBack: false };
  }
  if (ref !== null) await onPart(0, ref);
  return { type: "delivered" };
}

/** The ref of what is shown now, if anything new is. */
async function apply(board: Board, room: Room, delivery: Delivery): Promise<string | null> {
  const { operation } = delivery;
  if (operation.type === "delete") {
    await removeAll(board, room, operation.refs);
    return null;
  }
  if (operation.type === "edit") return edit(board, room, operation.message, operation.refs);
  if (operation.fromPart > 0) return null;
  const ref = tapped(board, room, delivery) ?? `out-${delivery.id}`;
  await board.put(ref, room, shownMessage(operation.message));
  return ref;
}

/** The message to take the place of, as long as it stands in the same chat. */
function tapped(board: Board, room: Room, { origin, replace }: Delivery): string | null {
  if (replace !== true || origin?.startsWith(TAPPED) !== true) return null;
  const id = origin.slice(TAPPED.length);
  return standsIn(board, room, id) ? id : null;
}

/** A message that is gone (after “Start over”) is not brought back by an edit. */
async function edit(board: Board, room: Room, message: Message, refs: readonly string[]): Promise<string | null> {
  const [first, ...surplus] = refs;
  await removeAll(board, room, surplus);
  if (first === undefined || !standsIn(board, room, first)) return null;
  await board.put(first, room, shownMessage(message, board.get(first)?.shown ?? null));
  return first;
}

async function removeAll(board: Board, room: Room, refs: readonly string[]): Promise<void> {
  for (const ref of refs) if (standsIn(board, room, ref)) await board.remove(ref);
}

function standsIn(board: Board, room: Room, id: string): boolean {
  const entry = board.get(id);
  return entry !== null && entry.room === room && entry.shown.kind !== "event";
}
