/**
 * Draws the picture of the README, `docs/playground.png`: the real playground, in a real browser, through a
 * whole first evening. `npm run picture`; needs Chromium, at a usual place or where CHROMIUM_PATH says.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { chromiumPath, field, launch, tab } from "../e2e/browser.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const SIZE = { width: 1280, height: 860 };

const EVENING = {
  ana: { does: "I keep thinking about the lake. Let's go again before it gets cold?", tap: "Hug" },
  ben: { does: "Tired, and glad that you called from the train.", tap: "Me too" },
} as const;

/** Starts the program as `npm start` does, in a folder of its own. Resolves with the playground's address. */
async function start(folder: string): Promise<{ url: string; program: ChildProcess }> {
  const program = spawn(process.execPath, [join(ROOT, "src", "start.js")], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATABASE_URL: "file:ampersand.db", AMPERSAND_KEY_FILE: "key", HTTP_PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  for await (const piece of program.stdout ?? []) {
    said += String(piece);
    const url = /http:\S+/.exec(said)?.[0];
    if (url !== undefined) return { url, program };
  }
  throw new Error("The playground did not start.");
}

function button(phone: Locator, name: string | RegExp): Locator {
  return phone.locator(".room:not([hidden])").getByRole("button", { name });
}

async function join_(phone: Locator): Promise<void> {
  await button(phone, /^Join in private/).click();
  await button(phone, "I’m in").click();
  await phone.getByText(/You’re in|are connected/).first().waitFor();
}

async function answer(phone: Locator, words: string): Promise<void> {
  await tab(phone, "shared").click();
  await button(phone, /^Answer/).click();
  await phone.getByText("Write your answer here").first().waitFor();
  await field(phone).fill(words);
  await field(phone).press("Enter");
  await phone.getByText("Sealed.").first().waitFor();
}

/** Two join, the first card, two answers, the reveal, a response each. */
async function evening(page: Page): Promise<void> {
  const ana = page.getByRole("region", { name: "Ana's phone" });
  const ben = page.getByRole("region", { name: "Ben's phone" });
  await join_(ana);
  await join_(ben);
  await tab(ana, "shared").click();
  await button(ana, "Open the first card now").click();
  await answer(ana, EVENING.ana.does);
  await answer(ben, EVENING.ben.does);
  await tab(ben, "shared").click();
  await button(ben, EVENING.ben.tap).click();
  await ben.getByText("Ben: Me too").waitFor();
}

async function draw(to: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ampersand-picture-"));
  const { url, program } = await start(folder);
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: SIZE, reducedMotion: "reduce", colorScheme: "light" });
    const page = await context.newPage();
    page.setDefaultTimeout(8_000);
    await page.goto(url);
    await page.locator("body[data-ready]").waitFor();
    await evening(page);
    await page.screenshot({ path: to });
  } finally {
    await browser.close();
    program.kill("SIGTERM");
    await once(program, "exit");
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
