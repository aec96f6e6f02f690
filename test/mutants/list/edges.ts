/** What the platforms, browsers and logs are given: who can see a chat, and what words may become there. */
import type { Mutation } from "../mutation.ts";

export const EDGES: readonly Mutation[] = [
  {
    name: "a group whose posts go to a channel passes as closed",
    find: "some(Boolean) || linked !== undefined || ",
    replace: "some(Boolean) || ",
    tests: ["test/adapters/telegram-wire.test.ts"],
    ci: true,
  },
  {
    name: "a group with a further public name passes as closed",
    find: "[username, ...names].some(Boolean)",
    replace: "[username].some(Boolean)",
    tests: ["test/adapters/telegram-wire.test.ts"],
  },
  {
    name: "a group with a place on the map passes as closed",
    find: "|| Boolean(location)",
    replace: "",
    tests: ["test/adapters/telegram-wire.test.ts"],
  },
  {
    name: "a group with one of the two and a stranger passes as closed",
    find: "const known = 1 + inside.filter(Boolean).length;",
    replace: "const known = 1 + inside.length;",
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
