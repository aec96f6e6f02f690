/** What the platforms, browsers and logs are given: who can see a chat, and what words may become there. */
import type { Mutation } from "../mutation.ts";

export const EDGES: readonly Mutation[] = [
  {
    name: "a group whose posts go to a channel passes as closed",
    find: "names.length > 0 || chat.linked_chat_id !== undefined || ",
    replace: "names.length > 0 || ",
    tests: ["test/adapters/telegram-wire.test.ts"],
    ci: true,
  },
  {
    name: "a group with a further public name passes as closed",
    find: "[chat.username, ...(chat.active_usernames ?? [])]",
    replace: "[chat.username]",
    tests: ["test/adapters/telegram-wire.test.ts"],
  },
  {
    name: "a group with a place on the map passes as closed",
    find: "Boolean(chat.location ?? chat.is_direct_messages)",
    replace: "false",
    tests: ["test/adapters/telegram-wire.test.ts"],
  },
  {
    name: "a group with one of the two and a stranger passes as closed",
    find: "inside.every(Boolean)",
    replace: "inside.some(Boolean)",
    tests: ["test/adapters/telegram-wire.test.ts"],
  },
  {
    name: "anything at all reaches the log",
    find: "for (const name of FIELDS) {",
    replace: "for (const name of Object.keys(fields ?? {}) as (keyof LogFields)[]) {",
    tests: ["test/application/log.test.ts"],
    ci: true,
  },
];
