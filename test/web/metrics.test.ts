import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { createMetrics } from "../../src/web/metrics.ts";

const outbox = async () => ({ interactive: 2, scheduled: 5, parked: 1, dead: 0 });

test("counts what came in, went out, was given up on, and how long it took", async () => {
  const metrics = createMetrics({ outbox, process: false });
  metrics.eventIn("telegram", "tap");
  metrics.eventIn("telegram", "tap");
  metrics.delivery("discord", "delivered");
  metrics.deadLetter("playground");
  metrics.handled("telegram", "tap", 20);
  metrics.revealed(1_500);
  const text = await metrics.text();
  expect(text).toContain('ampersand_events_total{platform="telegram",type="tap"} 2');
  expect(text).toContain('ampersand_deliveries_total{platform="discord",result="delivered"} 1');
  expect(text).toContain('ampersand_dead_letters_total{platform="playground"} 1');
  expect(text).toContain('ampersand_handler_seconds_bucket{le="0.025",platform="telegram",type="tap"} 1');
  expect(text).toContain('ampersand_reveal_seconds_bucket{le="2"} 1');
  expect(text).toContain('ampersand_outbox_rows{state="scheduled"} 5');
});

test("a platform outside the fixed set never becomes a label of its own", async () => {
  const metrics = createMetrics({ outbox, process: false });
  metrics.eventIn("ana's words", "text");
  const text = await metrics.text();
  expect(text).toContain('platform="other"');
  expect(text).not.toContain("ana's words");
});

test("a database that cannot be asked leaves the other numbers readable", async () => {
  let broken = false;
  const metrics = createMetrics({
    process: false,
    outbox: async () => {
      if (broken) throw new Error("locked");
      return outbox();
    },
  });
  metrics.eventIn("discord", "command");
  expect(await metrics.text()).toContain("ampersand_outbox_rows{");
  broken = true;
  const text = await metrics.text();
  expect(text).toContain("ampersand_events_total{");
  expect(text).not.toContain("ampersand_outbox_rows{");
});

test("two registries do not share anything, and the process is measured unless told otherwise", async () => {
  const one = createMetrics({ outbox });
  const two = createMetrics({ outbox });
  one.deadLetter("telegram");
  expect(await two.text()).not.toContain("ampersand_dead_letters_total{");
  expect(await one.text()).toContain("process_resident_memory_bytes");
});

test("shows how long the event loop stood still since the last scrape, and nothing at rest", async () => {
  const metrics = createMetrics({ outbox });
  const longest = async () => Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(await metrics.text())?.[1]);
  await setTimeout(1);
  await longest();
  const until = performance.now() + 60;
  while (performance.now() < until);
  await setTimeout(1);
  expect(await longest()).toBeGreaterThan(0.055);
  const text = await metrics.text();
  expect(text).toMatch(/^nodejs_eventloop_lag_min_seconds 0$/m);
  expect(text).not.toContain("Nan");
});
