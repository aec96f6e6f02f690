/** What an `origin` of ours holds: the message that was tapped. */
export interface TappedMessage {
  readonly chatId: string;
  readonly messageId: number;
}

/** The opaque `origin` of a tap; of one on a message that the platform does not name, null. */
export function tapOrigin(queryId: string, tapped: TappedMessage | null): string {
  return tapped === null ? `tap:${queryId}` : `tap:${queryId}:${tapped.chatId}:${tapped.messageId}`;
}

/** Reads an `origin` back; null for anything that is not one of ours. */
export function tappedMessage(origin: string | undefined): TappedMessage | null {
  const match = /^tap:[^:]*:(-?\d+):(\d+)$/.exec(origin ?? "");
  return match?.[1] && match[2] ? { chatId: match[1], messageId: Number(match[2]) } : null;
}
