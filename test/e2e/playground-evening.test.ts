/** The real program without a token, in a real browser: a first evening as both partners. */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launch, tab, write } from "./browser.ts";
import { Premises, type Program } from "./program.ts";

if (chromiumPath === null) {
  process.stdout.write("SKIPPED: the playground's evening needs Chromium; set CHROMIUM_PATH to one.\n");
}

describe.skipIf(chromiumPath === null)("the playground, from nothing to the second card", () => {
  const premises = new Premises();
  let browser: Browser;
  let program: Program;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    await premises.end();
    await browser.close();
  });
  afterAll(() => {
    expect(complaints).toEqual([]);
    for (const { out, err } of premises.programs) expect(`${out}${err}`).not.toMatch(/lake|hills/i);
  });

  const phone = (name: string): Locator => page.getByRole("region", { name: `${name}'s phone` });
  const room = (of: Locator): Locator => of.locator(".room:not([hidden])");
  const button = (of: Locator, name: string): Locator => room(of).getByRole("button", { name, exact: true });

  async function open(): Promise<void> {
    program = premises.start();
    const [, url = ""] = await program.says(/The playground is open: (\S+)/);
    page = await (
      await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" })
    ).newPage();
    page.setDefaultTimeout(8_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(url);
    await page.locator("body[data-ready]").waitFor();
  }

  async function joins(name: string): Promise<void> {
    await tab(phone(name), "shared").click();
    await button(phone(name), "Join in private").click();
    await button(phone(name), "I’m in").click();
    await room(phone(name))
      .getByText(/You’re in\.|are connected/)
      .first()
      .waitFor();
    // So that the story is the same by day and by night.
    await write(phone(name), "/settings quiet off");
    await room(phone(name)).getByText("Quiet hours: none").waitFor();
  }

  async function answers(name: string, words: string): Promise<void> {
    await tab(phone(name), "shared").click();
    await button(phone(name), "Answer").last().click();
    await room(phone(name)).getByText("Only you see this.").last().waitFor();
    await write(phone(name), words);
    await room(phone(name)).getByText("Sealed.", { exact: true }).last().waitFor();
  }

  /** Moves the clock; the page shows the new time when its buttons can be used again. */
  async function moves(label: string): Promise<void> {
    const answered = page.waitForResponse((response) => response.url().endsWith("/api/clock"));
    await page.getByRole("button", { name: label }).click();
    await answered;
    await page.locator('[data-move="day"][aria-disabled="false"]').waitFor();
  }

  test("by clicking and typing", { timeout: 90_000 }, async () => {
    await open();
    await joins("Ana");
    await joins("Ben");
    await tab(phone("Ana"), "shared").click();
    await button(phone("Ana"), "Open the first card now").click();
    await answers("Ana", "The lake, still. <b>Really</b>");
    expect(await phone("Ben").getByText("The lake").count()).toBe(0);
    await answers("Ben", "The hills, and you.");
    for (const name of ["Ana", "Ben"]) {
      await tab(phone(name), "shared").click();
      await room(phone(name)).getByText("You have both answered.").waitFor();
      const quotes = await phone(name).locator(".pair .quote").allTextContents();
      expect(quotes.join("\n")).toMatch(
        /Ana[\s\S]*The lake, still\. <b>Really<\/b>[\s\S]*Ben[\s\S]*The hills, and you\./,
      );
    }
    await button(phone("Ben"), "Me too").click();
    await room(phone("Ana")).getByText("Ben: Me too").waitFor();

    const clock = () => page.locator("#clock-date").innerText();
    const cards = () => room(phone("Ana")).getByRole("button", { name: "Answer", exact: true });
    const today = await clock();
    const before = await cards().count();
    await moves("Jump to the next card");
    await expect.poll(() => cards().count()).toBe(before + 1);
    await moves("+1 day");
    const moved = await clock();
    expect(moved).not.toBe(today);
    const shown = await room(phone("Ana")).locator("[data-id]").count();

    expect(await program.stop()).toEqual({ code: 0, signal: null });
    await page.context().close();
    await open();
    expect(await clock()).toBe(moved);
    expect(await room(phone("Ana")).locator("[data-id]").count()).toBe(shown);
    await room(phone("Ana")).getByText("Ben: Me too").waitFor();
    await write(phone("Ana"), "/checkin");
    await expect.poll(() => room(phone("Ben")).locator("[data-id]").count()).toBeGreaterThan(shown);
    expect(await program.stop()).toEqual({ code: 0, signal: null });
  });
});
