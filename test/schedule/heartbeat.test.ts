import { afterEach, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "../../src/domain/ids.ts";
import type { Log, LogFields } from "../../src/ports/log.ts";
import { type Store, StoreUnavailable, type Timer, type Tx } from "../../src/ports/store.ts";
import { startHeartbeat } from "../../src/schedule/heartbeat.ts";
import { createRunner, type Runner, type RunnerParts } from "../../src/schedule/runner.ts";
import { NOW, open, TestClock } from "../store/helpers.ts";

const beats: Runner[] = [];
afterEach(async () => {
  await Promise.all(beats.splice(0).map((beat) => beat.stop()));
});

class MemoryLog implements Log {
  readonly lines: { level: string; event: string; fields: LogFields | undefined }[] = [];
  debug = (event: string, fields?: LogFields): void => this.#add("debug", event, fields);
  info = (event: string, fields?: LogFields): void => this.#add("info", event, fields);
  warn = (event: string, fields?: LogFields): void => this.#add("warn", event, fields);
  error = (event: string, fields?: LogFields): void => this.#add("error", event, fields);
  #add(level: string, event: string, fields: LogFields | undefined): void {
    this.lines.push({ level, event, fields });
  }
}

interface Bench {
  readonly store: Store;
  readonly clock: TestClock;
  readonly log: MemoryLog;
  readonly beat: Runner;
  /** What was handled, in order, as `ref`. */
  readonly handled: string[];
  set(ref: string, at: number): Promise<void>;
  left(): Promise<readonly Timer[]>;
}

/**
 * On a real database file. The handler notes what it got and then does what the test says. Runs when
 * told to, so that no beat comes between two lines of a test; with `startHeartbeat` by itself.
 */
async function bench(options: Partial<RunnerParts> = {}, start: typeof createRunner = createRunner): Promise<Bench> {
  const clock = new TestClock();
  const store = options.store ?? (await open({ clock }));
  const log = new MemoryLog();
  const handled: string[] = [];
  const then = options.handleTimer;
  const handleTimer: RunnerParts["handleTimer"] = async (tx, timer, now) => {
    handled.push(timer.ref);
    await then?.(tx, timer, now);
  };
  const beat = start({ store, clock, log, ...options, handleTimer });
  beats.push(beat);
  return {
    store,
    clock,
    log,
    beat,
    handled,
    set: (ref, at) => store.transaction((tx) => tx.timers.set({ kind: "draft", ref, at }, null)),
    left: () => store.transaction((tx) => tx.timers.due(NOW + 1000 * DAY, 1000)),
  };
}

/** Many at once, in one transaction. */
async function fill(store: Store, count: number, at: number): Promise<void> {
  await store.transaction(async (tx) => {
    for (let n = 0; n < count; n++) {
      await tx.timers.set({ kind: "draft", ref: String(n).padStart(5, "0"), at }, null);
    }
  });
}

describe("what is due", () => {
  it("is handled once, earliest first, and not before its time", async () => {
    const { set, beat, handled, left } = await bench();
    await set("second", NOW);
    await set("first", NOW - DAY);
    await set("later", NOW + 1);
    expect(await beat.tick()).toBe(2);
    expect(await beat.tick()).toBe(0);
    expect(handled).toEqual(["first", "second"]);
    expect(await left()).toEqual([{ kind: "draft", ref: "later", at: NOW + 1 }]);
  });

  it("is cleared before the handler runs, which may set it again", async () => {
    const seen: unknown[] = [];
    const { set, beat, left } = await bench({
      handleTimer: async (tx, timer, now) => {
        seen.push(await tx.timers.next(), timer, now);
        await tx.timers.set({ ...timer, at: now + DAY }, null);
      },
    });
    await set("daily", NOW);
    expect(await beat.tick()).toBe(1);
    expect(seen).toEqual([null, { kind: "draft", ref: "daily", at: NOW }, NOW]);
    expect(await left()).toEqual([{ kind: "draft", ref: "daily", at: NOW + DAY }]);
  });

  it("comes up after downtime, however much there is", async () => {
    const { store, clock, beat, handled } = await bench({ batch: 20 });
    await fill(store, 205, NOW + 3 * DAY);
    expect(await beat.tick()).toBe(0);
    clock.time = NOW + 10 * DAY;
    expect(await beat.tick()).toBe(205);
    expect(handled).toEqual([...handled].sort());
    expect(new Set(handled).size).toBe(205);
  });

  it("waits when the clock goes backwards, and comes once when it is back", async () => {
    const { set, clock, beat, handled } = await bench();
    await set("x", NOW);
    clock.time = NOW - DAY;
    expect(await beat.tick()).toBe(0);
    clock.time = NOW;
    expect(await beat.tick()).toBe(1);
    clock.time = NOW - DAY;
    expect(await beat.tick()).toBe(0);
    clock.time = NOW + DAY;
    expect(await beat.tick()).toBe(0);
    expect(handled).toEqual(["x"]);
  });

  it("is not handled when another handler of the same batch has cleared or moved it", async () => {
    const { set, beat, handled, left } = await bench({
      handleTimer: async (tx, { ref }) => {
        if (ref !== "a") return;
        await tx.timers.clear("draft", "b");
        await tx.timers.set({ kind: "draft", ref: "c", at: NOW + DAY }, null);
      },
    });
    for (const ref of ["a", "b", "c"]) await set(ref, NOW);
    expect(await beat.tick()).toBe(1);
    expect(handled).toEqual(["a"]);
    expect(await left()).toEqual([{ kind: "draft", ref: "c", at: NOW + DAY }]);
  });

  it("includes what a handler has just made due", async () => {
    const { set, beat, handled } = await bench({
      handleTimer: async (tx, { ref }, now) => {
        if (ref === "a") await tx.timers.set({ kind: "draft", ref: "b", at: now }, null);
      },
    });
    await set("a", NOW);
    expect(await beat.tick()).toBe(2);
    expect(handled).toEqual(["a", "b"]);
  });
});

describe("a handler that throws", () => {
  const failing: RunnerParts["handleTimer"] = async (tx, { ref }, now) => {
    await tx.settings.set(`did ${ref}`, String(now));
    if (ref.includes("bad")) throw new TypeError("what somebody wrote");
  };
  const did = (store: Store, ref: string) => store.transaction((tx) => tx.settings.get(`did ${ref}`));

  it("blocks no other and comes again after five minutes", async () => {
    const { store, set, clock, beat, left } = await bench({ handleTimer: failing });
    for (const ref of ["a", "bad-1", "b", "bad-2", "c"]) await set(ref, NOW);
    expect(await beat.tick()).toBe(5);
    expect(await Promise.all(["a", "b", "c"].map((ref) => did(store, ref)))).toEqual(Array(3).fill(String(NOW)));
    expect(await left()).toEqual(["bad-1", "bad-2"].map((ref) => ({ kind: "draft", ref, at: NOW + 5 * MINUTE })));
    expect(await beat.tick()).toBe(0);
    clock.time = NOW + 5 * MINUTE;
    expect(await beat.tick()).toBe(2);
  });

  it("leaves nothing of what it did", async () => {
    const { store, set, beat } = await bench({ handleTimer: failing });
    await set("bad", NOW);
    await beat.tick();
    expect(await did(store, "bad")).toBeNull();
  });

  it("does the others' work once: the batch it spoiled was taken back", async () => {
    const { store, set, beat } = await bench({
      handleTimer: async (tx, { ref }) => {
        const count = Number((await tx.settings.get(ref)) ?? 0);
        await tx.settings.set(ref, String(count + 1));
        if (ref === "bad") throw new Error("no");
      },
    });
    for (const ref of ["a", "bad", "c"]) await set(ref, NOW);
    await beat.tick();
    expect(await store.transaction((tx) => tx.settings.get("a"))).toBe("1");
    expect(await store.transaction((tx) => tx.settings.get("c"))).toBe("1");
  });

  it("is logged by kind and id, without what the error says", async () => {
    const { set, beat, log } = await bench({ handleTimer: failing });
    await set("bad", NOW);
    await beat.tick();
    const fields = { method: "draft", id: "bad", error: "TypeError" };
    expect(log.lines).toEqual([{ level: "error", event: "timer failed", fields }]);
    expect(JSON.stringify(log.lines)).not.toContain("somebody");
  });

  it("is taken for one when it sets itself for the past without end", async () => {
    const { set, beat, handled, left, log } = await bench({
      handleTimer: (tx, timer) => tx.timers.set({ ...timer, at: NOW - DAY }, null),
    });
    await set("loop", NOW);
    await beat.tick();
    expect(handled.length).toBeLessThan(200);
    expect(await left()).toEqual([{ kind: "draft", ref: "loop", at: NOW + 5 * MINUTE }]);
    expect(log.lines[0]?.fields?.error).toBe("TimerRepeats");
  });
});

describe("a store that cannot take it", () => {
  /** A store whose transactions fail while `down` is true, as a full disk would. */
  function faulty(inner: Store): Store & { down: boolean } {
    const store = {
      down: false,
      transaction: <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
        inner.transaction(async (tx) => {
          const done = await work(tx);
          if (store.down) throw new StoreUnavailable("full");
          return done;
        }),
      close: () => inner.close(),
    };
    return store;
  }

  it("loses nothing: the tick fails, everything stays due, no timer is blamed", async () => {
    const store = faulty(await open());
    const { set, beat, log, left } = await bench({ store });
    await set("a", NOW);
    await set("b", NOW);
    store.down = true;
    await expect(beat.tick()).rejects.toThrow(StoreUnavailable);
    store.down = false;
    expect((await left()).map(({ at }) => at)).toEqual([NOW, NOW]);
    expect(await beat.tick()).toBe(2);
    expect(log.lines.filter(({ event }) => event === "timer failed")).toEqual([]);
  });

  it("is reported once, not every second, and again when it is back", async () => {
    const store = faulty(await open());
    const { log, set } = await bench({ store }, startHeartbeat);
    await set("a", NOW + DAY);
    store.down = true;
    await until(() => log.lines.length > 0);
    await pause(2200);
    expect(log.lines).toEqual([{ level: "error", event: "heartbeat failed", fields: { error: "StoreUnavailable" } }]);
    store.down = false;
    await until(() => log.lines.length > 1);
    expect(log.lines[1]).toMatchObject({ level: "info", event: "heartbeat is back" });
  });
});

describe("runs", () => {
  /** A handler that waits to be let on. */
  function gate() {
    let open = () => undefined as unknown;
    const opened = new Promise((resolve) => {
      open = () => resolve(undefined);
    });
    return { opened, open: () => open() };
  }

  it("never overlap: a tick during a run makes one more after it", async () => {
    const { opened, open: letOn } = gate();
    let inside = 0;
    let most = 0;
    const { set, beat, clock } = await bench({
      handleTimer: async () => {
        most = Math.max(most, ++inside);
        await opened;
        inside--;
      },
    });
    await set("a", NOW);
    await set("b", NOW + DAY);
    const first = beat.tick();
    clock.time = NOW + 2 * DAY;
    const [second, third] = [beat.tick(), beat.tick()];
    letOn();
    expect((await first) + (await second)).toBe(2);
    expect(await third).toBe(await second);
    expect(most).toBe(1);
  });

  it("see a clock that was moved while one was under way", async () => {
    const { opened, open: letOn } = gate();
    const { set, beat, clock, handled } = await bench({ handleTimer: () => opened.then(() => undefined) });
    await set("a", NOW);
    await set("b", NOW + DAY);
    const first = beat.tick();
    await until(() => handled.includes("a"));
    clock.time = NOW + DAY;
    const second = beat.tick();
    letOn();
    await Promise.all([first, second]);
    expect(handled).toEqual(["a", "b"]);
  });

  it("go on after one that failed", async () => {
    const inner = await open();
    let down = true;
    const store: Store = {
      transaction: (work) => (down ? Promise.reject(new StoreUnavailable("locked")) : inner.transaction(work)),
      close: () => inner.close(),
    };
    const { beat } = await bench({ store });
    const failing = Promise.allSettled([beat.tick(), beat.tick()]);
    await expect(beat.tick()).rejects.toThrow(StoreUnavailable);
    await failing;
    down = false;
    await inner.transaction((tx) => tx.timers.set({ kind: "draft", ref: "x", at: NOW }, null));
    expect(await beat.tick()).toBe(1);
  });

  it("let other work through between two batches", async () => {
    const { store, beat, handled } = await bench({ batch: 10 });
    await fill(store, 200, NOW);
    const run = beat.tick();
    const others: number[] = [];
    while (handled.length < 200) {
      await store.transaction((tx) => tx.settings.get("x"));
      others.push(handled.length);
      await pause(0);
    }
    await run;
    expect(others.filter((count) => count > 0 && count < 200).length).toBeGreaterThan(5);
  });

  it("start by themselves, every second", async () => {
    const { set, handled, clock } = await bench({}, startHeartbeat);
    await set("a", NOW);
    await until(() => handled.length === 1);
    await set("b", NOW + DAY);
    clock.time = NOW + DAY;
    await until(() => handled.length === 2);
    expect(handled).toEqual(["a", "b"]);
  });

  it("end with stop, which waits for the batch under way and leaves the rest due", async () => {
    const { store, beat, handled, left } = await bench({ batch: 5, longestMs: Number.POSITIVE_INFINITY });
    await fill(store, 100, NOW);
    const run = beat.tick();
    await until(() => handled.length > 0);
    await beat.stop();
    const count = handled.length;
    expect(await run).toBe(count);
    expect(count % 5).toBe(0);
    expect((await left()).length).toBe(100 - count);
    expect(await beat.tick()).toBe(0);
  });

  it("do not start by themselves after stop", async () => {
    const { set, beat, handled } = await bench({}, startHeartbeat);
    await beat.stop();
    await set("a", NOW);
    await pause(1500);
    expect(handled).toEqual([]);
  });
});

describe("many at once", () => {
  it("handles a thousand couples' cards in one tick", async () => {
    const { store, beat } = await bench({
      handleTimer: (tx, timer, now) => tx.timers.set({ ...timer, at: now + DAY }, null),
    });
    await fill(store, 1000, NOW);
    expect(await beat.tick()).toBe(1000);
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function until(met: () => boolean): Promise<void> {
  const give = performance.now() + 5000;
  while (!met()) {
    if (performance.now() > give) throw new Error("it did not happen in time");
    await pause(2);
  }
}
