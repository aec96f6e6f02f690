/** Edits and removals over the wire. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChatAdapter } from "../../src/ports/chat.ts";
import { openScene, type Scene, text } from "./discord-bench.ts";

const PATCH = "PATCH /channels/:channel/messages/:message";

let scene: Scene;
let adapter: ChatAdapter;

beforeEach(async () => {
  scene = await openScene();
  adapter = await scene.start();
});

afterEach(() => scene.close());

/** Longer than one message. */
const long = {
  ...text("x"),
  blocks: [{ type: "paragraph", text: `${"a ".repeat(900)}\n\n${"b ".repeat(900)}` }],
} as const;

describe("an edit", () => {
  const edit = (refs: readonly string[], words = text("After")) =>
    ({ to: scene.shared, operation: { type: "edit", message: words, refs } }) as const;

  test("changes the message, buttons and all", async () => {
    const { refs } = await scene.send(
      adapter,
      scene.shared,
      text("Before", { label: "Go", action: "go", effect: "reply" }),
    );
    const { result, refs: after } = await scene.deliver(adapter, edit(refs));
    expect(result).toEqual({ type: "delivered" });
    expect(after).toEqual(refs);
    expect(scene.channel.messages.map((each) => [each.text, each.buttons])).toEqual([["After", []]]);
  });

  test("removes parts that are too many, sends those that are missing", async () => {
    const { refs } = await scene.send(adapter, scene.shared, long);
    await scene.deliver(adapter, edit(refs));
    expect(scene.channel.messages.map((each) => each.text)).toEqual(["After"]);
    const more = await scene.deliver(adapter, edit([refs[0] ?? ""], long as never));
    expect(more.refs).toHaveLength(2);
    expect(scene.channel.messages.map((each) => each.id)).toEqual(more.refs);
  });

  test("of a message that is gone sends it anew", async () => {
    const { refs } = await scene.send(adapter, scene.shared, text("Before"));
    await scene.deliver(adapter, { to: scene.shared, operation: { type: "delete", refs } });
    const anew = await scene.deliver(adapter, edit(refs));
    expect(scene.channel.messages.map((each) => each.id)).toEqual(anew.refs);
    expect(anew.refs).not.toEqual(refs);
  });

  test.each([429, 400])(
    "that is refused for the message's age (%d) puts a new message in its place",
    async (status) => {
      const { refs } = await scene.send(adapter, scene.shared, text("Before"));
      const body = { code: 30046, message: "Maximum number of edits to messages older than 1 hour reached" };
      scene.discord.faults.next(PATCH, { kind: "status", status, body });
      const anew = await scene.deliver(adapter, edit(refs));
      expect(anew.result).toEqual({ type: "delivered" });
      expect(scene.channel.messages.map((each) => [each.id, each.text])).toEqual([[anew.refs[0], "After"]]);
    },
  );

  test("that is refused for being too fast waits, and leaves the message", async () => {
    const { refs } = await scene.send(adapter, scene.shared, text("Before"));
    scene.discord.faults.next(PATCH, { kind: "rateLimited", retryAfter: 2 });
    expect((await scene.deliver(adapter, edit(refs))).result).toMatchObject({ type: "retry", heldBack: true });
    expect(scene.channel.messages.map((each) => each.text)).toEqual(["Before"]);
  });

  test("of an ephemeral message works as long as its token, then goes to the direct chat", async () => {
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    const to = scene.privately(scene.ana);
    const { refs } = await scene.send(adapter, to, text("Before"), { origin: scene.origin });
    await scene.deliver(adapter, { ...edit(refs), to });
    expect(exchange.ephemeral.map((each) => each.text)).toEqual(["After"]);
    scene.discord.advance(16 * 60_000);
    await scene.deliver(adapter, { ...edit(refs, text("Much later")), to });
    expect(scene.ana.sees.map((each) => [each.text, each.isEphemeral])).toEqual([
      ["After", true],
      ["Much later", false],
    ]);
  });

  test("of an ephemeral message works after its buttons were used, by the newest token that can", async () => {
    const more = { label: "More", action: "more", effect: "reply" } as const;
    const next = { label: "Next", action: "next", effect: "replace" } as const;
    const to = scene.privately(scene.ana);
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    const { refs } = await scene.send(adapter, to, text("Page", more, next), { origin: scene.origin });
    const page = await exchange.reply;
    scene.ana.presses(page, "More");
    await scene.heard("tap");
    await scene.send(adapter, to, text("More"), { origin: scene.origin });
    await scene.deliver(adapter, { ...edit(refs, text("Page", more, next)), to });
    scene.discord.advance(10 * 60_000);
    scene.ana.presses(page, "Next");
    await scene.heard("tap", 2);
    await scene.send(adapter, to, text("Page 2"), { origin: scene.origin, replace: true });
    // The first token has run out, that of the second tap has not.
    scene.discord.advance(10 * 60_000);
    await scene.deliver(adapter, { ...edit(refs, text("Page 3")), to });
    expect(scene.ana.sees.map((each) => [each.text, each.isEphemeral])).toEqual([
      ["Page 3", true],
      ["More", true],
    ]);
  });

  test("of a direct message works for ever", async () => {
    const to = scene.privately(scene.ana);
    const { refs } = await scene.send(adapter, to, text("Before"));
    scene.discord.advance(48 * 3_600_000);
    await scene.deliver(await scene.start(), { ...edit(refs), to });
    expect(scene.ana.sees.map((each) => each.text)).toEqual(["After"]);
  });
});

describe("a removal", () => {
  test("of what is there, what is gone, and what only one person saw", async () => {
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    const hers = await scene.send(adapter, scene.privately(scene.ana), text("x"), { origin: scene.origin });
    const shared = await scene.send(adapter, scene.shared, text("y"));
    const remove = (to: typeof scene.shared, refs: readonly string[]) =>
      scene.deliver(adapter, { to, operation: { type: "delete", refs } });
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await remove(scene.shared, shared.refs)).result).toEqual({ type: "delivered" });
      expect((await remove(scene.privately(scene.ana), hers.refs)).result).toEqual({ type: "delivered" });
    }
    expect(scene.channel.messages).toEqual([]);
    expect(exchange.messages).toEqual([]);
  });
});
