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
    name: "a group of the two and somebody else passes as closed",
    find: 'isPublic || members !== COMPLETE) return "others"',
    replace: 'isPublic || members < COMPLETE) return "others"',
    tests: ["test/adapters/telegram-wire.test.ts"],
  },
  {
    name: "a group with one of the two and a stranger passes as closed",
    find: "inside.every(Boolean)",
    replace: "inside.some(Boolean)",
    tests: ["test/adapters/telegram-wire.test.ts"],
  },
  {
    name: "a channel that everybody of the server sees passes as closed",
    find: "return closed && onlyThey && noBypass",
    replace: "return onlyThey && noBypass",
    tests: ["test/adapters/discord-audience.test.ts"],
  },
  {
    name: "a channel that a further role sees passes as closed",
    find: "return closed && onlyThey && noBypass",
    replace: "return closed && noBypass",
    tests: ["test/adapters/discord-audience.test.ts"],
  },
  {
    name: "a channel that administrators see passes as closed",
    find: "closed && onlyThey && noBypass && two",
    replace: "closed && onlyThey && two",
    tests: ["test/adapters/discord-audience.test.ts"],
  },
  {
    name: "a channel of somebody else's server passes as closed",
    find: " && noBypass && two.includes(guild.owner_id)",
    replace: " && noBypass",
    tests: ["test/adapters/discord-audience.test.ts"],
  },
  {
    name: "a reveal goes where others read it",
    find: 'if (audience !== "only-two") {',
    replace: 'if (audience === "others") {',
    tests: ["test/scenario/rule-10-third-person.test.ts"],
  },
  {
    name: "what is added below a reveal goes where others read it",
    find: '["reveal", "below", "one-answered"].includes',
    replace: '["reveal", "one-answered"].includes',
    tests: ["test/scenario/rule-10-third-person.test.ts"],
  },
  {
    name: "anything at all reaches the log",
    find: "for (const name of FIELDS) {",
    replace: "for (const name of Object.keys(fields ?? {}) as (keyof LogFields)[]) {",
    tests: ["test/application/log.test.ts"],
    ci: true,
  },
  {
    name: "an answer's words become a cover that opens",
    find: "const ANYWHERE = /[\\\\`*_~|<@[\\]]|",
    replace: "const ANYWHERE = /[\\\\`*_~<@[\\]]|",
    tests: ["test/adapters/discord-render.test.ts"],
  },
  {
    name: "an answer's words become a mention",
    find: "const ANYWHERE = /[\\\\`*_~|<@[\\]]|",
    replace: "const ANYWHERE = /[\\\\`*_~|[\\]]|",
    tests: ["test/adapters/discord-render.test.ts"],
  },
  {
    name: "words become markup in the page of an export",
    find: "text.replace(/[&<>\"']/g",
    replace: "text.replace(/[&>\"']/g",
    tests: ["test/scenario/own-data.test.ts"],
  },
  {
    name: "words become a command in Telegram",
    find: "(?<![\\p{L}\\p{N}_/<>])([/@])(?=\\w)",
    replace: "(?<![\\p{L}\\p{N}_/<>])(@)(?=\\w)",
    tests: ["test/adapters/telegram-render.test.ts"],
  },
  {
    name: "words turn around what stands beside them",
    find: '.replace(/(?![\\n\\t])[\\p{Cc}\\u202a-\\u202e]/gu, "")',
    replace: '.replace(/(?![\\n\\t])[\\p{Cc}]/gu, "")',
    tests: ["test/adapters/telegram-render.test.ts"],
  },
  {
    name: "somebody's words stand in an error",
    find: '.map((word) => (KNOWN.has(word.toLowerCase()) || CODE.test(word) ? word : "…"))',
    replace: "",
    tests: ["test/adapters/telegram-wire.test.ts", "test/adapters/refusals.test.ts"],
  },
  {
    name: "any page on the web reads what the server answers",
    find: "name === null || !LOOPBACK_NAMES.has(name)",
    replace: "name === null",
    tests: ["test/web/server.test.ts"],
  },
];
