/** The connection: what comes in, what breaks, and how it ends. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PlatformRefused } from "../../adapters/discord/index.ts";
import { TryLater } from "../../src/ports/chat.ts";
import { COMMANDS, MARKER, NONE, openScene, type Scene, text } from "./discord-bench.ts";

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});

afterEach(() => scene.close());

const never = async () => NONE;

describe("starting", () => {
  test("with a wrong token names the setting, and spends no session on it", async () => {
    const adapter = scene.make({ token: "wrong" });
    const failed = await adapter.start(never, COMMANDS).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PlatformRefused);
    expect((failed as Error).message).toMatch(/^[^\n]*DISCORD_BOT_TOKEN[^\n]*$/);
    expect(scene.discord.gateway.connections).toBe(0);
    expect(scene.fatal).toEqual([]);
    expect(adapter.healthy()).toBe(false);
  });

  test("with a token that only the gateway refuses names it, too", async () => {
    const { discord } = scene;
    // The token is taken away between the question for the gateway and the IDENTIFY.
    let asked = 0;
    discord.onRequest((request) => {
      if (request.path !== "/gateway/bot") return;
      asked += 1;
      if (asked < 2) return;
      const held = discord.faults.next("GET /gateway/bot", { kind: "answerHeld" });
      void discord
        .waitFor(() => held.hits === 1 && request.status === 200)
        .then(() => {
          discord.world.token = "another";
          held.release();
        });
    });
    const failed = await scene
      .make()
      .start(never, COMMANDS)
      .catch((error: unknown) => error);
    expect(discord.gateway.connections).toBe(1);
    expect(failed).toBeInstanceOf(PlatformRefused);
    expect((failed as Error).message).toContain("DISCORD_BOT_TOKEN");
  });

  test("waits for tomorrow when today's sessions are spent, and can be stopped while it does", async () => {
    scene.discord.gateway.identifyLimit = 0;
    const adapter = scene.make();
    const started = adapter.start(never, COMMANDS).catch((error: unknown) => error);
    await scene.discord.waitFor(() => scene.discord.requests.some((request) => request.status === 200));
    await adapter.stop();
    expect(await started).toBeInstanceOf(PlatformRefused);
    expect(scene.discord.gateway.connections).toBe(0);
  });

  test("waits for a Discord that cannot be reached, and can be stopped while it does", async () => {
    const busy = scene.discord.faults.next("GET /gateway/bot", { kind: "status", status: 503 }, { times: 99 });
    const adapter = scene.make();
    const started = adapter.start(never, COMMANDS).catch((error: unknown) => error);
    await scene.discord.waitFor(() => busy.hits > 0);
    await adapter.stop();
    expect(await started).toBeInstanceOf(Error);
  });

  test("holds events back until the commands are registered, but acknowledges them", async () => {
    const held = scene.discord.faults.next("PUT /applications/:app/commands", { kind: "hang" });
    const starting = scene.start();
    await scene.discord.waitFor(() => held.hits > 0);
    scene.ana.writesDM("first");
    scene.discord.gateway.repeat("MESSAGE_CREATE");
    expect(scene.events).toEqual([]);
    held.release();
    const adapter = await starting;
    await scene.heard("text");
    expect(adapter.healthy()).toBe(true);
  });
});

describe("what comes in", () => {
  test("words in the direct chat, their edit, and what cannot be an answer", async () => {
    await scene.start();
    const first = scene.ana.writesDM(`hello ${MARKER}`);
    expect(await scene.heard("text")).toMatchObject({
      eventId: first.id,
      messageId: first.id,
      text: `hello ${MARKER}`,
      chat: scene.privately(scene.ana),
      from: { userId: scene.ana.id },
    });
    expect(Math.abs((await scene.heard("text")).sentAt - scene.discord.world.clock.now())).toBeLessThan(60_000);
    scene.ana.writesDM("and", { repliesTo: first });
    expect(await scene.heard("text", 2)).toMatchObject({ replyTo: first.id });
    scene.ana.edits(first, "better");
    const edited = await scene.heard("edited");
    expect(edited).toMatchObject({ text: "better", messageId: first.id });
    expect(edited.eventId).not.toBe(first.id);
    scene.discord.gateway.repeat("MESSAGE_UPDATE");
    expect((await scene.heard("edited", 2)).eventId).toBe(edited.eventId);
    scene.ana.writesDM("", { files: [{ name: "v.ogg", data: "x", contentType: "audio/ogg" }] });
    expect(await scene.heard("media")).toMatchObject({ media: { kind: "voice", mime: "audio/ogg", size: 1 } });
    scene.ana.writesDM("look", { files: [{ name: "a.pdf", data: "x", contentType: "application/pdf" }] });
    expect(await scene.heard("media", 2)).toMatchObject({ media: { kind: "file", name: "a.pdf" }, caption: "look" });
  });

  test("not: what people write in a channel, and what the bot says itself", async () => {
    const adapter = await scene.start();
    scene.ana.writes(scene.channel, MARKER);
    await scene.send(adapter, scene.privately(scene.ana), text("hello"));
    scene.ana.writesDM("only this");
    await scene.heard("text");
    expect(scene.events).toHaveLength(1);
  });

  test("a removed channel, and a server that throws the bot out, but not an outage", async () => {
    await scene.start();
    scene.guild.goesUnavailable();
    scene.guild.comesBack();
    const other = scene.guild.channel({ name: "other" });
    other.delete();
    expect(await scene.heard("bot-removed")).toMatchObject({ chatId: other.id });
    scene.guild.removeBot();
    expect(await scene.heard("bot-removed", 2)).toMatchObject({ chatId: scene.channel.id });
    const ids = scene.events.map((event) => event.eventId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("a channel or role that changes who can see", async () => {
    const adapter = await scene.start();
    scene.channel.overwrite(scene.eve, { allow: ["ViewChannel"] });
    expect(await scene.heard("audience-changed")).toMatchObject({ chatId: scene.channel.id });
    const role = scene.guild.role({ name: MARKER, permissions: ["Administrator"] });
    scene.guild.deletesRole(role);
    await scene.heard("audience-changed", 2);
    expect(adapter.healthy()).toBe(true);
  });

  test("one at a time in a chat, side by side in several", async () => {
    await scene.start();
    const gate = Promise.withResolvers<void>();
    scene.handler = async (event) => {
      if (event.type === "text" && event.text === "slow") await gate.promise;
      return NONE;
    };
    scene.ana.writesDM("slow");
    scene.ana.writesDM("next");
    scene.ben.writesDM("other");
    await scene.heard("text", 2);
    expect(scene.events.map((event) => (event.type === "text" ? event.text : ""))).toEqual(["slow", "other"]);
    gate.resolve();
    expect(await scene.heard("text", 3)).toMatchObject({ text: "next" });
  });

  test("is kept and tried again when it cannot be stored", async () => {
    await scene.start();
    const texts = () => scene.events.filter((event) => event.type === "text");
    scene.handler = (event) => {
      if (event.type === "text" && texts().length < 2) throw new TryLater();
      return NONE;
    };
    const { id } = scene.ana.writesDM(MARKER);
    await scene.heard("text", 2);
    expect(texts().map((event) => event.eventId)).toEqual([id, id]);
  });
});

describe("the connection", () => {
  test("that breaks is resumed, and nothing is missed", async () => {
    const adapter = await scene.start();
    scene.discord.gateway.drop();
    scene.ana.writesDM("while you were away");
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    await scene.heard("text");
    await scene.send(adapter, scene.privately(scene.ana), text("Here"), { origin: scene.origin });
    expect(exchange.ephemeral).toHaveLength(1);
    expect(scene.discord.gateway).toMatchObject({ identifies: 1, resumes: 1 });
    expect(adapter.healthy()).toBe(true);
  });

  test("that Discord ends for good is fatal, once", async () => {
    const adapter = await scene.start();
    scene.discord.revokesToken();
    await scene.discord.waitFor(() => scene.fatal.length > 0);
    expect(scene.fatal).toHaveLength(1);
    expect(scene.fatal[0]).toContain("DISCORD_BOT_TOKEN");
    expect(adapter.healthy()).toBe(false);
    expect((await scene.send(adapter, scene.shared, text("x"))).result).toMatchObject({
      type: "retry",
      scope: "platform",
    });
    expect(scene.fatal).toHaveLength(1);
  });

  test("a 401 from the API is fatal as well, and the message is kept", async () => {
    const adapter = await scene.start();
    scene.discord.world.token = "another";
    const { result } = await scene.send(adapter, scene.shared, text(MARKER));
    expect(result).toMatchObject({ type: "retry", scope: "platform", heldBack: true });
    expect(scene.fatal).toHaveLength(1);
  });

  test("other refusals are named in words", async () => {
    await scene.start();
    scene.discord.gateway.close(4014);
    await scene.discord.waitFor(() => scene.fatal.length > 0);
    expect(scene.fatal[0]).toMatch(/intents.*4014/);
  });
});

describe("stopping", () => {
  test("waits for what is in hand, takes nothing more, and leaves nothing open", async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const adapter = await scene.start();
    const gate = Promise.withResolvers<void>();
    let isDone = false;
    scene.handler = async () => {
      await gate.promise;
      isDone = true;
      return NONE;
    };
    scene.ana.writesDM("in hand");
    await scene.heard("text");
    const stopped = adapter.stop();
    scene.ana.writesDM("too late");
    gate.resolve();
    await stopped;
    expect(isDone).toBe(true);
    expect(scene.events).toHaveLength(1);
    await scene.discord.waitFor(() => scene.discord.gateway.connected.length === 0);
    expect(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length).toBeLessThanOrEqual(before);
    expect((await scene.send(adapter, scene.shared, text("x"))).result).toMatchObject({
      type: "retry",
      heldBack: true,
    });
    await adapter.stop();
  });
});
