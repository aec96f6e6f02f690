/** A packet without a field that the types promise, through the whole program: never given up, and nobody else is lost. */
import { afterEach, expect, test } from "vitest";
import { mutations } from "../adapters/mutations.ts";
import { inChannel } from "./couples.ts";
import { last } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

const NAMES =
  /^(member\.user|author|user)\.(username|global_name)|^member\.(nick|avatar)|locale|^data\.|^content|attachments/;

test("on Discord: what people do, with one field odd, is taken or refused kindly", async () => {
  wire = await openWire({ platforms: ["discord"] });
  const { ana, ben } = await inChannel(wire);
  await ana.taps(wire.t("button.first-card"), "home");
  await ana.types("/help", "home");
  await ana.writes("Some words.");
  const [session] = wire.discord.gateway.connected;
  const sent = (t: string) => session?.sent.findLast((each) => each.t === t)?.d as Record<string, unknown>;
  let n = 0;
  for (const t of ["INTERACTION_CREATE", "MESSAGE_CREATE"]) {
    for (const { path, packet } of mutations(sent(t))) {
      if (!NAMES.test(path)) continue;
      n += 1;
      const id = String(1_600_000_000_000_000_000n + BigInt(n));
      session?.socket?.send(JSON.stringify({ op: 0, s: 1, t, d: { ...(packet as object), id } }));
    }
  }
  expect(n).toBeGreaterThan(100);
  await ana.answers("The heron.");
  await ben.answers("The otter.");
  await wire.core.settle();
  expect(last(ana, "home")).toMatch(/The heron\.[\s\S]*The otter\.|The otter\.[\s\S]*The heron\./);
  const buried = wire.lines.filter((line) => /given up|an event failed/.test(line));
  expect(buried).toEqual([]);
}, 60_000);
