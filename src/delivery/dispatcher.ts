/** One lane a platform. The only sender there is: order and pace hold because nothing else sends. */
import type { ChatAdapter } from "../ports/chat.ts";
import { Lane, type LaneParts } from "./lane.ts";

export interface Dispatcher {
  /** A platform is connected: its rows may be sent from now on. */
  open(platform: string): void;
  /** Rows may be waiting on any platform. */
  wake(): void;
  /** Resolves when no platform has anything it could send now. */
  idle(): Promise<void>;
  /** Takes nothing more and waits for what is in hand. */
  stop(): Promise<void>;
}

/** Nothing is sent on a platform before it was opened. */
export function createDispatcher(
  parts: Omit<LaneParts, "adapter"> & { readonly adapters: Iterable<ChatAdapter> },
): Dispatcher {
  const byPlatform = new Map([...parts.adapters].map((adapter) => [adapter.platform, new Lane({ ...parts, adapter })]));
  const lanes = [...byPlatform.values()];
  return {
    open: (platform) => byPlatform.get(platform)?.open(),
    wake: () => {
      for (const lane of lanes) lane.wake();
    },
    idle: async () => {
      await Promise.all(lanes.map((lane) => lane.idle()));
    },
    stop: async () => {
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}
