/** What `deliver` promises. */
import { describe, expect, test } from "vitest";
import type { Block, Message } from "../../src/domain/message.ts";
import { type Driver, deliver, type Scene } from "./bench.ts";
import { bare, long, NASTY, press, says, send, two } from "./words.ts";

export function sendingContract(driver: Driver, on: Scene): void {
  describe("sending", () => {
    test("gives back “delivered” and the ref of each part, and the reader sees it with its buttons", async () => {
      const { result, refs, order } = await deliver(on.bench.adapter, on.bench.ana, send(says("Hello.", press)));
      expect([result, order, refs.length]).toEqual([{ type: "delivered" }, [0], 1]);
      expect(on.bench.sees(on.bench.ana)).toEqual([{ text: "Hello.", labels: ["Press"] }]);
    });

    test("text that looks like markup, mentions or commands arrives as written", async () => {
      for (const text of NASTY) {
        const blocks: Message["blocks"] = [
          { type: "heading", text: text.split("\n")[0] ?? "" },
          { type: "note", text: text.split("\n")[0] ?? "" },
          { type: "paragraph", text },
          { type: "list", items: [text.split("\n")[0] ?? ""] },
          { type: "quote", by: text.split("\n")[0] ?? "", text, covered: true },
        ];
        await deliver(on.bench.adapter, on.bench.home, send({ blocks, buttons: [] }));
        const shown = on.texts(on.bench.home).at(-1) ?? "";
        expect(shown.split(text.split("\n")[0] ?? "")).toHaveLength(7);
        for (const line of text.split("\n")) expect(shown).toContain(line);
      }
    });

    test("two answers of full length are whole, in order, in an unbroken run", async () => {
      const { result, refs, order } = await deliver(on.bench.adapter, on.bench.home, send(two));
      expect(result.type).toBe("delivered");
      expect(order).toEqual(refs.map((_, index) => index));
      expect(refs.length > 1).toBe(driver.splits);
      expect(on.bench.sees(on.bench.home)).toHaveLength(refs.length);
      const shown = bare(on.texts(on.bench.home).join(""));
      expect(shown).toContain(bare(long("ana")));
      expect(shown.indexOf(bare(long("ben")))).toBeGreaterThan(shown.indexOf(bare(long("ana"))));
      expect(on.bench.sees(on.bench.home).map(({ labels }) => labels.length)).toEqual([
        ...refs.slice(1).map(() => 0),
        1,
      ]);
    });

    test("goes on from the part where it stopped", async () => {
      const whole = await deliver(on.bench.adapter, on.bench.home, send(two));
      const rest = await deliver(on.bench.adapter, on.bench.home, send(two, 1));
      expect(rest.result.type).toBe("delivered");
      expect(rest.order).toEqual(whole.order.slice(1));
      const all = on.texts(on.bench.home);
      expect(all.slice(whole.refs.length)).toEqual(all.slice(1, whole.refs.length));
    });

    test("an edit shows the new words in the same place; a delete takes them away", async () => {
      const first = await deliver(on.bench.adapter, on.bench.home, send(two));
      const { result } = await deliver(on.bench.adapter, on.bench.home, {
        type: "edit",
        message: says("Short."),
        refs: first.refs,
      });
      expect(result.type).toBe("delivered");
      expect(on.texts(on.bench.home)).toEqual(["Short."]);
      const gone = await deliver(on.bench.adapter, on.bench.home, { type: "delete", refs: first.refs.slice(0, 1) });
      expect(gone.result.type).toBe("delivered");
      expect(on.texts(on.bench.home)).toEqual([]);
      // Once more: it is gone already, which is as good.
      const again = await deliver(on.bench.adapter, on.bench.home, { type: "delete", refs: first.refs.slice(0, 1) });
      expect(again.result.type).toBe("delivered");
    });

    test("a file arrives with its name and its bytes' length", async () => {
      const data = new TextEncoder().encode('{"words":"ä"}');
      const file = { type: "file", name: "export.json", mime: "application/json", data } as const;
      const { result } = await deliver(
        on.bench.adapter,
        on.bench.ana,
        send({ blocks: [...says("Yours.").blocks, file], buttons: [] }),
      );
      expect(result.type).toBe("delivered");
      expect(on.texts().join()).toContain("Yours.");
    });

    test("pictures come in their place among the words; an edit keeps those it names and removes the others", async () => {
      const media = (key: string, data: Uint8Array | null): Block => ({
        ...{ type: "media", key, kind: "photo", mime: "image/png", name: `${key}.png`, data },
        ...{ caption: `Picture ${key}`, covered: true, instead: "Not here." },
      });
      const words = (text: string): Block => ({ type: "paragraph", text });
      const bytes = new Uint8Array([137, 80, 78, 71]);
      const blocks = [words("Before."), media("one", bytes), media("two", bytes), words("After.")];
      const first = await deliver(on.bench.adapter, on.bench.home, send({ blocks, buttons: [[press]] }));
      expect(first.result.type).toBe("delivered");
      const order = () =>
        on
          .texts(on.bench.home)
          .join("\n")
          .match(/Before|Now|Picture \w+|After|Later/g);
      expect(order()).toEqual(["Before", "Picture one", "Picture two", "After"]);
      const after: Message = { blocks: [words("Now."), media("two", null), words("Later.")], buttons: [[press]] };
      const edit = await deliver(on.bench.adapter, on.bench.home, { type: "edit", message: after, refs: first.refs });
      expect(edit.result.type).toBe("delivered");
      expect(order()).toEqual(["Now", "Picture two", "Later"]);
      const refs = edit.refs.filter((ref) => ref !== undefined);
      expect(refs).toEqual(first.refs.filter((ref) => refs.includes(ref)));
      expect(
        on.bench
          .sees(on.bench.home)
          .map(({ labels }) => labels.length)
          .filter(Boolean),
      ).toEqual([1]);
      await deliver(on.bench.adapter, on.bench.home, { type: "delete", refs });
      expect(on.texts(on.bench.home)).toEqual([]);
    });

    for (const fault of driver.faults) {
      test(`says what became of it: ${fault}`, async () => {
        on.bench.fails?.(fault);
        const { result, order } = await deliver(on.bench.adapter, on.bench.ana, send(says("own words")));
        expect(order).toEqual([]);
        const expected = {
          limited: { type: "retry", heldBack: true },
          server: { type: "retry", heldBack: false },
          broken: { type: "retry", heldBack: false },
          unreachable: { type: "unreachable" },
        } as const;
        expect(result).toMatchObject(expected[fault]);
        if (result.type === "retry") expect(result.afterMs).toBeGreaterThan(0);
      });
    }
  });
}
