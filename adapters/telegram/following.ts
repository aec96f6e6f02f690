/** Calls about a group that has become another chat: the application hears of it first, then the new chat is asked. */
import { Refused } from "./errors.ts";
import type { Transport } from "./transport.ts";

/** Longer chains than this are no migrations. */
const LONGEST_CHAIN = 5;

/** Tells of a migration that only a refusal has told of. Resolves when it is taken down; never rejects. */
export type OnMoved = (from: string, to: string) => Promise<void>;

/** Several calls that meet the same migration at once tell of it once. */
export function once(tell: OnMoved): OnMoved {
  const inHand = new Map<string, Promise<void>>();
  return (from, to) => {
    const key = `${from} ${to}`;
    const known = inHand.get(key);
    if (known) return known;
    const telling = tell(from, to).finally(() => inHand.delete(key));
    inHand.set(key, telling);
    return telling;
  };
}

/** The same transport, but a refusal that names the chat's new id is followed there. */
export function following(transport: Pick<Transport, "call">, onMoved: OnMoved): Pick<Transport, "call"> {
  return {
    async call(method, params, options) {
      let asked = params;
      for (let moves = 0; ; moves++) {
        try {
          return await transport.call(method, asked, options);
        } catch (error) {
          const to = error instanceof Refused ? error.migratedTo : undefined;
          if (to === undefined || asked.chat_id === undefined || moves >= LONGEST_CHAIN) throw error;
          await onMoved(String(asked.chat_id), to);
          asked = { ...asked, chat_id: Number(to) };
        }
      }
    },
  };
}
