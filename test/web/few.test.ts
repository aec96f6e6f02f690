/** From ten couples on there are numbers; below, yes and no. */
import { expect, test } from "vitest";
import type { Log } from "../../src/ports/log.ts";
import { quietLog } from "../../src/quiet-log.ts";
import { createMetrics } from "../../src/web/metrics.ts";
import { NOW, open, privateChat, row } from "../store/helpers.ts";

const outbox = async () => ({ interactive: 2, scheduled: 5, parked: 1, dead: 0 });

test("numbers are there as soon as many use it, and gone when few do, or when nobody can tell", async () => {
  let few = async () => true;
  const metrics = createMetrics({ outbox, few: () => few(), stuck: async () => false });
  metrics.eventIn("telegram", "text");
  expect(await metrics.text()).not.toMatch(/ampersand_events_total|ampersand_outbox_rows|process_/);
  few = async () => false;
  expect(await metrics.text()).toContain('ampersand_events_total{platform="telegram",type="text"} 1');
  few = async () => {
    throw new Error("locked");
  };
  expect(await metrics.text()).not.toContain("ampersand_events_total");
});

test("stuck: given up on, or due for longer than that; what waits for its hour is not", async () => {
  const store = await open();
  const is = (before: number) => store.transaction((tx) => tx.outbox.isStuck(before));
  expect(await is(NOW)).toBe(false);
  await store.transaction((tx) => tx.outbox.add({ ...row(privateChat("x")), notBefore: NOW + 1000 }, NOW - 1000));
  expect(await is(NOW)).toBe(false);
  expect(await is(NOW + 1000)).toBe(true);
  await store.close();
});

test("the log of few: the same line once an hour, without which message it was; of many, everything", () => {
  let [now, few] = [1_000_000, true];
  const lines: string[] = [];
  const at = (level: string) => (event: string, fields?: object) =>
    void (level === "debug" || lines.push(JSON.stringify([level, event, fields ?? {}])));
  const log: Log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  const quiet = quietLog(log, { now: () => now }, () => few);
  const says = (id: string) => quiet.warn("a message could not be deleted", { id, view: "letter", platform: "stage" });
  for (const id of ["one", "two", "three"]) says(id);
  expect(lines).toEqual(['["warn","a message could not be deleted",{"platform":"stage"}]']);
  now += 3_600_000;
  says("four");
  expect(lines).toHaveLength(2);
  few = false;
  says("five");
  expect(lines.at(-1)).toContain('"view":"letter"');
});
