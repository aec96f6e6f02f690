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
    name: "a message begins anew after a failure in its middle",
    find: "fromPart: row.sentRefs.length",
    replace: "fromPart: 0",
    tests: ["test/delivery/lane.test.ts", "test/wire/long.test.ts", "test/faults/telegram.test.ts"],
  },
  {
    name: "retries do not wait longer each time",
    find: "1000 * 2 ** Math.min(row.attempts, 9)",
    replace: "1000",
    tests: ["test/delivery/lane.test.ts"],
  },
  {
    name: "what the platform asked to wait for is not waited for",
    find: "retryAt: now + Math.max(result.afterMs, backoff)",
    replace: "retryAt: now + backoff",
    tests: ["test/delivery/lane.test.ts"],
  },
  {
    name: "a row that was given up on is sent",
    find: 'if (row?.state !== "waiting") return null;',
    replace: "if (!row) return null;",
    tests: ["test/delivery/lane.test.ts", "test/delivery/run.test.ts", "test/delivery/trouble.test.ts"],
  },
  {
    name: "a delivery that cannot be written down is forgotten",
    find: 'name !== "StoreUnavailable" || attempt > 600',
    replace: 'name !== "" || attempt > 600',
    tests: ["test/delivery/trouble.test.ts", "test/delivery/lane.test.ts"],
  },
  {
    name: "a chat is written to faster than its platform allows",
    find: "const spread = burst === undefined ? now :",
    replace: "const spread = burst !== undefined ? now : burst === undefined ? now :",
    tests: ["test/delivery/limits.test.ts"],
  },
  {
    name: "one chat's limit holds no chat",
    find: "this.#chats.set(chat, { until: now + ms, ms });",
    replace: "",
    tests: ["test/delivery/limits.test.ts"],
  },
  {
    name: "all chats go on after the platform said to wait",
    find: "  all(ms: number): void {\n    this.#hold(ms);",
    replace: "  all(ms: number): void {\n    this.#hold(ms * 0);",
    tests: ["test/delivery/limits.test.ts"],
  },
  {
    name: "a timer that failed is lost",
    find: "await store.transaction((tx) => tx.timers.set({ ...timer, at: clock.now() + RETRY_AFTER }, null));",
    replace: "",
    tests: ["test/schedule/heartbeat.test.ts"],
  },
  {
    name: "an event that fails for a bug is lost at once",
    find: "for (let n = 1; n <= ATTEMPTS; n++) {",
    replace: "for (let n = 1; n <= 1; n++) {",
    tests: ["test/scenario/bad-input.test.ts", "test/scenario/rule-3-lossless.test.ts"],
  },
];
