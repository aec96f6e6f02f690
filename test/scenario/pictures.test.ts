/** A board with photos of every kind: what is shown on it, what is sent beside it, and what becomes of both later. */
import { afterEach, expect, test } from "vitest";
import type { MediaBlock } from "../../src/domain/message.ts";
import type { Board } from "../../src/domain/picture.ts";
import type { Chat } from "../../src/ports/chat.ts";
import { apng, gif, jpeg, png, progressive, SVG, webp } from "../pictures/files.ts";
import { type Actor, couple } from "./actor.ts";
import { openStage, type Stage } from "./stage.ts";

const DRAWN = Buffer.from("89504e470d0a1a0a", "hex");
let stage: Stage;
afterEach(() => stage.end());

/** Two with the card of the board; what is drawn is recorded, and refused while `refuses`. */
async function opened() {
  const drawings = { boards: [] as Board[], refuses: false };
  const draw = async (picture: Board | { kind: "chart" }) => {
    if (picture.kind === "board") drawings.boards.push(picture);
    if (drawings.refuses) throw new Error("died");
    return DRAWN;
  };
  stage = await openStage({ draw });
  const two = await couple(stage);
  await two.ana.types("/checkin vision", two.home);
  return { ...two, drawings };
}

async function answers(actor: Actor, home: Chat, files: Buffer[], caption = "the lake"): Promise<void> {
  await actor.taps("Answer", home);
  for (const data of files) await actor.sendsFile("photo", { data, mime: "image/png", caption });
  for (let left = files.length; left < 6; left += 1) await actor.taps("Skip");
  actor.hasSeen(/Sealed\./);
}

function filesIn(actor: Actor, home: Chat): MediaBlock[] {
  return actor.shown(home).flatMap(({ message }) => message.blocks.filter((block) => block.type === "media"));
}

const seen = (board: Board | undefined) => board?.squares.map(({ line, photo }) => [line, photo?.data.length ?? null]);

test("what is large, animated, nested or unknown is sent on and named on the board, and not drawn", async () => {
  const { ana, ben, home, drawings } = await opened();
  const good = jpeg(4_000, 3_000);
  const others = [png(26_000, 26_000), jpeg(8_064, 6_048), apng(30, 20), gif(30, 20), SVG];
  await answers(ana, home, [good, ...others]);
  await answers(ben, home, [png(30, 20), webp.extended(9, 9, 2)], "");
  const [first, second] = drawings.boards;
  const named = ["a photo: the lake", null];
  expect(seen(first)).toEqual([["the lake", good.length], named, named, named, named, named]);
  const empty = ["", null];
  expect(seen(second)).toEqual([["", png(30, 20).length], ["a photo", null], empty, empty, empty, empty]);
  expect(filesIn(ben, home).map(({ caption, data }) => [caption, data?.length])).toEqual([
    ["Ana · the board", DRAWN.length],
    ...["Good for my body", "Play", "People around me", "Work and learning", "The two of us"].map((label, at) => [
      `Ana · ${label}`,
      others[at]?.length,
    ]),
    ["Ben · the board", DRAWN.length],
    ["Ben · Good for my body", webp.extended(9, 9, 2).length],
  ]);
});

test("a file is what its bytes say, not what it was called", async () => {
  const { ana, ben, home } = await opened();
  await answers(ana, home, [gif(30, 20), png(26_000, 26_000), progressive(30, 20, 100), SVG]);
  await answers(ben, home, [png(8, 5)]);
  expect(filesIn(ben, home).map(({ mime }) => mime)).toEqual([
    "image/png",
    "image/gif",
    "image/png",
    "image/jpeg",
    "image/png",
    "image/png",
  ]);
});

test("a board that cannot be drawn is tried twice; then its photos come in its place, and stay in an edit", async () => {
  const { ana, ben, home, drawings } = await opened();
  drawings.refuses = true;
  const photos = [png(30, 20), jpeg(40, 30)];
  await answers(ana, home, photos);
  await answers(ben, home, [png(8, 5)]);
  expect(drawings.boards.map(({ title }) => title)).toEqual(["Ana", "Ana", "Ben", "Ben"]);
  expect(filesIn(ben, home).map(({ caption, data }) => [caption, data?.length])).toEqual([
    ["Ana · A place to feel at home", photos[0]?.length],
    ["Ana · Good for my body", photos[1]?.length],
    ["Ben · A place to feel at home", png(8, 5).length],
  ]);
  ben.hasSeen(/Ana: A place to feel at home: a photo: the lake/, home);
  await ben.taps("Hug 🤗", home);
  // Each adapter finds among these what it has shown.
  const captions = filesIn(ben, home).map(({ caption }) => caption);
  expect(captions).toEqual([
    "Ana · the board",
    "Ana · A place to feel at home",
    "Ana · Good for my body",
    "Ben · the board",
    "Ben · A place to feel at home",
  ]);
  expect(drawings.boards).toHaveLength(4);
});

test("an answer from before bytes were looked at is looked at when it is shown", async () => {
  const { ana, ben, home, drawings } = await opened();
  await answers(ana, home, [png(26_000, 26_000), png(30, 20)]);
  await stage.store.transaction(async (tx) => {
    const me = await tx.people.byAccount("stage", ana.account.userId);
    const couple = me && (await tx.couples.ofPerson(me.id));
    const [round] = couple ? await tx.rounds.ofCouple(couple.id, ["half"]) : [];
    const answer = me && round && (await tx.answers.get(round.id, me.id));
    if (!me || !round || !answer) throw new Error("no answer");
    const old = Object.entries(answer).map(([key, field]) => {
      if (field.kind !== "media") return [key, field] as const;
      const { drawable: _, ...rest } = field;
      return [key, rest] as const;
    });
    await tx.answers.put(round.id, me.id, Object.fromEntries(old));
  });
  await answers(ben, home, [png(8, 5)]);
  expect(seen(drawings.boards[0])?.slice(0, 2)).toEqual([
    ["a photo: the lake", null],
    ["the lake", png(30, 20).length],
  ]);
});
