/**
 * Draws the picture of the README, `docs/playground.png`: the real playground, in a real browser, through a
 * whole first evening. `npm run picture`; needs Chromium, at a usual place or where CHROMIUM_PATH says.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { chromiumPath, field, launch, tab } from "../e2e/browser.ts";
import { startProgram } from "./program.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const SIZE = { width: 1280, height: 860 };
/** Where people are taken to live who speak English: so the clock and the cards tell the same time. */
const ZONE = "America/New_York";
const WORDS = {
  ana: "I keep thinking about the lake. Shall we go again before it gets cold?",
  ben: "Tired, and glad that you called from the train.",
};

function button(phone: Locator, name: string | RegExp): Locator {
  return phone.locator(".room:not([hidden])").getByRole("button", { name });
}

/** Moves the playground's clock to an hour at which people sit on sofas. */
async function toTheEvening(page: Page): Promise<void> {
  const time = page.locator("#clock-time");
  for (let hours = 0; hours < 24 && !(await time.innerText()).startsWith("19"); hours++) {
    const next = (Number((await time.innerText()).slice(0, 2)) + 1) % 24;
    await page.getByRole("button", { name: "+1 hour" }).click();
    await time.filter({ hasText: new RegExp(`^0?${next}:`) }).waitFor();
  }
}

async function joins(phone: Locator): Promise<void> {
  await button(phone, /^Join in private/).click();
  await button(phone, "I’m in").click();
  await phone
    .getByText(/You’re in|are connected/)
    .first()
    .waitFor();
}

async function answer(phone: Locator, words: string): Promise<void> {
  await tab(phone, "shared").click();
  await button(phone, /^Answer/).click();
  await phone.getByText("Write your answer here").first().waitFor();
  await field(phone).fill(words);
  await field(phone).press("Enter");
  await phone.getByText("Sealed.").first().waitFor();
}

/** Two join, the first card, two answers, the reveal, a response. */
async function evening(page: Page): Promise<void> {
  const ana = page.getByRole("region", { name: "Ana's phone" });
  const ben = page.getByRole("region", { name: "Ben's phone" });
  await joins(ana);
  await joins(ben);
  await tab(ana, "shared").click();
  await button(ana, "Open the first card now").click();
  await answer(ana, WORDS.ana);
  await answer(ben, WORDS.ben);
  await tab(ben, "shared").click();
  await button(ben, "I hear you").click();
  await ben.getByText("Ben: I hear you").waitFor();
  // Each half is covered until it is tapped.
  await button(ben, "Read what Ana wrote").click();
  await button(ben, "Read what Ben wrote").click();
  await page.evaluate("document.activeElement.blur()");
  await page.mouse.move(SIZE.width / 2, SIZE.height - 20);
}

async function draw(to: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ampersand-picture-"));
  const env = { DATABASE_URL: "file:ampersand.db", AMPERSAND_KEY_FILE: "key" };
  const program = await startProgram({ command: [process.execPath, join(ROOT, "src", "start.js")], cwd: folder, env });
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: SIZE, timezoneId: ZONE, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.setDefaultTimeout(8_000);
    await page.goto(program.url);
    await page.locator("body[data-ready]").waitFor();
    await toTheEvening(page);
    await evening(page);
    await page.screenshot({ path: to });
  } finally {
    await browser.close();
    await program.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (chromiumPath === null) {
  process.stderr.write("No Chromium was found; set CHROMIUM_PATH to one.\n");
  process.exit(1);
}
const to = join(ROOT, "docs", "playground.png");
await draw(to);
process.stdout.write(`Drew ${to}\n`);
