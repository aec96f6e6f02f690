/** One person's trouble on Discord is not another's, and what stands before Discord speaks for all of it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ChatAdapter } from "../../src/ports/chat.ts";
import { openScene, type Scene, text } from "./discord-bench.ts";

let scene: Scene;
let adapter: ChatAdapter;
beforeEach(async () => {
  scene = await openScene();
  adapter = await scene.start();
});
afterEach(() => scene.close());

test("a direct chat whose opening hangs keeps nobody else's waiting", async () => {
  const hanging = scene.discord.faults.next("POST /users/@me/channels", { kind: "hang" });
  const first = scene.send(adapter, scene.privately(scene.ana), text("x"));
  const second = await scene.send(adapter, scene.privately(scene.ben), text("y"));
  expect(second.result).toEqual({ type: "delivered" });
  hanging.release();
  expect((await first).result).toEqual({ type: "delivered" });
});

test("a 429 that is not Discord's own is meant for all", async () => {
  scene.discord.faults.next("POST /channels/:channel/messages", { kind: "status", status: 429 });
  const { result } = await scene.send(adapter, scene.shared, text("x"));
  expect(result).toMatchObject({ type: "retry", scope: "platform", heldBack: true });
});
