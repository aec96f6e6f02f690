/** The guide: for everybody to read, and every page ends in something that can be done. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import { couple } from "./actor.ts";
import { homeEnds } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

const pages = loadContent("data").guide("en");

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

test("/guide · seven chapters, and ten questions one tap away", async () => {
  const { ana } = await couple(stage);
  await ana.types("/guide");
  const titles = (kind: string) => pages.filter((page) => page.kind === kind).map(({ title }) => title);
  for (const title of titles("chapter")) expect(ana.last()).toContain(`[${title}]`);
  await ana.taps("Ten questions");
  for (const title of titles("question")) expect(ana.last()).toContain(`[${title}]`);
  await ana.taps("Seven chapters");
  await ana.taps("Old wounds, gently");
  ana.sees(/Some things are over and still not finished[\s\S]*Why this\? Couples who wrote[\s\S]*Finkel et al\. 2013/);
  await ana.taps("All pages");
  ana.sees(/Seven short chapters/);
});

test("/guide · a page turns over where it stands, and goes to nobody else", async () => {
  const { ana, ben, home } = await couple(stage);
  ben.looks();
  const shared = ana.shown(home).length;
  await ana.types("/guide", home);
  await ana.taps("Ten questions");
  await ana.taps("What wears closeness down?");
  await ana.taps("Read on: openness");
  ana.sees(/^& A page of the guide\nCloseness and openness/);
  ben.seesNothing();
  expect(ana.shown(home)).toHaveLength(shared);
});

test.each([
  ["therapy", /^& A page of the guide\nDoes therapy help\?/],
  ["open up", /^& A page of the guide\nHow do I get my partner to open up\?/],
  ["breach of trust", /^& A page of the guide\nCan it come back after a breach of trust\?/],
  ["necesary", /^& A page of the guide\nIs all this necessary\?/],
  ["", /Seven short chapters/],
  ["elephants", /no page about that[\s\S]*Seven short chapters/],
])("/guide %s · finds its page, or shows them all", async (typed, seen) => {
  const { ana } = await couple(stage);
  await ana.types(`/guide ${typed}`.trim());
  ana.sees(seen);
});

const buttons = pages.flatMap((page) => page.buttons.map((button) => ({ page: page.title, id: page.id, ...button })));

test.each(buttons)("“$page” · “$label” does something", async ({ id, label }) => {
  const { ana, home } = await couple(stage);
  await ana.types(`/guide ${id}`);
  const [before, posted] = [ana.shown().length, ana.shown(home).length];
  const screen = ana.last();
  await ana.taps(label);
  const done = ana.shown().length > before || ana.shown(home).length > posted || ana.last() !== screen;
  expect(done).toBe(true);
  ana.neverSaw(/had its day|Something went wrong|don’t know that/);
  ana.neverSaw(/have no card/);
});

test("somebody without a couple reads it too; what needs two leads kindly to coming together", async () => {
  const eve = stage.person("Eve");
  await eve.types("/guide");
  eve.sees(/Seven short chapters/);
  for (const { id, label, action } of buttons) {
    await eve.types(`/guide ${id}`);
    await eve.taps(label);
    eve.neverSaw(/had its day|Something went wrong|can open for you/);
    if (/^(checkin|rwhen|card|gofirst)/.test(action)) eve.sees(/something for two/);
  }
  await eve.types("/guide what");
  await eve.taps("A card: on the same team");
  await eve.taps("Invite your partner");
  eve.sees(/Before you join/);
});

test("somebody whose couple has ended keeps what is one's own", async () => {
  const { ana, ben } = await couple(stage);
  await ben.types("/forget");
  await ben.taps("Leave quietly");
  await homeEnds(stage);
  for (const { id, label, action } of buttons) {
    await ana.types(`/guide ${id}`);
    await ana.taps(label);
    ana.neverSaw(/had its day|Something went wrong/);
    if (/^(checkin|rwhen|card|gofirst)/.test(action)) ana.sees(/something for two/);
  }
});

test("a card can be opened from a page only, not any card by its name", async () => {
  const { ana, home } = await couple(stage);
  const posted = ana.shown(home).length;
  for (const id of ["repair-camera", "wounds-way-back", "honesty-free", "spark-nine", ""]) await ana.does(`card_${id}`);
  expect(ana.shown(home)).toHaveLength(posted);
  ana.sees(/had its day/);
  await ana.does("guide_nowhere");
  ana.sees(/had its day/);
});

test("a page reads the same where answers come by form", async () => {
  const other = await openStageOfTwo();
  const fay = other.person("Fay", "forms");
  await fay.types("/guide growth");
  fay.sees(/^& A page of the guide\nGrowing, each and together/);
  await fay.taps("All pages");
  fay.sees(/Seven short chapters/);
  await other.end();
});
