/** What a picture does to the process that draws it stays there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, test, vi } from "vitest";
import type { Board } from "../../src/domain/picture.ts";
import { createDraw, type DrawOptions } from "../../src/pictures/draw.ts";
import { drawingProcesses, environmentOf, isRunning, memoryOf, openFilesOf } from "./children.ts";
import { jpeg, png, progressive, SVG } from "./files.ts";

const POISONED = new URL("./poisoned.ts", import.meta.url);
const ALONE = fileURLToPath(new URL("./alone.ts", import.meta.url));
/** Long enough for the start of a process on a busy machine. */
const PATIENCE = { timeout: 20_000, interval: 5 };

afterEach(() => {
  for (const id of mine()) process.kill(id, "SIGKILL");
});

function mine(): number[] {
  return drawingProcesses(process.pid).filter(isRunning);
}

function board(title: string, ...photos: Uint8Array[]): Board {
  const squares = photos.map((data) => ({ label: "Home", line: "the lake", photo: { mime: "image/png", data } }));
  return { kind: "board", title, squares };
}

const isPng = (data: Uint8Array) => Buffer.from(data).subarray(1, 4).toString() === "PNG";

function poisoned(options: Partial<DrawOptions> = {}) {
  return createDraw({ program: POISONED, ...options });
}

describe("a picture that ends its process", () => {
  it.each(["abort", "segfault", "leave", "babble", "lie", "fail"])("is refused, and no other: %s", async (deed) => {
    const draw = poisoned();
    const titles = ["Ana", deed, "Ben", deed, "Chris"];
    const results = await Promise.allSettled(titles.map((title) => draw(board(title))));
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    for (const result of results) if (result.status === "fulfilled") expect(isPng(result.value)).toBe(true);
  });

  it.each(["hang", "silence"])("is ended when it takes too long: %s", async (deed) => {
    const draw = poisoned({ longestMs: 6_000 });
    await draw(board("Ana"));
    const [first] = mine();
    const [bad, good] = await Promise.allSettled([draw(board(deed)), draw(board("Ben"))]);
    expect([bad.status, good.status]).toEqual(["rejected", "fulfilled"]);
    expect(mine()).not.toContain(first);
  });

  it("may be ended by anybody in its middle", async () => {
    const draw = poisoned();
    const drawing = draw(board("hang")).catch(() => "refused");
    const id = await vi.waitUntil(() => mine()[0], PATIENCE);
    process.kill(id, "SIGKILL");
    expect(await drawing).toBe("refused");
    expect(isPng(await draw(board("Ana")))).toBe(true);
  });

  it("is ended when it takes too much memory", async () => {
    const draw = createDraw({ mostMemory: 220 * 1024 * 1024 });
    expect(isPng(await draw(board("Ana", png(200, 100))))).toBe(true);
    const [first] = mine();
    await expect(draw(board("Ben", progressive(8_000, 5_000, 10)))).rejects.toThrow("could not be drawn");
    expect(isPng(await draw(board("Chris", jpeg(200, 100))))).toBe(true);
    expect(mine()).not.toContain(first);
  });
});

test("what must not be drawn is not given to the library, whatever it is said to be", async () => {
  const draw = createDraw({ mostMemory: 400 * 1024 * 1024 });
  const plain = await draw(board("Ana", png(26_000, 26_000), SVG, Buffer.from("no picture")));
  const empty = { label: "Home", line: "the lake", photo: null };
  expect(plain).toEqual(await draw({ kind: "board", title: "Ana", squares: [empty, empty, empty] }));
  expect(mine()).toHaveLength(1);
});

test("a photo that only looks whole is not left out in silence", async () => {
  const broken = Buffer.from(png(30, 20));
  broken.fill(0x55, 45, 55);
  await expect(createDraw()(board("Ana", broken))).rejects.toThrow("could not be drawn");
});

test("large photos are drawn, each small and cut to its square, one after the other", async () => {
  const draw = createDraw();
  const photos = [png(6_000, 4_000), jpeg(4_000, 6_000), progressive(4_000, 3_000, 10)];
  const drawn = await draw(board("Ana", ...photos));
  expect(isPng(drawn)).toBe(true);
  expect(drawn).not.toEqual(await draw(board("Ana", SVG, SVG, SVG)));
});

describe("the process", () => {
  it("is started for the first picture, serves the next ones, and ends when none comes", async () => {
    const draw = createDraw({ idleMs: 100 });
    expect(mine()).toEqual([]);
    await draw(board("Ana"));
    const [first] = mine();
    await draw(board("Ben"));
    expect(mine()).toEqual([first]);
    await vi.waitUntil(() => mine().length === 0, PATIENCE);
    expect(isPng(await draw(board("Chris")))).toBe(true);
  });

  it("gets nothing that is secret: no environment, no open file", async () => {
    const secret = openSync(join(import.meta.dirname, "process.test.ts"), "r");
    process.env.TELEGRAM_BOT_TOKEN = "secret";
    await createDraw()(board("Ana"));
    const [id = 0] = mine();
    delete process.env.TELEGRAM_BOT_TOKEN;
    expect(secret).toBeGreaterThan(2);
    expect(environmentOf(id).map((line) => line.split("=")[0])).toEqual(process.env.HOME ? ["HOME"] : []);
    expect(openFilesOf(id).filter((path) => path.includes("process.test.ts") || path.includes(".db"))).toEqual([]);
  });

  it("holds nobody up, and is not ended by a signal that is meant for the program", async () => {
    const alone = spawn(process.execPath, [ALONE, "Ana"]);
    expect(await once(alone, "exit")).toEqual([0, null]);
    const draw = createDraw();
    await draw(board("Ana"));
    const [id = 0] = mine();
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.kill(id, signal);
    await draw(board("Ben"));
    expect(mine()).toEqual([id]);
  });

  it("ends with the program, even one that was killed in the middle of a drawing", async () => {
    const alone = spawn(process.execPath, [ALONE, "large"]);
    const id = await vi.waitUntil(() => drawingProcesses(alone.pid ?? 0)[0], PATIENCE);
    // Inside the native library: nothing else takes that much.
    await vi.waitUntil(() => memoryOf(id) > 200_000, PATIENCE);
    alone.kill("SIGKILL");
    await vi.waitUntil(() => !isRunning(id), PATIENCE);
  });
});
