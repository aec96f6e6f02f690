/** Deliveries over the wire: limits, failures, closed chats. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nonce } from "../../adapters/discord/outbound.ts";
import type { ChatAdapter } from "../../src/ports/chat.ts";
import { MARKER, openScene, type Scene, text } from "./discord-bench.ts";

const POST = "POST /channels/:channel/messages";

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

describe("a message", () => {
  test("mentions nobody, brings no previews, and is silent when asked to be", async () => {
    const message = { ...text("@everyone <@123456789012345678> https://example.org"), silent: true };
    await scene.send(adapter, scene.shared, message);
    expect(scene.channel.last).toMatchObject({ pings: [], pingsEveryone: false, flags: (1 << 12) | (1 << 2) });
    const [request] = scene.discord.requests.filter((each) => each.route === POST);
    expect(request?.body).toMatchObject({ allowed_mentions: { parse: [] }, enforce_nonce: true });
  });

  test("to a person opens the direct chat once", async () => {
    for (const words of ["One", "Two"]) await scene.send(adapter, scene.privately(scene.ben), text(words));
    expect(scene.ben.sees.map((each) => each.text)).toEqual(["One", "Two"]);
    expect(scene.discord.requests.filter((each) => each.route === "POST /users/@me/channels")).toHaveLength(1);
  });

  test("in parts tells of each, and goes on where a crash stopped it", async () => {
    const { refs } = await scene.send(adapter, scene.shared, long);
    expect(refs).toEqual(scene.channel.messages.map((each) => each.id));
    expect(refs).toHaveLength(2);
    const rest = await scene.deliver(adapter, {
      to: scene.shared,
      operation: { type: "send", message: long, fromPart: 1 },
    });
    expect(Object.keys(rest.refs)).toEqual(["1"]);
    expect(scene.channel.messages).toHaveLength(3);
  });

  test("carries files", async () => {
    const data = new TextEncoder().encode("not really a picture");
    const file = { type: "file", name: "board.png", mime: "image/png", data } as const;
    await scene.send(adapter, scene.privately(scene.ana), {
      ...text("Your board"),
      blocks: [{ type: "note", text: "Your board" }, file],
    });
    const [message] = scene.ana.sees;
    expect(message?.attachments).toMatchObject([{ filename: "board.png", contentType: "image/png" }]);
    expect(message?.attachments[0]?.data.toString()).toBe("not really a picture");
  });

  test("whose answer was lost is not there twice: the nonce is the same", async () => {
    scene.discord.faults.next(POST, { kind: "droppedAfter" });
    const delivery = {
      id: "abcdefghijklmnop",
      to: scene.shared,
      operation: { type: "send", message: text("Once"), fromPart: 0 },
    } as const;
    const first = await scene.deliver(adapter, delivery);
    expect(first).toMatchObject({ result: { type: "retry", scope: "chat", heldBack: false }, refs: [] });
    const second = await scene.deliver(adapter, delivery);
    expect(second.result).toEqual({ type: "delivered" });
    expect(scene.channel.messages.map((each) => each.id)).toEqual(second.refs);
  });

  test("has a nonce that fits and differs by part", () => {
    expect(nonce("abcdefghijklmnop", 3)).toBe("abcdefghijklmnop-3");
    const ids = ["x".repeat(40), "y".repeat(40)].flatMap((id) => [nonce(id, 0), nonce(id, 1)]);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(25);
  });

  test("of which a part could not be remembered fails as the store did", async () => {
    const lost = new Error("disk full");
    const operation = { type: "send", message: text("x"), fromPart: 0 } as const;
    await expect(adapter.deliver({ id: "a", to: scene.shared, operation }, () => Promise.reject(lost))).rejects.toBe(
      lost,
    );
  });
});

describe("a refusal becomes a result", () => {
  const refused = (status: number, code: number) =>
    ({ kind: "status", status, body: { code, message: "No" } }) as const;

  test.each([
    [
      { kind: "rateLimited", retryAfter: 3 },
      { type: "retry", scope: "chat", heldBack: true },
    ],
    [
      { kind: "rateLimited", retryAfter: 3, global: true },
      { type: "retry", scope: "platform", heldBack: true },
    ],
    [
      { kind: "rateLimited", retryAfter: null },
      { type: "retry", afterMs: 1_000, scope: "chat", heldBack: true },
    ],
    [
      { kind: "status", status: 502 },
      { type: "retry", scope: "chat", heldBack: false },
    ],
    [{ kind: "droppedBefore" }, { type: "retry", scope: "chat", heldBack: false }],
    [refused(403, 50001), { type: "unreachable", why: "chat-gone" }],
    [refused(403, 50013), { type: "unreachable", why: "chat-gone" }],
    [refused(404, 10003), { type: "unreachable", why: "chat-gone" }],
    [refused(400, 40003), { type: "retry", afterMs: 60_000, heldBack: true }],
    [refused(400, 50035), { type: "rejected", reason: "400 50035 No" }],
  ] as const)("%j", async (fault, expected) => {
    scene.discord.faults.next(POST, fault);
    const { result, refs } = await scene.send(adapter, scene.shared, text(MARKER));
    expect(result).toMatchObject(expected);
    if (result.type === "retry") expect(result.afterMs).toBeGreaterThan(0);
    expect(refs).toEqual([]);
    // One request: what is tried again, and when, is the dispatcher's.
    expect(scene.discord.requests.filter((each) => each.route === POST)).toHaveLength(1);
  });

  test("a limit says how long", async () => {
    scene.discord.faults.next(POST, { kind: "rateLimited", retryAfter: 3 });
    const { result } = await scene.send(adapter, scene.shared, text("x"));
    if (result.type !== "retry") throw new Error(result.type);
    expect(result.afterMs).toBeGreaterThanOrEqual(3_000);
    expect(result.afterMs).toBeLessThan(4_000);
  });

  test("a rejection holds the path and code of the fault, never the words beside them", async () => {
    const errors = { content: { _errors: [{ code: "BASE_TYPE_BAD", message: `Value "${MARKER}" is bad` }] } };
    const body = { code: 50035, message: "Invalid Form Body", errors };
    scene.discord.faults.next(POST, { kind: "status", status: 400, body });
    const { result } = await scene.send(adapter, scene.shared, text(MARKER));
    expect(result).toEqual({ type: "rejected", reason: "400 50035 Invalid Form Body content[BASE_TYPE_BAD]" });
  });

  test("a closed direct chat, until its owner is heard from", async () => {
    scene.ben.closesDMs();
    const closed = await scene.send(adapter, scene.privately(scene.ben), text(MARKER));
    expect(closed.result).toEqual({ type: "unreachable", why: "closed" });
    scene.ben.opensDMs();
    scene.ben.runs("/help", {}, scene.channel);
    expect(await scene.heard("reachable")).toMatchObject({ userId: scene.ben.id });
    await scene.heard("command");
    expect(scene.events.map((event) => event.type)).toEqual(["reachable", "command"]);
  });

  test("somebody without a server in common", async () => {
    const stranger = scene.discord.user({ username: "stranger" });
    const { result } = await scene.send(adapter, scene.privately(stranger), text("x"));
    expect(result).toEqual({ type: "unreachable", why: "closed" });
  });

  test("direct chats that are opened too fast", async () => {
    scene.discord.allowsNewDirectChannels(0);
    const { result } = await scene.send(adapter, scene.privately(scene.eve), text("x"));
    expect(result).toEqual({ type: "retry", afterMs: 60_000, scope: "chat", heldBack: true });
  });

  test("a limit met on an answer to an interaction: the same answer, later, once", async () => {
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    scene.discord.faults.next(/^PATCH \/webhooks/, { kind: "rateLimited", retryAfter: 1 });
    const operation = { type: "send", message: text("Sealed"), fromPart: 0 } as const;
    const delivery = { id: "same", to: scene.privately(scene.ana), operation, origin: scene.origin };
    expect((await scene.deliver(adapter, delivery)).result).toMatchObject({ type: "retry", heldBack: true });
    // discord.js keeps the limit until it is over; a fresh process does not know of it.
    const other = await scene.start();
    expect((await scene.deliver(other, delivery)).result).toEqual({ type: "delivered" });
    expect(exchange.ephemeral.map((each) => each.text)).toEqual(["Sealed"]);
    expect(scene.ana.sees).toHaveLength(1);
  });

  test("Discord's own limits hold us back before it has to refuse", async () => {
    scene.discord.rateLimits.enabled = true;
    const results = [];
    for (let n = 0; n < 6; n += 1) results.push((await scene.send(adapter, scene.shared, text(`${n}`))).result.type);
    expect(results).toEqual(["delivered", "delivered", "delivered", "delivered", "delivered", "retry"]);
    expect(scene.discord.requests.filter((each) => each.status === 429)).toEqual([]);
  });
});
