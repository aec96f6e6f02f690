/** What may stand in a log line: the fields that are allowed, and nothing else. */
import { expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import type { LogFields } from "../../src/ports/log.ts";

function written(level: string, say: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  say(createLog(level, { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("a field that is not on the list does not get out, whoever hands it in", () => {
  const careless = { code: "E1", text: "about the heron", name: "Ana", userId: "12345", words: ["heron"] };
  const [line] = written("info", (log) => log.error("an event failed", careless));
  expect(Object.keys(line ?? {}).sort()).toEqual(["code", "level", "msg", "time"]);
  expect(JSON.stringify(line)).not.toMatch(/heron|Ana|12345/);
});

test("a value of an allowed field is a number or a short text, never what something was made of", () => {
  // As it comes from what no compiler has checked.
  const nested: LogFields = JSON.parse(`{ "code": { "said": "heron" }, "error": ["heron"], "count": 3 }`);
  const [line] = written("info", (log) => log.warn("odd", { ...nested, view: "x".repeat(500) }));
  expect(JSON.stringify(line)).not.toMatch(/heron/);
  expect(line).toMatchObject({ count: 3, view: "x".repeat(200) });
});

test("below its level nothing is written", () => {
  expect(written("warn", (log) => log.info("quiet", { count: 1 }))).toEqual([]);
});
