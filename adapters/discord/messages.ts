/** What people write → our events: everything in the direct chat, and what is said to the bot in a server. */
import { type Client, GatewayDispatchEvents } from "discord.js";
import type { Inbound } from "../../src/ports/chat.ts";
import { type Ourselves, readAddressed } from "./addressed.ts";
import { readEdit, readMessage } from "./inbound.ts";

/** Takes each message as it comes; `take` is given null for one that is not said to the bot. */
export function watchMessages({ ws }: Client, us: () => Ourselves, take: (event: Inbound | null) => void): void {
  ws.on(GatewayDispatchEvents.MessageCreate, (packet: unknown) =>
    take(readMessage(packet) ?? readAddressed(packet, us(), false)),
  );
  ws.on(GatewayDispatchEvents.MessageUpdate, (packet: unknown) =>
    take(readEdit(packet) ?? readAddressed(packet, us(), true)),
  );
}
