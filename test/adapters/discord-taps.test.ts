/** Buttons and forms over the wire: real discord.js, a fake Discord. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Form } from "../../src/domain/message.ts";
import { TryLater } from "../../src/ports/chat.ts";
import { MARKER, NONE, openScene, type Scene, text } from "./discord-bench.ts";

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});

afterEach(() => scene.close());

const FORM: Form = {
  action: "answer_r1",
  title: "Today",
  fields: [
    { id: "words", label: "What is on your heart", required: true, input: { kind: "text", max: 4000, long: true } },
    {
      id: "mood",
      label: "Mood",
      required: true,
      input: {
        kind: "choice",
        options: [
          { id: "sun", label: "Sunny" },
          { id: "rain", label: "Rainy" },
        ],
        chosen: [],
      },
    },
    {
      id: "wishes",
      label: "Wishes",
      required: false,
      input: {
        kind: "choices",
        options: [
          { id: "walk", label: "A walk" },
          { id: "tea", label: "Tea" },
        ],
        chosen: ["tea"],
      },
    },
  ],
};

const answerButton = { label: "Answer", action: "open_r1", effect: "form" } as const;

/** A card in the shared channel with a button that opens the form. */
async function card(adapter: Awaited<ReturnType<Scene["start"]>>) {
  const { refs } = await scene.send(adapter, scene.shared, text("What is on your heart today?", answerButton));
  const message = scene.channel.last;
  expect(message?.id).toBe(refs[0]);
  if (message === undefined) throw new Error("no card");
  return message;
}

describe("a form", () => {
  test("opens at a button, and what is submitted is answered to the person alone", async () => {
    const adapter = await scene.start();
    scene.handler = (event) => (event.type === "tap" ? { type: "form", form: FORM } : NONE);
    const message = await card(adapter);
    const pressed = scene.ana.presses(message, "Answer");
    const modal = await pressed.modal;
    expect(modal.fields.map((field) => [field.customId, field.type])).toEqual([
      ["words", 4],
      ["mood", 21],
      ["wishes", 22],
    ]);
    expect(await scene.heard("tap")).toMatchObject({ action: "open_r1", messageId: message.id, chat: scene.shared });
    const submitted = scene.ana.submits(modal, { words: `my ${MARKER}`, mood: "Sunny" });
    const event = await scene.heard("form");
    expect(event).toMatchObject({
      eventId: submitted.id,
      action: "answer_r1",
      values: { words: [`my ${MARKER}`], mood: ["sun"], wishes: ["tea"] },
      chat: scene.shared,
    });
    await scene.send(adapter, scene.privately(scene.ana), text(`Sealed. ${MARKER}`), { origin: scene.origin });
    expect(submitted.ack).toBe("deferred");
    expect(submitted.ephemeral.map((each) => each.text)).toEqual([`Sealed. ${MARKER}`]);
    expect(scene.ben.sees).toEqual([]);
    expect(scene.channel.messages).toEqual([message]);
  });

  test("that is too late for Discord is offered once more, with a button", async () => {
    const adapter = await scene.start({ patience: { formMs: 1 } });
    const gate = Promise.withResolvers<void>();
    scene.handler = async () => {
      await gate.promise;
      return { type: "form", form: FORM };
    };
    const first = scene.ana.presses(await card(adapter), "Answer");
    await first.response;
    expect(first.ack).toBe("deferred");
    gate.resolve();
    const again = await first.reply;
    expect(again.isEphemeral).toBe(true);
    expect(again.buttons).toMatchObject([{ label: "Open", customId: "f:open_r1" }]);
    await scene.discord.waitFor(() => scene.events.length === 1);
  });

  test("button without a form: a line for the tapper, or a delivery that ends the waiting", async () => {
    const adapter = await scene.start();
    const message = await card(adapter);
    scene.handler = () => ({ type: "toast", text: "This is between the two of them." });
    const eve = scene.ben.presses(message, "Answer");
    expect((await eve.reply).text).toBe("This is between the two of them.");
    expect(eve).toMatchObject({ ack: "message" });
    expect((await eve.reply).isEphemeral).toBe(true);
    scene.handler = () => NONE;
    const ana = scene.ana.presses(message, "Answer");
    await scene.heard("tap", 2);
    await scene.send(adapter, scene.privately(scene.ana), text("It is over"), { origin: scene.origin });
    expect(ana.ephemeral.map((each) => each.text)).toEqual(["It is over"]);
    await ana.response;
    expect(ana.ack).toBe("deferred");
  });

  test("a delivery after a form was shown is a further message", async () => {
    const adapter = await scene.start();
    scene.handler = () => ({ type: "form", form: FORM });
    const pressed = scene.ana.presses(await card(adapter), "Answer");
    await pressed.modal;
    await scene.send(adapter, scene.privately(scene.ana), text("By the way"), { origin: scene.origin });
    expect(pressed.ephemeral.map((each) => each.text)).toEqual(["By the way"]);
  });

  test("whose answer cannot be stored says so, and keeps nothing", async () => {
    const adapter = await scene.start();
    scene.handler = (event) => {
      if (event.type === "tap") return { type: "form", form: FORM };
      throw new TryLater();
    };
    const modal = await scene.ana.presses(await card(adapter), "Answer").modal;
    const submitted = scene.ana.submits(modal, { words: MARKER, mood: "Rainy" });
    expect((await submitted.reply).text).toContain("nothing was stored");
  });
});

describe("a button", () => {
  const more = { label: "More", action: "more_1", effect: "reply" } as const;
  const next = { label: "Next", action: "next_1", effect: "replace" } as const;

  test("that replies in a channel answers the tapper alone", async () => {
    const adapter = await scene.start();
    await scene.send(adapter, scene.shared, text("Look", more));
    const pressed = scene.ben.presses(scene.channel.last as never, "More");
    expect(await scene.heard("tap")).toMatchObject({ action: "more_1", from: { userId: scene.ben.id } });
    await scene.send(adapter, scene.privately(scene.ben), text("For Ben"), { origin: scene.origin });
    expect(pressed.ack).toBe("deferred");
    expect(pressed.ephemeral.map((each) => each.text)).toEqual(["For Ben"]);
    expect(scene.ana.sees).toEqual([]);
  });

  test("that replaces changes the ephemeral message it is on, and the direct one", async () => {
    const adapter = await scene.start();
    for (const place of [scene.channel, undefined]) {
      const exchange = place === undefined ? scene.ana.runs("/help") : scene.ana.runs("/help", {}, place);
      await scene.heard("command", place === undefined ? 2 : 1);
      await scene.send(adapter, scene.privately(scene.ana), text("Page 1", next), { origin: scene.origin });
      const page = await exchange.reply;
      const pressed = scene.ana.presses(page, "Next");
      await scene.heard("tap", place === undefined ? 2 : 1);
      const { refs } = await scene.send(adapter, scene.privately(scene.ana), text("Page 2"), {
        origin: scene.origin,
        replace: true,
      });
      expect(pressed.ack).toBe("deferredUpdate");
      expect(page.text).toBe("Page 2");
      expect(page.buttons).toEqual([]);
      expect(refs).toEqual([page.id]);
    }
  });

  test("on a shared message: what is shared replaces it, what is private never does", async () => {
    const adapter = await scene.start();
    await scene.send(adapter, scene.shared, text("Look", next));
    const message = scene.channel.last;
    if (message === undefined) throw new Error("nothing there");
    const first = scene.ana.presses(message, "Next");
    await scene.heard("tap");
    const secret = { origin: scene.origin, replace: true };
    await scene.send(adapter, scene.privately(scene.ana), text(MARKER), secret);
    expect(message.text).toBe("Look");
    expect(first.ephemeral.map((each) => each.text)).toEqual([MARKER]);
    expect(scene.ben.sees).toEqual([]);
    // Not even to the other one of the two.
    await scene.send(adapter, scene.privately(scene.ben), text("for Ben"), secret);
    expect(scene.ben.sees.map((each) => [each.text, each.channel.recipient?.id])).toEqual([["for Ben", scene.ben.id]]);
    scene.ana.presses(message, "Next");
    await scene.heard("tap", 2);
    await scene.send(adapter, scene.shared, text("Changed"), { origin: scene.origin, replace: true });
    expect(scene.channel.messages.map((each) => each.text)).toEqual(["Changed"]);
  });

  test("among more than 25 is an option of a menu", async () => {
    const adapter = await scene.start();
    const many = Array.from(
      { length: 26 },
      (_, n) => ({ label: `Card ${n}`, action: `pick_${n}`, effect: "reply" }) as const,
    );
    await scene.send(adapter, scene.privately(scene.ana), text("Pick one", ...many));
    const [message] = scene.ana.sees;
    if (message === undefined) throw new Error("nothing there");
    scene.ana.selects(message, "s:1", ["Card 25"]);
    expect(await scene.heard("tap")).toMatchObject({ action: "pick_25", messageId: message.id });
  });

  test("with a line for the tapper: the line takes the place of the waiting", async () => {
    const adapter = await scene.start();
    await scene.send(adapter, scene.shared, text("Look", more, next));
    scene.handler = () => ({ type: "toast", text: "*Only* for the two" });
    const message = scene.channel.last as never;
    for (const [label, ack] of [
      ["More", "deferred"],
      ["Next", "deferredUpdate"],
    ] as const) {
      const pressed = scene.ben.presses(message, label);
      const reply = await scene.discord.waitFor(() => pressed.ephemeral[0]);
      expect(reply.content).toBe("\\*Only\\* for the two");
      expect(pressed.ack).toBe(ack);
    }
    expect(scene.channel.last?.text).toBe("Look");
  });

  test("nobody made is left alone", async () => {
    const adapter = await scene.start();
    await scene.send(adapter, scene.shared, text("Look", more));
    const button = scene.channel.last?.components[0]?.components?.[0] as { custom_id: string };
    button.custom_id = "strange";
    scene.ana.presses(scene.channel.last as never, "strange");
    scene.ana.runs("/help", {}, scene.channel);
    await scene.heard("command");
    expect(scene.events).toHaveLength(1);
  });
});
