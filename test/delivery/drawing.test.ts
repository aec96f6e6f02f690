/** Attempts to draw are counted before they are made, whatever becomes of them. */
import { beforeEach, describe, expect, it } from "vitest";
import { type Attempts, drawn } from "../../src/delivery/drawing.ts";
import type { Block, MediaBlock, Message, PictureBlock } from "../../src/domain/message.ts";
import type { Store } from "../../src/ports/store.ts";
import { NOW, open, privateChat, row } from "../store/helpers.ts";

const PNG = new Uint8Array([1, 2, 3]);

function photo(key: string): MediaBlock {
  const about = { key, caption: key, covered: true, instead: "Not here." };
  return { type: "media", ...about, kind: "photo", mime: "image/png", name: `${key}.png`, data: PNG };
}

function picture(key: string, files: MediaBlock[] = []): PictureBlock {
  const about = { key, caption: key, covered: true, instead: `${key} in words` };
  return { type: "picture", ...about, picture: { kind: "board", title: key, squares: [] }, files };
}

let store: Store;
let id: string;
beforeEach(async () => {
  store = await open();
  id = (await store.transaction((tx) => tx.outbox.add(row(privateChat("ana")), NOW))) ?? "";
});

const attempts: Attempts = {
  begin: (key) => store.transaction((tx) => tx.outbox.beginDrawing(id, key, 2)),
  succeeded: (key) => store.transaction((tx) => tx.outbox.endDrawing(id, key)),
};

/** Draws what is not named among the bad ones; which were tried. */
async function sent(blocks: (Block | PictureBlock)[], bad: string[] = []) {
  const tried: string[] = [];
  const message: Message<Block | PictureBlock> = { blocks, buttons: [] };
  const draw = async ({ title }: { title: string }) => {
    tried.push(title);
    if (bad.includes(title)) throw new Error("died");
    return PNG;
  };
  const { blocks: shown } = await drawn(draw, message, attempts, () => undefined);
  return { tried, shown: shown.map((block) => ("key" in block ? block.key : "text" in block ? block.text : "")) };
}

/** The whole process ends in the middle of drawing. */
async function dies(blocks: PictureBlock[]): Promise<void> {
  let begun = () => undefined as void;
  const drawing = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const never = () => {
    begun();
    return new Promise<never>(() => undefined);
  };
  void drawn(never, { blocks, buttons: [] }, attempts, () => undefined);
  await drawing;
}

describe("a picture", () => {
  it("is tried twice, then its words are sent, and the others are drawn all the same", async () => {
    const all = [picture("a"), picture("bad"), picture("c")];
    expect(await sent(all, ["bad"])).toEqual({ tried: ["a", "bad", "bad", "c"], shown: ["a", "bad in words", "c"] });
    // Sent again after a refusal, perhaps: it is not begun anew.
    expect(await sent(all, ["bad"])).toEqual({ tried: ["a", "c"], shown: ["a", "bad in words", "c"] });
  });

  it("that was made of photos is replaced by them", async () => {
    expect((await sent([picture("bad", [photo("one"), photo("two")])], ["bad"])).shown).toEqual(["one", "two"]);
  });

  it("in whose drawing the process died twice is not begun again; one that only waited is", async () => {
    const all = [picture("bad"), picture("b")];
    await dies(all);
    await dies(all);
    expect(await sent(all)).toEqual({ tried: ["b"], shown: ["bad in words", "b"] });
  });

  it("may be drawn any number of times when it works", async () => {
    await dies([picture("a")]);
    for (const _ of [1, 2, 3]) expect((await sent([picture("a")])).shown).toEqual(["a"]);
  });

  it("of a row that is gone is not drawn", async () => {
    await store.transaction((tx) => tx.outbox.remove(id));
    expect((await sent([picture("a")])).tried).toEqual([]);
  });
});
