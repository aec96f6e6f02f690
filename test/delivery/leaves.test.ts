/** However long requests are on their way, the platform never counts more of them than it allows. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Leaves } from "../../src/delivery/leaves.ts";
import { unit } from "../../src/domain/prng.ts";
import { sharedChat } from "../store/helpers.ts";
import { bench, DELIVERED, LONG, row } from "./bench.ts";

const LIMIT = { count: 30, perMs: 1_000 };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A platform that is so far away, and up to so much farther, there and back. */
class Platform {
  readonly counted: number[] = [];
  readonly #ms: number;
  readonly #more: number;

  constructor(ms: number, more: number) {
    this.#ms = ms;
    this.#more = more;
  }

  async asked(): Promise<void> {
    await this.#way();
    this.counted.push(performance.now());
    await this.#way();
  }

  async #way(): Promise<void> {
    const ms = this.#ms + unit(`${this.counted.length} ${performance.now()}`) * this.#more;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** The most that were counted in any time of this length. */
  densest(perMs: number): number {
    return Math.max(...this.counted.map((from) => this.counted.filter((at) => at >= from && at < from + perMs).length));
  }
}

async function ask(leaves: Leaves, platform: Platform, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    void leaves.pass(0).then(async (leave) => {
      await platform.asked();
      leave.answered();
    });
  }
  await vi.advanceTimersByTimeAsync((times / LIMIT.count) * 2_000);
  expect(platform.counted).toHaveLength(times);
}

test("not with requests that take ten times as long as others", async () => {
  const platform = new Platform(5, 100);
  await ask(new Leaves(LIMIT), platform, 600);
  expect(platform.densest(LIMIT.perMs)).toBe(LIMIT.count);
});

test("a platform far away costs hardly anything once it is known to be", async () => {
  const platform = new Platform(50, 5);
  await ask(new Leaves(LIMIT), platform, 3_000);
  const [from = 0, to = 0] = [platform.counted.at(-601), platform.counted.at(-1)];
  expect((600 * 1_000) / (to - from)).toBeGreaterThan(29);
  expect(platform.densest(LIMIT.perMs)).toBe(LIMIT.count);
});

test("one that is not answered holds its own place and no other", async () => {
  const leaves = new Leaves({ count: 3, perMs: 1_000 });
  const silent = await leaves.pass(0);
  let went = 0;
  const next = () =>
    leaves.pass(0).then((leave) => {
      went += 1;
      leave.answered();
    });
  for (let n = 0; n < 20; n += 1) void next();
  await vi.advanceTimersByTimeAsync(3_500);
  expect(went).toBe(8);
  silent.answered();
  silent.answered();
  await vi.advanceTimersByTimeAsync(4_500);
  expect(went).toBe(20);
});

test("the most urgent goes first, and what had no request leaves its place at once", async () => {
  const leaves = new Leaves({ count: 1, perMs: 1_000 });
  const first = await leaves.pass(0);
  const went: string[] = [];
  for (const [name, urgency] of [
    ["card", 0],
    ["seal", 1],
    ["reveal", 2],
    ["reveal again", 2],
  ] as const) {
    void leaves.pass(urgency).then((leave) => {
      went.push(name);
      leave.unused();
    });
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(went).toEqual([]);
  first.answered();
  await vi.advanceTimersByTimeAsync(1_100);
  expect(went).toEqual(["reveal", "reveal again", "seal", "card"]);
});

test("what is asked to see who reads a channel counts too", async () => {
  const lane = await bench();
  const platform = new Platform(5, 150);
  const limit = { count: 10, perMs: 1_000 };
  lane.overall = limit;
  lane.perAudience = 4;
  lane.compose = () => ({ type: "message", message: LONG, guard: { chatId: "home", two: ["a", "b"] } });
  lane.ask = async () => {
    await Promise.all([platform.asked(), platform.asked(), platform.asked(), platform.asked()]);
  };
  lane.deliver = async (_, onPart) => {
    await platform.asked();
    await onPart(0, "m");
    return DELIVERED;
  };
  lane.create();
  await lane.add(...Array.from({ length: 40 }, (_, n) => row(sharedChat(`home${n}`), { dedupe: `reveal ${n}` })));
  await lane.run();
  await vi.advanceTimersByTimeAsync(40_000);
  expect(platform.counted).toHaveLength(200);
  expect(platform.densest(limit.perMs)).toBe(limit.count);
  await lane.dispatcher.stop();
});
