/** What is promised about events, and about what an adapter can do. */
import { describe, expect, test } from "vitest";
import { TryLater } from "../../src/ports/chat.ts";
import { MAX_MEDIA } from "../../src/ports/media.ts";
import { deliver, type Scene } from "./bench.ts";
import { press, says, send } from "./words.ts";

export function takingInContract(on: Scene): void {
  describe("taking in", () => {
    test("a tap arrives once, with its action, its place and who it was", async () => {
      const { refs } = await deliver(on.bench.adapter, on.bench.ana, send(says("Tap.", press)));
      await on.bench.taps("Press", on.bench.ana);
      const tap = await on.app.hears("tap");
      expect(tap).toMatchObject({
        action: "press_r1",
        chat: on.bench.ana,
        messageId: refs[0],
        from: { userId: on.bench.two[0], name: "Ana" },
      });
      expect(tap.origin).toBeTruthy();
      expect(on.app.heard.filter(({ type }) => type === "tap")).toHaveLength(1);
    });

    test("a line for the tapper alone is shown to nobody else", async () => {
      on.app.answer = () => ({ type: "toast", text: "Not for you." });
      await deliver(on.bench.adapter, on.bench.home, send(says("Tap.", press)));
      expect(await on.bench.taps("Press", on.bench.home, true)).toBe("Not for you.");
      expect(on.texts(on.bench.home)).toEqual(["Tap."]);
    });

    test("an answer takes the place of the tapped message where that is asked for", async () => {
      await deliver(on.bench.adapter, on.bench.ana, send(says("Before.", { ...press, effect: "replace" })));
      await on.bench.taps("Press", on.bench.ana);
      const { origin = "" } = await on.app.hears("tap");
      const { result } = await deliver(on.bench.adapter, on.bench.ana, send(says("After.")), { origin, replace: true });
      expect(result.type).toBe("delivered");
      expect(on.texts()).toEqual(["After."]);
    });

    test("an origin that has run out leads to the private chat", async () => {
      const { result } = await deliver(on.bench.adapter, on.bench.ana, send(says("Late.")), { origin: "long gone" });
      expect(result.type).toBe("delivered");
      expect(on.texts()).toEqual(["Late."]);
    });

    test("a command comes with its words, in private and in the shared chat", async () => {
      on.bench.types("/checkin heart now", on.bench.ana);
      expect(await on.app.hears("command")).toMatchObject({ name: "checkin", args: "heart now", chat: on.bench.ana });
      on.bench.types("/checkin", on.bench.home);
      expect(await on.app.hears("command", 2)).toMatchObject({ name: "checkin", args: "", chat: on.bench.home });
    });

    test("a picture comes with its words, and its bytes can be fetched; what is too large or gone is said", async () => {
      const data = Buffer.from("a picture's bytes");
      await on.bench.sendsPhoto(data, "the lake");
      const { media, caption, chat } = await on.app.hears("media");
      expect([media.kind, media.mime, media.size, caption]).toEqual(["photo", "image/jpeg", data.length, "the lake"]);
      expect(chat).toEqual(on.bench.ana);
      const fetched = await on.bench.adapter.fetch(media.file);
      expect(fetched.type === "bytes" && Buffer.from(fetched.data).equals(data)).toBe(true);
      await on.bench.sendsPhoto(Buffer.alloc(MAX_MEDIA + 1), "");
      const large = await on.app.hears("media", 2);
      expect(large.media.size).toBe(MAX_MEDIA + 1);
      expect(await on.bench.adapter.fetch(large.media.file)).toEqual({ type: "too-large" });
      const other = media.file.replace(/\d{6}(?=\d*\/[^/]*$)|.$/, "000000");
      expect(await on.bench.adapter.fetch(other)).toEqual({ type: "gone" });
    });

    test("what comes twice has the same id", async () => {
      on.bench.types("/checkin", on.bench.ana);
      await on.app.hears("command");
      if (!on.bench.redelivers) return;
      on.bench.redelivers();
      const [first, second] = [await on.app.hears("command"), await on.app.hears("command", 2)];
      expect(second.eventId).toBe(first.eventId);
    });

    test("what could not be stored comes again, or its author is told", async () => {
      let tries = 0;
      on.app.answer = () => {
        tries += 1;
        if (tries === 1) throw new TryLater("the disk is full");
        return { type: "none" };
      };
      on.bench.types("/checkin", on.bench.ana);
      if (on.bench.told) return on.bench.told();
      const [first, second] = [await on.app.hears("command"), await on.app.hears("command", 2)];
      expect(second.eventId).toBe(first.eventId);
    });

    test("events of one chat come in order, one at a time", async () => {
      let running = 0;
      let most = 0;
      on.app.answer = async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { type: "none" };
      };
      for (let n = 0; n < 5; n++) on.bench.types(`/checkin n${n}`, on.bench.ana);
      await on.app.hears("command", 5);
      expect(on.app.heard.map((event) => (event.type === "command" ? event.args : ""))).toEqual([
        "n0",
        "n1",
        "n2",
        "n3",
        "n4",
      ]);
      expect(most).toBe(1);
    });
  });

  describe("what it says it can do", () => {
    test("forms open where it says so, and come back with their values", async () => {
      expect(on.bench.submits !== undefined).toBe(on.bench.adapter.capabilities.forms);
      if (!on.bench.submits) return;
      const input = { kind: "text", max: 100, long: true } as const;
      const field = { id: "0", label: "Words", required: true, input };
      on.app.answer = (event) =>
        event.type === "tap"
          ? { type: "form", form: { action: "seal_r1", title: "Card", fields: [field] } }
          : { type: "none" };
      await deliver(on.bench.adapter, on.bench.home, send(says("Card.", { ...press, effect: "form", private: true })));
      await on.bench.submits("Press", on.bench.home, "own words");
      expect(await on.app.hears("form")).toMatchObject({ action: "seal_r1", values: { "0": ["own words"] } });
    });

    test("private words arrive, with a ref that can be deleted where it says so", async () => {
      const ref = await on.bench.writes("own words");
      expect(await on.app.hears("text")).toMatchObject({ text: "own words", chat: on.bench.ana, messageId: ref });
      if (!on.bench.adapter.capabilities.canDeleteTyped) return;
      const { result } = await deliver(on.bench.adapter, on.bench.ana, { type: "delete", refs: [ref] });
      expect(result.type).toBe("delivered");
      expect(on.bench.stands(ref)).toBe(false);
    });

    test("a welcome is due when the bot is added, where it says so", async () => {
      expect(on.bench.addsBot !== undefined).toBe(on.bench.adapter.capabilities.welcomesWhenAdded);
      if (!on.bench.addsBot) return;
      on.bench.addsBot();
      expect((await on.app.hears("bot-added")).by.name).toBe("Ana");
    });

    test("the shared chat: who is in it, who can see it, whether it may be served", async () => {
      if (on.bench.home.kind !== "shared") throw new Error("home is shared");
      const { chatId } = on.bench.home;
      expect(await on.bench.adapter.audience(chatId, on.bench.two)).toBe("only-two");
      expect(await on.bench.adapter.audience("404", on.bench.two)).not.toBe("only-two");
      expect(await on.bench.adapter.isMember(chatId, on.bench.two[0])).toBe(true);
      expect(await on.bench.adapter.isMember(chatId, on.bench.stranger)).not.toBe(true);
      expect(await on.bench.adapter.inspect(chatId)).toBe("ok");
    });
  });
}
