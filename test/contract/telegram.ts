import { createTelegram } from "../../adapters/telegram/index.ts";
import type { Chat } from "../../src/ports/chat.ts";
import { type FakeMessage, startFakeTelegram } from "../fakes/telegram/index.ts";
import type { Driver, Fault } from "./bench.ts";

const TIMING = { backoffFirstMs: 4, backoffMaxMs: 20, busyFirstMs: 4, busyMaxMs: 20 };

export const telegram: Driver = {
  name: "telegram",
  splits: true,
  faults: ["limited", "server", "broken", "unreachable"],
  async open(log) {
    const fake = await startFakeTelegram({ token: "4242:contract" });
    const ana = fake.user({ first_name: "Ana" });
    const ben = fake.user({ first_name: "Ben" });
    const group = fake.group({ title: "Home", members: [ana, ben] });
    const clock = { now: () => Date.now() };
    const make = () =>
      createTelegram({ token: fake.token, apiRoot: fake.apiRoot, log, clock, onFatal: () => {}, timing: TIMING });
    // The first start of the private chat and the bot's coming are history before the contract begins.
    const before = make();
    await before.start(async () => ({ type: "none" }), []);
    ana.start();
    group.addBot(ana);
    await fake.settled();
    await before.stop();
    const messages = (chat: Chat): readonly FakeMessage[] =>
      chat.kind === "private" ? ana.chat.fromBot : group.fromBot;
    return {
      adapter: make(),
      ana: { kind: "private", platform: "telegram", userId: String(ana.id) },
      home: { kind: "shared", platform: "telegram", chatId: String(group.id) },
      two: [String(ana.id), String(ben.id)],
      stranger: String(fake.user({ first_name: "Eve" }).id),
      // The word joiner keeps clients from seeing commands and mentions in people's words.
      sees: (chat) => messages(chat).map(({ text, labels }) => ({ text: text.replaceAll("\u2060", ""), labels })),
      async taps(label, chat) {
        const message = messages(chat).findLast((each) => each.labels.includes(label));
        if (!message) throw new Error(`no button ${label}`);
        return (await ana.taps(message, label)).text ?? null;
      },
      types: (command, chat) => void (chat.kind === "private" ? ana.sends(command) : ana.sendsIn(group, command)),
      writes: async (text) => String(ana.sends(text).id),
      sendsPhoto: async (content, caption) => void ana.photo({ content, caption }),
      stands: (ref) => ana.chat.visible.some((message) => String(message.id) === ref),
      addsBot() {
        fake.group({ title: "Other", members: [ana, ben] }).addBot(ana);
      },
      fails(fault: Fault) {
        if (fault === "limited") fake.faults.next("sendMessage", { kind: "too-many", retryAfter: 2 });
        if (fault === "server") fake.faults.next("sendMessage", { kind: "status", code: 502 });
        if (fault === "broken") fake.faults.next("sendMessage", { kind: "drop-before" });
        if (fault === "unreachable") ana.blocks();
      },
      async end() {
        await fake.stop();
        return fake.violations;
      },
    };
  },
};
