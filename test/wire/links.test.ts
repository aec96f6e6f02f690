/** Links, buttons and forms over the wire: what came a way that is not its own has no effect. */
import { afterEach, expect, test } from "vitest";
import { ACTIONS } from "../../src/application/act.ts";
import { inChannel, inGroup, inPlayground } from "./couples.ts";
import type { OnTelegram } from "./on-telegram.ts";
import { last, read } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

/** Everything that is stored, without claims of events, what is on its way, and tokens of what was shown. */
function stored(): string {
  const { database } = wire.store.internals;
  const names = database.prepare("select name from sqlite_schema where type = 'table' order by name").pluck().all();
  const tables = (names as string[]).filter(
    (name) => !/^(events|outbox|sqlite|confirmations|messages|transcript)/.test(name),
  );
  const rows = tables.map((table) => [table, database.prepare(`select * from ${table}`).all()]);
  return JSON.stringify(rows, (_, value) => (Buffer.isBuffer(value) ? value.toString("hex") : value));
}

function ids(table: string): readonly string[] {
  return wire.store.internals.database.prepare(`select id from ${table}`).pluck().all() as string[];
}

async function follows(who: OnTelegram, payload: string): Promise<void> {
  who.person.start(payload);
  await wire.calm();
}

/** A card that Ana has answered and Ben has not, and lines on Ana's Support Card. */
async function sealed() {
  wire = await openWire({ platforms: ["telegram"] });
  const two = await inGroup(wire);
  await two.ana.types("/support a cup of tea");
  await two.ana.taps(wire.t("button.first-card"), "home");
  await two.ana.answers("The bittern in the reeds.");
  const url = two.home.fromBot
    .flatMap((message) => message.buttons.flat())
    .find((button) => /answer_/.test(button.url ?? ""));
  const round = new URL(url?.url ?? "").searchParams.get("start")?.split("_")[1] ?? "";
  return { ...two, round };
}

test("telegram: the links that were reported change nothing and tell nobody", async () => {
  const { ana, ben, round } = await sealed();
  const [before, heard] = [stored(), read(ben)];
  for (const payload of [
    ...[`firstyes_${round}`, `gofirst_${round}`, `pass_${round}`, `passyes_${round}`, `back_${round}`, `chg_${round}`],
    ..."forgetyes anewyes supall_on trend_on keep_month set_tell_on export overyes set_cards_each".split(" "),
  ]) {
    await follows(ana, payload);
    expect(stored(), payload).toBe(before);
    expect(last(ana), payload).toBe(wire.t("link.nothing"));
    expect(read(ben), payload).toBe(heard);
  }
});

test("telegram: agreeing takes the notice; a link pairs nobody", async () => {
  wire = await openWire({ platforms: ["telegram"] });
  const { ana, ben, home } = await inGroup(wire);
  const place = ids("places")[0];
  await ben.types("/forget");
  await ben.taps(wire.t("button.forget-quiet"));
  const before = stored();
  for (const payload of [`agree_${place}`, "agreep", "agreei_AAAAAAAAAA", "pairok"]) await follows(ben, payload);
  expect(stored()).toBe(before);
  expect(home.fromBot.length).toBeGreaterThan(0);
  expect(read(ana)).not.toContain(wire.t("notice.title").repeat(2));
});

test("telegram: no verb comes by a link that does not say so", { timeout: 120_000 }, async () => {
  const { ana, ben, round } = await sealed();
  const [before, heard] = [stored(), read(ben)];
  const known = [round, ...ids("places"), ...ids("rituals"), ...ids("writings"), ana.userId];
  for (const verb of Object.keys(ACTIONS).filter((each) => !ACTIONS[each]?.by.includes("link"))) {
    for (const id of known) ana.person.start(`${verb}_${id}`);
    await wire.calm();
    expect(stored(), verb).toBe(before);
    expect(read(ben), verb).toBe(heard);
  }
});

test("discord: a button with a form's action and a form with a button's do nothing", async () => {
  wire = await openWire({ platforms: ["discord"] });
  const { ana, ben, home } = await inChannel(wire);
  await ana.taps(wire.t("button.first-card"), "home");
  await ana.answers("The bittern in the reeds.");
  const [round] = ids("rounds");
  const before = stored();
  const source = home.messages.at(-1);
  for (const verb of Object.keys(ACTIONS)) {
    const { by = [] } = ACTIONS[verb] ?? {};
    const values = { custom_id: `m:${verb}_${round}`, components: [] };
    if (!by.includes("form")) ana.person.forges(5, values, ana.person.dm);
    const tap = { custom_id: `r:${verb}_${round}`, component_type: 2 };
    if (!by.includes("button")) ana.person.forges(3, tap, ana.person.dm, source);
  }
  await wire.calm();
  expect(stored()).toBe(before);
  expect(read(ben)).not.toContain("bittern");
});

test("playground: only what was shown to this person can be tapped", async () => {
  wire = await openWire({ platforms: ["playground"] });
  const { ana, ben } = await inPlayground(wire);
  await ana.types("/forget");
  const [confirmation] = ana.sees().filter(({ buttons }) => buttons.some(({ action }) => /^forgetyes_/.test(action)));
  if (!confirmation) throw new Error("no confirmation");
  const action = confirmation.buttons[0]?.action ?? "";
  const before = stored();
  for (const made of ["forgetyes", "set_tell_on", "supall_on", "firstyes_x", `${action}x`])
    await expect(ana.tapsOn(confirmation, made)).rejects.toThrow("409");
  await expect(ben.tapsOn(confirmation, action)).rejects.toThrow("409");
  expect(stored()).toBe(before);
});
