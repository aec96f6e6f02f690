/** Bringing the couples together, in every way there is. */
import type { FakePerson } from "../../fakes/telegram/index.ts";
import { type Actor, PATIENCE } from "./actor.ts";
import type { CoupleChats } from "./ledger.ts";
import { OnDiscord } from "./on-discord.ts";
import { OnTelegram } from "./on-telegram.ts";
import type { Scene } from "./scene.ts";

export interface Couple {
  readonly id: string;
  readonly a: Actor;
  readonly b: Actor;
}

async function sees<T>(scene: Scene, what: string, probe: () => T): Promise<NonNullable<Exclude<T, false>>> {
  const found = await scene.until(probe, 3 * PATIENCE);
  if (found === null)
    throw new Error(
      `Coming together: ${what} never came.\n${scene.telegram.transcript()}\n${scene.discord.transcript()}`,
    );
  return found;
}

function note(scene: Scene, chats: CoupleChats): void {
  scene.couples.push(chats);
}

function onTelegram(scene: Scene, id: string, seat: "a" | "b"): { person: FakePerson; chat: string } {
  const person = scene.telegram.user({ first_name: seat === "a" ? "Ana" : "Ben", language_code: "de" });
  const chat = `${id}.${seat}`;
  scene.watchView(chat, person.chat);
  return { person, chat };
}

export async function inGroup(scene: Scene, id: string): Promise<Couple> {
  const [ana, ben] = [onTelegram(scene, id, "a"), onTelegram(scene, id, "b")];
  const home = scene.telegram.group({ title: id, members: [ana.person, ben.person] });
  scene.watchView(id, home);
  home.addBot(ana.person);
  const welcome = await sees(scene, "the welcome", () => home.fromBot[0]);
  for (const { person } of [ana, ben]) {
    await person.taps(welcome, "Join in private");
    const notice = await sees(scene, "the notice", () =>
      person.chat.fromBot.find((each) => each.labels.includes("I’m in")),
    );
    await person.taps(notice, "I’m in", { timeoutMs: PATIENCE });
    await sees(scene, "being in", () => person.chat.fromBot.length > 1);
  }
  const { chat: a } = ana;
  const { chat: b } = ben;
  note(scene, { id, shown: [id], private: { a, b }, shared: id });
  return {
    id,
    a: new OnTelegram(scene, id, "a", ana.person, home),
    b: new OnTelegram(scene, id, "b", ben.person, home),
  };
}

function onDiscord(scene: Scene, id: string, seat: "a" | "b") {
  const person = scene.discord.user({
    username: `${id}-${seat}`,
    global_name: seat === "a" ? "Ana" : "Ben",
    locale: "de",
  });
  const chat = `${id}.${seat}`;
  scene.watch(chat, () => person.dm.state.log);
  return { person, chat };
}

export async function inChannel(scene: Scene, id: string): Promise<Couple> {
  const [ana, ben] = [onDiscord(scene, id, "a"), onDiscord(scene, id, "b")];
  const guild = scene.discord.guild({ owner: ana.person, members: [ben.person] });
  const home = guild.channel({ privateTo: [ana.person, ben.person] });
  scene.watch(id, () => home.state.log.filter((message) => !message.isEphemeral));
  await ana.person.runs("/pair", {}, home).response;
  const welcome = await sees(scene, "the welcome", () => home.messages.find((each) => each.buttons.length > 0));
  for (const { person } of [ana, ben]) {
    const joined = person.presses(welcome, "Join in private");
    const notice = await sees(scene, "the notice", () => joined.messages.find((each) => each.find("I’m in")));
    person.presses(notice, "I’m in");
    await sees(scene, "being in", () => person.sees.some((each) => /You’re in|are connected/.test(each.text)));
  }
  note(scene, { id, shown: [id], private: { a: ana.chat, b: ben.chat }, shared: id });
  return {
    id,
    a: new OnDiscord(scene, id, "a", ana.person, home),
    b: new OnDiscord(scene, id, "b", ben.person, home),
  };
}

const CODE = /\b([A-Z0-9]{5}-[A-Z0-9]{5})\b/;

/** By a code: Ana is on Telegram, Ben is on either platform. */
export async function apart(scene: Scene, id: string, platform: "telegram" | "discord"): Promise<Couple> {
  const ana = onTelegram(scene, id, "a");
  ana.person.sends("/pair");
  const view = ana.person.chat;
  const notice = await sees(scene, "the notice", () => view.fromBot.find((each) => each.labels.includes("I’m in")));
  void ana.person.taps(notice, "I’m in");
  const code = await sees(scene, "the code", () => view.fromBot.map((each) => CODE.exec(each.text)?.[1]).find(Boolean));
  const ben = platform === "telegram" ? await guestOnTelegram(scene, id, code) : await guestOnDiscord(scene, id, code);
  const confirm = await sees(scene, "the question", () =>
    view.fromBot.find((each) => each.labels.includes("Yes, that’s my partner")),
  );
  await ana.person.taps(confirm, "Yes, that’s my partner", { timeoutMs: PATIENCE });
  await sees(scene, "the connection", () => view.fromBot.some((each) => /are connected/.test(each.text)));
  note(scene, { id, shown: [ana.chat, ben.chat], private: { a: ana.chat, b: ben.chat }, shared: null });
  return { id, a: new OnTelegram(scene, id, "a", ana.person, null), b: ben.actor };
}

async function guestOnTelegram(scene: Scene, id: string, code: string) {
  const { person, chat } = onTelegram(scene, id, "b");
  person.sends(`/pair ${code}`);
  const notice = await sees(scene, "the notice", () =>
    person.chat.fromBot.find((each) => each.labels.includes("I’m in")),
  );
  await person.taps(notice, "I’m in", { timeoutMs: PATIENCE });
  return { chat, actor: new OnTelegram(scene, id, "b", person, null) };
}

async function guestOnDiscord(scene: Scene, id: string, code: string) {
  const { person, chat } = onDiscord(scene, id, "b");
  scene.discord.guild({ owner: person });
  const typed = person.runs("/pair", { code });
  const notice = await sees(scene, "the notice", () => typed.messages[0]);
  const agreed = person.presses(notice, "I’m in");
  await sees(scene, "being in", () => agreed.ack !== undefined);
  return { chat, actor: new OnDiscord(scene, id, "b", person, null) };
}
