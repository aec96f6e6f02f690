/** Commands and acknowledgements over the wire: real discord.js, a fake Discord. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TryLater } from "../../src/ports/chat.ts";
import { MARKER, openScene, type Scene, text } from "./discord-bench.ts";

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});

afterEach(() => scene.close());

describe("a slash command", () => {
  test("is deferred for the person alone, and the first delivery fills that answer", async () => {
    const adapter = await scene.start();
    const exchange = scene.ana.runs("/checkin", { when: "tomorrow  ", ritual: "heart" }, scene.channel);
    const event = await scene.heard("command");
    expect(event).toMatchObject({
      eventId: exchange.id,
      name: "checkin",
      args: "heart tomorrow",
      from: { platform: "discord", userId: scene.ana.id, name: `Ana ${MARKER}`, language: "de" },
      chat: scene.shared,
    });
    const first = await scene.send(adapter, scene.privately(scene.ana), text("Here it is"), { origin: scene.origin });
    const second = await scene.send(adapter, scene.privately(scene.ana), text("And more"), { origin: scene.origin });
    expect([first.result, second.result]).toEqual([{ type: "delivered" }, { type: "delivered" }]);
    expect(exchange.ack).toBe("deferred");
    expect(exchange.ephemeral.map((message) => message.text)).toEqual(["Here it is", "And more"]);
    expect(scene.channel.messages).toEqual([]);
    expect(scene.ben.sees).toEqual([]);
  });

  test("in the direct chat is answered there, with a message that stays", async () => {
    const adapter = await scene.start();
    const exchange = scene.ana.runs("/help");
    const event = await scene.heard("command");
    expect(event).toMatchObject({ args: "", chat: scene.privately(scene.ana) });
    await scene.send(adapter, event.chat, text("One screen"), { origin: scene.origin });
    expect((await exchange.reply).isEphemeral).toBe(false);
    expect(scene.ana.sees.map((message) => message.text)).toEqual(["One screen"]);
  });

  test("that nothing is said to does not think for ever", async () => {
    await scene.start({ patience: { sweepMs: 1 } });
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    await scene.discord.waitFor(() => exchange.interaction.original?.deleted);
  });

  test("that is answered in the channel does not think on either", async () => {
    const adapter = await scene.start();
    const exchange = scene.ana.runs("/checkin", {}, scene.channel);
    await scene.heard("command");
    await scene.send(adapter, scene.shared, text("A card"), { origin: scene.origin });
    expect(scene.channel.messages.map((message) => message.text)).toEqual(["A card"]);
    expect(exchange.interaction.original?.deleted).toBe(true);
    // What comes later still reaches the person alone.
    await scene.send(adapter, scene.privately(scene.ana), text("For you"), { origin: scene.origin });
    expect(exchange.ephemeral.map((message) => message.text)).toEqual(["For you"]);
  });

  test("that cannot be stored is told so", async () => {
    await scene.start();
    scene.handler = () => {
      throw new TryLater();
    };
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    expect((await exchange.reply).text).toBe(
      "I could not keep that just now, so nothing was stored. Please try again in a moment.",
    );
  });

  test("is registered in each language that Discord has", async () => {
    await scene.start();
    const [checkin, help] = scene.discord.commands;
    expect(checkin).toMatchObject({
      name: "checkin",
      description: "Open a card now",
      description_localizations: {
        "es-ES": "Abrir una tarjeta",
        "es-419": "Abrir una tarjeta",
        "pt-BR": "Abrir um cartão",
      },
      contexts: [0, 1],
      integration_types: [0],
      options: [
        {
          type: 3,
          name: "ritual",
          required: false,
          choices: [
            { name: "heart", value: "heart" },
            { name: "share", value: "share" },
          ],
        },
        { type: 3, name: "when", description_localizations: { "es-ES": "Cuándo" } },
      ],
    });
    expect(Object.keys(checkin?.description_localizations ?? {})).toHaveLength(3);
    expect(help?.name).toBe("help");
  });
});

describe("an acknowledgement that goes wrong", () => {
  const CALLBACK = "POST /interactions/:interaction/:token/callback";

  test("whose answer is lost is given twice, and the second refusal (40060) says that the first arrived", async () => {
    const adapter = await scene.start();
    scene.discord.faults.next(CALLBACK, { kind: "droppedAfter" });
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    await scene.send(adapter, scene.privately(scene.ana), text("There"), { origin: scene.origin });
    expect(exchange.ephemeral.map((each) => each.text)).toEqual(["There"]);
    const callbacks = scene.discord.requests.filter((request) => request.route === CALLBACK);
    expect(callbacks.map((request) => request.status)).toEqual([0, 400]);
  });

  test("comes too late (10062): it is stored all the same, and answered in the direct chat", async () => {
    const adapter = await scene.start();
    scene.discord.faults.next(CALLBACK, {
      kind: "status",
      status: 404,
      body: { code: 10062, message: "Unknown interaction" },
    });
    scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    const { result } = await scene.send(adapter, scene.privately(scene.ana), text("Sealed"), { origin: scene.origin });
    expect(result).toEqual({ type: "delivered" });
    expect(scene.ana.sees.map((each) => [each.text, each.isEphemeral])).toEqual([["Sealed", false]]);
  });

  test.each(["invalid", "unknown"] as const)(
    "token that has run out (%s): the answer goes to the direct chat",
    async (how) => {
      scene.discord.world.expiredTokens = how;
      const adapter = await scene.start();
      scene.ana.runs("/help", {}, scene.channel);
      await scene.heard("command");
      const { origin } = scene;
      await scene.discord.waitFor(() =>
        scene.discord.requests.some((request) => request.route === CALLBACK && request.status === 204),
      );
      // The adapter's clock is behind, so it has to be told by Discord.
      scene.lag = 16 * 60_000;
      scene.discord.advance(16 * 60_000);
      const late = await scene.send(adapter, scene.privately(scene.ana), text("One"), { origin });
      scene.lag = 0;
      const requests = scene.discord.requests.length;
      const later = await scene.send(adapter, scene.privately(scene.ana), text("Two"), { origin });
      expect([late.result, later.result]).toEqual([{ type: "delivered" }, { type: "delivered" }]);
      expect(scene.ana.sees.map((each) => [each.text, each.isEphemeral])).toEqual([
        ["One", false],
        ["Two", false],
      ]);
      // Known to have run out: not even tried.
      expect(scene.discord.requests.slice(requests).map((request) => request.route)).toEqual([
        "POST /channels/:channel/messages",
      ]);
      expect(scene.fatal).toEqual([]);
    },
  );

  test("a restart between question and answer: the waiting still ends", async () => {
    const before = await scene.start();
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    await exchange.response;
    const { origin } = scene;
    await before.stop();
    const after = await scene.start();
    await scene.send(after, scene.privately(scene.ana), text("One"), { origin });
    await scene.send(after, scene.privately(scene.ana), text("Two"), { origin });
    expect(exchange.ephemeral.map((each) => each.text)).toEqual(["One", "Two"]);
  });

  test("an answer that its reader dismissed is followed by a new one", async () => {
    const adapter = await scene.start();
    const exchange = scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    await exchange.response;
    if (exchange.interaction.original !== undefined) exchange.interaction.original.deleted = true;
    await scene.send(adapter, scene.privately(scene.ana), text("Here"), { origin: scene.origin });
    expect(exchange.ephemeral.map((each) => each.text)).toEqual(["Here"]);
  });
});
