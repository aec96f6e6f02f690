/** People outside to talk to: in every state, for strangers too, and nobody is told. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import { type Actor, couple } from "./actor.ts";
import { apart } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const content = loadContent("data");
const everywhere = content.resources("").map(({ name }) => name);

function seesEverybody(actor: Actor): void {
  for (const name of everywhere) actor.sees(name);
  actor.sees(/I don’t watch what you write, and nobody is told that you opened this/);
}

test("resources · a country is asked for by buttons, kept, and its people shown with number, link and date", async () => {
  const { ana, ben } = await couple(stage);
  ben.looks();
  await ana.types("/support");
  await ana.taps("People to talk to");
  seesEverybody(ana);
  ana.sees(/Which country are you in\?/);
  await ana.taps("Europe");
  await ana.taps("Germany");
  for (const one of content.resources("DE")) {
    ana.sees(one.name);
    if (one.phone !== undefined) ana.sees(one.phone);
    if (one.url !== undefined) ana.sees(one.url);
  }
  ana.sees(/Checked on [A-Z][a-z]+ \d+, \d{4}/);
  ana.sees(/In immediate danger/);
  await ana.types("/privacy");
  await ana.taps("People to talk to");
  ana.sees("TelefonSeelsorge");
  ben.seesNothing();
});

test("resources · a country can be typed by code or name, changed and taken back", async () => {
  const { ana } = await couple(stage);
  await ana.types("/settings country FR");
  ana.sees("3114");
  await ana.types("/settings country portugal");
  ana.sees("SNS 24");
  await ana.types("/settings");
  ana.sees(/people to talk to: Portugal/);
  await ana.types("/settings country NP");
  ana.sees(/For Nepal I know nobody by number/);
  seesEverybody(ana);
  await ana.types("/settings country nowhere");
  ana.sees(/I don’t know that country/);
  await ana.types("/settings country");
  await ana.taps("No country");
  ana.sees(/Which country are you in\?/);
  await ana.types("/settings");
  ana.sees(/people to talk to: not chosen/);
});

test("resources · every country that has people is found under its part of the world", async () => {
  const cleo = stage.person("Cleo");
  const found = new Set<string>();
  for (const region of ["europe", "americas", "asia", "south"]) {
    await cleo.does(`country_${region}`);
    const buttons = cleo.shown().at(-1)?.message.buttons.flat() ?? [];
    for (const { action } of buttons) found.add(action.replace("cset_", ""));
  }
  expect([...found].sort()).toEqual([...content.countries]);
});

test("resources · a stranger is shown everything, and nothing is kept of it", async () => {
  const cleo = stage.person("Cleo");
  await cleo.types("/help");
  await cleo.taps("People to talk to");
  seesEverybody(cleo);
  await cleo.taps("Europe");
  await cleo.taps("Germany");
  cleo.sees("TelefonSeelsorge");
  const person = await stage.store.transaction((tx) => tx.people.byAccount("stage", cleo.account.userId));
  expect(person).toBeNull();
});

test("resources · answer while cards rest, and after one has left or was left", async () => {
  const { ana, ben } = await apart(stage);
  await ana.types("/pause");
  await ana.does("resources");
  seesEverybody(ana);
  await ana.types("/forget");
  await ana.taps("Leave quietly");
  for (const one of [ana, ben]) {
    await one.does("resources");
    seesEverybody(one);
    await one.does("cset_DE");
    one.sees("TelefonSeelsorge");
  }
});

test("resources · can be taken off the screen again", async () => {
  const { ana } = await couple(stage);
  await ana.does("resources");
  expect(await ana.taps("Take this away")).toMatchObject({ type: "toast" });
  expect(ana.on.deliveries.at(-1)?.operation.type).toBe("delete");
  ana.neverSaw(/People to talk to|Gone from here/);
});
