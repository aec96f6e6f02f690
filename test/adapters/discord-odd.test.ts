/** What discord.js would not understand: it comes to us as it is, and ends nothing. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { placed, wording } from "../../adapters/discord/wording.ts";
import { MARKER, openScene, type Scene } from "./discord-bench.ts";

let scene: Scene;
let failures: unknown[];
const note = (error: unknown) => void failures.push(error);
beforeEach(async () => {
  failures = [];
  process.on("unhandledRejection", note);
  scene = await openScene();
});
afterEach(async () => {
  await scene.close();
  process.off("unhandledRejection", note);
  expect(failures).toEqual([]);
});

const LABEL = { type: 18, id: 1, component: { type: 999, custom_id: "0", value: "mine" } };

test("a button without its message, a form with a field of an unknown kind, and what comes after them", async () => {
  await scene.start();
  const direct = scene.ana.dm;
  scene.ana.forges(3, { component_type: 2, custom_id: "r:pass_1" }, direct);
  expect(await scene.heard("tap")).toMatchObject({ action: "pass_1" });
  scene.ana.forges(5, { custom_id: "m:seal_1", components: [LABEL] }, direct);
  expect(await scene.heard("form")).toMatchObject({ action: "seal_1", values: { 0: ["mine"] } });
  scene.ana.forges(2, { id: "1", type: 99, name: "help" }, direct);
  scene.ana.forges(99 as never, {}, direct);
  scene.ana.forges(5, { custom_id: "m:seal_1" }, direct);
  scene.ana.runs("/help");
  expect(await scene.heard("command")).toMatchObject({ name: "help" });
});

test("an error's own words are kept, and what may be somebody's is not", () => {
  expect(wording("Cannot send messages to this user")).toBe("Cannot send messages to this user");
  expect(wording(`Invalid “${MARKER}, my ${MARKER}” in content`)).toBe("Invalid … in content");
  expect(wording(MARKER.repeat(50))).toBe("…");
  expect(placed("components.0.label", "BASE_TYPE_BAD_LENGTH")).toBe("components.0.label[BASE_TYPE_BAD_LENGTH]");
  expect(placed(`fields.${MARKER}`, MARKER)).toBe("…[…]");
});
