import { createDiscord } from "../../adapters/discord/index.ts";
import type { Chat } from "../../src/ports/chat.ts";
import { see } from "../adapters/discord-markdown.ts";
import { type Exchange, type Message, startFakeDiscord } from "../fakes/discord/index.ts";
import type { Driver, Fault } from "./bench.ts";

const POST = "POST /channels/:channel/messages";

export const discord: Driver = {
  name: "discord",
  splits: true,
  faults: ["limited", "server", "broken", "unreachable"],
  async open(log) {
    const fake = await startFakeDiscord({ botName: "Ampersand" });
    const ana = fake.user({ username: "ana", global_name: "Ana" });
    const ben = fake.user({ username: "ben", global_name: "Ben" });
    const channel = fake.guild({ owner: ana, members: [ben] }).channel({ privateTo: [ana, ben] });
    const clock = { now: () => Date.now() };
    const adapter = createDiscord({ token: fake.token, apiRoot: `${fake.url}/api`, log, clock, onFatal: () => {} });
    const messages = (chat: Chat): readonly Message[] =>
      chat.kind === "private" ? ana.sees : channel.messages.filter((message) => message.author.bot);
    let last: Exchange | undefined;
    const press = (label: string, chat: Chat): Exchange => {
      const message = messages(chat).findLast((each) => each.buttons.some((button) => button.label === label));
      if (!message) throw new Error(`no button ${label}`);
      last = ana.presses(message, label);
      return last;
    };
    return {
      adapter,
      ana: { kind: "private", platform: "discord", userId: ana.id },
      home: { kind: "shared", platform: "discord", chatId: channel.id },
      two: [ana.id, ben.id],
      stranger: fake.user({ username: "eve" }).id,
      sees: (chat) =>
        messages(chat).map(({ text, buttons }) => ({
          text: see(text).text,
          labels: buttons.map(({ label }) => label),
        })),
      async taps(label, chat, expectToast = false) {
        const exchange = press(label, chat);
        await exchange.response;
        return expectToast ? see((await exchange.reply).text).text : null;
      },
      types(command, chat) {
        const [name = "", ritual, when] = command.split(" ");
        const options = { ...(ritual ? { ritual } : {}), ...(when ? { when } : {}) };
        last = ana.runs(name, options, chat.kind === "private" ? ana.dm : channel);
      },
      writes: async (text) => ana.writesDM(text).id,
      async sendsPhoto(data, caption) {
        ana.writesDM(caption, { files: [{ name: "photo.jpg", data, contentType: "image/jpeg" }] });
      },
      stands: (ref) => ana.reads(ana.dm).some((message) => message.id === ref),
      async submits(label, chat, text) {
        const modal = await press(label, chat).modal;
        ana.submits(modal, { [modal.fields[0]?.customId ?? ""]: text });
      },
      redelivers: () => last?.redeliver(),
      async told() {
        expectTold((await last?.reply)?.text ?? "");
      },
      fails(fault: Fault) {
        if (fault === "limited") fake.faults.next(POST, { kind: "rateLimited", retryAfter: 2 });
        if (fault === "server") fake.faults.next(POST, { kind: "status", status: 502 });
        if (fault === "broken") fake.faults.next(POST, { kind: "droppedBefore" });
        if (fault === "unreachable") ana.closesDMs();
      },
      async end() {
        await fake.stop();
        return fake.violations.map((each) => JSON.stringify(each));
      },
    };
  },
};

function expectTold(text: string): void {
  if (!/nothing was stored/.test(text)) throw new Error(`told instead: ${text}`);
}
