import { createPlayground, loadShiftableClock } from "../../adapters/playground/index.ts";
import type { Block, Button } from "../../src/domain/message.ts";
import type { Chat } from "../../src/ports/chat.ts";
import { memoryTranscript } from "../e2e/fakes.ts";
import type { Driver } from "./bench.ts";

const HERE = { incoming: { socket: { remoteAddress: "127.0.0.1", remotePort: 1, remoteFamily: "IPv4" } } };

interface Shown {
  readonly kind: string;
  readonly blocks?: readonly Block[];
  readonly buttons?: readonly (readonly Button[])[];
}

function textOf(block: Block): string {
  if (block.type === "quote") return `${block.by}\n${block.text}`;
  if (block.type === "list") return block.items.join("\n");
  if (block.type === "media") return block.caption;
  return "text" in block ? block.text : "";
}

export const playground: Driver = {
  name: "playground",
  splits: false,
  faults: [],
  async open(log) {
    const transcript = memoryTranscript();
    // The bot was added before the contract begins.
    const shown = { kind: "person", from: "ben", text: "Hi.", command: false, edited: false, replyTo: null };
    await transcript.put({ id: "old", chat: "shared", at: 0, body: JSON.stringify({ seq: 1, shown }) });
    const adapter = createPlayground({
      transcript,
      clock: await loadShiftableClock(transcript),
      log,
      onClockMoved: async () => {},
      nextDue: async () => null,
      onReset: async () => {},
    });
    const roomOf = (chat: Chat) => (chat.kind === "private" ? `private:${chat.userId}` : "shared");
    const entries = (chat: Chat) =>
      [...transcript.entries.values()]
        .filter((entry) => entry.chat === roomOf(chat))
        .map(({ id, body }) => ({ id, ...(JSON.parse(body) as { seq: number; shown: Shown }) }))
        .sort((a, b) => a.seq - b.seq);
    const bots = (chat: Chat) => entries(chat).filter(({ shown }) => shown.kind === "bot");
    const post = (path: string, body: object) =>
      adapter.routes.request(
        path,
        { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
        HERE,
      );
    const ana: Chat = { kind: "private", platform: "playground", userId: "ana" };
    const say = (text: string, where: string) => post("/api/say", { user: "ana", where, text });
    return {
      adapter,
      ana,
      home: { kind: "shared", platform: "playground", chatId: "home" },
      two: ["ana", "ben"],
      stranger: "eve",
      sees: (chat) =>
        bots(chat).map(({ shown }) => ({
          text: (shown.blocks ?? []).map(textOf).join("\n"),
          labels: (shown.buttons ?? []).flat().map(({ label }) => label),
        })),
      async taps(label, chat, expectToast = false) {
        const found = bots(chat)
          .flatMap(({ id, shown }) => (shown.buttons ?? []).flat().map((button) => ({ id, button })))
          .findLast(({ button }) => button.label === label);
        if (!found) throw new Error(`no button ${label}`);
        const stream = expectToast ? await toasts(adapter) : null;
        await post("/api/tap", { user: "ana", id: found.id, action: found.button.action });
        return stream ? stream() : null;
      },
      types: (command, chat) => void say(command, chat.kind),
      async writes(text) {
        await say(text, "private");
        return entries(ana).findLast(({ shown }) => shown.kind === "person")?.id ?? "";
      },
      async sendsPhoto(data, text) {
        const file = { name: "photo.jpg", mime: "image/jpeg", data: data.toString("base64") };
        await post("/api/attach", { user: "ana", where: "private", text, ...file });
      },
      stands: (ref) => transcript.entries.has(ref),
      addsBot: () => void post("/api/start-over", { confirmed: true }),
      end: async () => [],
    };
  },
};

/** Listens for the next toast. */
async function toasts({ routes }: ReturnType<typeof createPlayground>): Promise<() => Promise<string>> {
  const { sseEvents } = await import("../e2e/sse.ts");
  const events = sseEvents(await routes.request("/api/stream", {}, HERE));
  await events.next("state");
  return async () => {
    const { data } = await events.next("toast");
    await events.close();
    return (data as { text: string }).text;
  };
}
