/** Packets in which one field is missing or odd: what is needed is read, nothing throws, and nothing ends. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { readEdit, readInteraction, readMessage } from "../../adapters/discord/inbound.ts";
import type { Inbound } from "../../src/ports/chat.ts";
import { COMMANDS, openScene, type Scene, text } from "./discord-bench.ts";
import { mutations } from "./mutations.ts";

let scene: Scene;
let loose: unknown[];
const note = (error: unknown) => void loose.push(error);
beforeEach(async () => {
  loose = [];
  process.on("unhandledRejection", note);
  scene = await openScene();
});
afterEach(async () => {
  await scene.close();
  process.off("unhandledRejection", note);
  expect(loose).toEqual([]);
});

type Packets = Readonly<Record<string, unknown>>;

/** The last packet of a name, as it came over the wire. */
function lastOf(name: string): unknown {
  const [session] = scene.discord.gateway.connected;
  return JSON.parse(JSON.stringify(session?.sent.findLast(({ t }) => t === name)?.d));
}

/** What people really did, as packets. */
async function recorded(): Promise<Packets> {
  const adapter = await scene.start();
  const { ana, channel } = scene;
  ana.runs("/checkin", { ritual: "heart", when: "now" }, channel);
  await scene.heard("command");
  const command = lastOf("INTERACTION_CREATE");
  const button = { label: "Pass", action: "pass_r1", effect: "reply" } as const;
  await scene.send(adapter, scene.shared, text("Card", button));
  const card = channel.last;
  if (!card) throw new Error("no card");
  ana.presses(card, "Pass");
  await scene.heard("tap");
  const tap = lastOf("INTERACTION_CREATE");
  const input = (id: string, value: object) => ({ type: 18, id: 1, component: { id: 2, custom_id: id, ...value } });
  const components = [
    input("0", { type: 4, value: "The lake." }),
    input("1", { type: 22, values: ["a", "b"] }),
    input("2", { type: 21, value: "3" }),
  ];
  ana.forges(5, { custom_id: "m:seal_r1_0", components }, channel);
  await scene.heard("form");
  const form = lastOf("INTERACTION_CREATE");
  const first = ana.writesDM("The hills.", { files: [{ name: "a.png", data: "x", contentType: "image/png" }] });
  await scene.heard("media");
  const media = lastOf("MESSAGE_CREATE");
  const second = ana.writesDM("The wind.", { repliesTo: first });
  await scene.heard("text");
  const message = lastOf("MESSAGE_CREATE");
  ana.edits(second, "The sea.");
  await scene.heard("edited");
  return { command, tap, form, media, text: message, edit: lastOf("MESSAGE_UPDATE") };
}

const interaction = (packet: unknown) => readInteraction(packet, COMMANDS, 0)?.event ?? null;
const readers: Readonly<Record<string, (packet: unknown) => Inbound | null>> = {
  command: interaction,
  tap: interaction,
  form: interaction,
  media: readMessage,
  text: readMessage,
  edit: readEdit,
};

const WHO = String.raw`member(\.user(\.id)?)?`;
const ADDRESS = String.raw`id|application_id|token|type|channel(\.id)?`;
const SPOKEN = String.raw`id|type|author(\.(id|bot))?|guild_id`;
/** The fields without which it cannot be what it is. */
const NEEDED: Readonly<Record<string, RegExp>> = {
  command: new RegExp(`^(${ADDRESS}|${WHO}|data(\\.(name|type|options.*))?)$`),
  tap: new RegExp(`^(${ADDRESS}|${WHO}|message(\\.id)?|data(\\.(custom_id|component_type|values))?)$`),
  form: new RegExp(`^(${ADDRESS}|${WHO}|data(\\.(custom_id|components.*))?)$`),
  media: new RegExp(`^(${SPOKEN}|content|attachments(\\.0(\\.(url|content_type))?)?)$`),
  text: new RegExp(`^(${SPOKEN}|content|attachments)$`),
  edit: new RegExp(`^(${SPOKEN}|content|edited_timestamp)$`),
};

/** What must be the same whatever becomes of a field that is not needed. */
function essence(event: Inbound | null): unknown {
  if (event === null || !("from" in event)) return null;
  const said = "text" in event ? event.text : "action" in event ? event.action : "name" in event ? event.name : "";
  const values = event.type === "form" ? event.values : {};
  return { type: event.type, who: event.from.userId, said, values, where: event.chat };
}

test("each field of each packet: what is not needed may be odd", async () => {
  for (const [name, packet] of Object.entries(await recorded())) {
    const reader = readers[name];
    const whole = essence(reader?.(packet) ?? null);
    expect({ name, whole }).not.toEqual({ name, whole: null });
    let shared = 0;
    for (const { path, how, packet: odd } of mutations(packet)) {
      const event = reader?.(odd) ?? null;
      const isNeeded = NEEDED[name]?.test(path);
      if (!isNeeded) expect({ name, path, how, event: essence(event) }).toEqual({ name, path, how, event: whole });
      // What was said in a channel is never answered as if it were a direct chat, where all can read the answer.
      if (event && "chat" in event && ["command", "tap", "form"].includes(name)) {
        expect({ name, path, how, kind: event.chat.kind }).toEqual({ name, path, how, kind: "shared" });
        shared += 1;
      }
      if (event && "sentAt" in event) expect(Number.isFinite(event.sentAt)).toBe(true);
      if (event && "from" in event) expect(event.from.name.trim()).not.toBe("");
    }
    if (name === "tap") expect(shared).toBeGreaterThan(100);
  }
});

test("all of them over the wire: nobody is disconnected, and the next thing works", async () => {
  const packets = await recorded();
  const [session] = scene.discord.gateway.connected;
  const names = { media: "MESSAGE_CREATE", text: "MESSAGE_CREATE", edit: "MESSAGE_UPDATE" } as const;
  let n = 0;
  for (const [name, packet] of Object.entries(packets)) {
    const t = name in names ? names[name as keyof typeof names] : "INTERACTION_CREATE";
    for (const { packet: d } of mutations(packet)) {
      if (++n % 3 === 0) session?.socket?.send(JSON.stringify({ op: 0, s: 1, t, d }));
    }
  }
  const before = scene.events.filter(({ type }) => type === "command").length;
  scene.ana.runs("/help");
  await scene.discord.waitFor(
    () => scene.events.slice(before).some((event) => event.type === "command" && event.name === "help"),
    { timeout: 20_000 },
  );
  expect(scene.discord.gateway.identifies).toBe(1);
  expect(
    scene.log.filter((line) => /an event could not be stored|an interaction could not be stored/.test(line)),
  ).toEqual([]);
}, 60_000);

test("a form of which a part cannot be understood is answered with a line, and nothing counts as left empty", async () => {
  await scene.start();
  const label = { type: 18, id: 1, component: { id: 2, type: 22, custom_id: "0", values: "not a list" } };
  const exchange = scene.ana.forges(5, { custom_id: "m:seal_r1_0", components: [label] }, scene.channel);
  expect((await exchange.reply).text).toMatch(/nothing was stored/);
  expect(exchange.ephemeral).toHaveLength(1);
  expect(scene.events).toEqual([]);
});

test("somebody without any name is somebody", () => {
  const packet = { id: "5", author: { id: "7" }, content: "hello" };
  expect(readMessage(packet)).toMatchObject({ type: "text", from: { userId: "7", name: "Someone" } });
  expect(readMessage({ ...packet, author: { id: "7", global_name: "\u3164", username: "ana" } })).toMatchObject({
    from: { name: "ana" },
  });
});
