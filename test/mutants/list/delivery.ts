/** That a message arrives, once, and no platform is asked too much. */
import type { Mutation } from "../mutation.ts";

export const DELIVERY: readonly Mutation[] = [
  {
    name: "a message that was delivered is sent again",
    find: "await tx.outbox.remove(row.id);\n  if (row.track",
    replace: "if (row.track",
    tests: ["test/delivery/lane.test.ts"],
  },
  {
    name: "retries do not wait longer each time",
    find: "1000 * 2 ** Math.min(row.attempts, 9)",
    replace: "1000",
    tests: ["test/delivery/lane.test.ts"],
  },
  {
    name: "one chat's limit holds no chat",
    find: "this.#chats.set(chat, { until: now + ms, ms });",
    replace: "",
    tests: ["test/delivery/limits.test.ts"],
  },
  {
    name: "a timer that failed is lost",
    find: "await store.transaction((tx) => tx.timers.set({ ...timer, at: clock.now() + RETRY_AFTER }, null));",
    replace: "",
    tests: ["test/schedule/heartbeat.test.ts"],
  },
];
