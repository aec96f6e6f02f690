/** What every adapter promises (`src/ports/chat.ts`), told once and run over each of them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../../src/ports/log.ts";
import { Application, type Driver, deliver, Scene, SPECS } from "./bench.ts";
import { sendingContract } from "./sending.ts";
import { takingInContract } from "./taking-in.ts";
import { says, send } from "./words.ts";

export function adapterContract(driver: Driver): void {
  describe(`${driver.name} as a chat adapter`, () => {
    const lines: string[] = [];
    const note = (event: string, fields?: object) => void lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
    const log: Log = { debug: note, info: note, warn: note, error: note };
    const on = new Scene();
    beforeEach(async () => {
      lines.length = 0;
      on.bench = await driver.open(log);
      on.app = new Application();
      await on.bench.adapter.start(on.app.handle, SPECS);
    });
    afterEach(async () => {
      await on.bench.adapter.stop();
      expect(await on.bench.end()).toEqual([]);
      expect(lines.join("\n")).not.toMatch(/ana\d+ |own words/);
    });

    sendingContract(driver, on);
    takingInContract(on);

    test("after stop nothing comes in and nothing is thrown", async () => {
      expect(on.bench.adapter.healthy()).toBe(true);
      await on.bench.adapter.stop();
      expect(on.bench.adapter.healthy()).toBe(false);
      await on.bench.adapter.stop();
      const before = on.app.heard.length;
      await deliver(on.bench.adapter, on.bench.ana, send(says("Too late.")));
      expect(on.app.heard).toHaveLength(before);
    });
  });
}
