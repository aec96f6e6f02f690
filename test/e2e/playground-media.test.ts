/** The real program in a real browser: a photo on the vision board, from the machine to both phones. */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createDraw } from "../../src/pictures/draw.ts";
import { chromiumPath, launch, tab, write } from "./browser.ts";
import { Premises } from "./program.ts";

if (chromiumPath === null) {
  process.stdout.write("SKIPPED: pictures in the playground need Chromium; set CHROMIUM_PATH to one.\n");
}

describe.skipIf(chromiumPath === null)("pictures in the playground", { timeout: 90_000 }, () => {
  const premises = new Premises();
  const complaints: string[] = [];
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    await browser.close();
    await premises.end();
  });
  afterAll(() => expect(complaints).toEqual([]));

  const phone = (name: string): Locator => page.getByRole("region", { name: `${name}'s phone` });
  const room = (of: Locator): Locator => of.locator(".room:not([hidden])");
  const button = (of: Locator, name: string): Locator => room(of).getByRole("button", { name, exact: true });

  async function open(): Promise<void> {
    const program = premises.start();
    const [, url = ""] = await program.says(/The playground is open: (\S+)/);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (line) => ["error", "warning"].includes(line.type()) && complaints.push(line.text()));
    await page.goto(url);
    await page.locator("body[data-ready]").waitFor();
  }

  async function joins(name: string): Promise<void> {
    await tab(phone(name), "shared").click();
    await button(phone(name), "Join in private").click();
    await button(phone(name), "I’m in").click();
    // So that the story is the same by day and by night.
    await write(phone(name), "/settings quiet off");
    await room(phone(name)).getByText("Quiet hours: none").waitFor();
  }

  test("a photo is chosen, a line is written, and two covered boards open with a tap", async () => {
    await open();
    await joins("Ana");
    await joins("Ben");
    const photo = Buffer.from(
      await createDraw()({ kind: "board", title: "a photo", squares: [{ label: "", line: "the lake", photo: null }] }),
    );
    await write(phone("Ana"), "/checkin vision");
    for (const name of ["Ana", "Ben"]) {
      await tab(phone(name), "shared").click();
      await button(phone(name), "Answer").last().click();
      await room(phone(name)).getByText("1 of 6").waitFor();
      const file = { name: "lake.png", mimeType: "image/png", buffer: photo };
      await room(phone(name)).locator("input[type=file]").setInputFiles(file);
      await room(phone(name)).locator(".sent img").waitFor();
      await room(phone(name)).getByText("2 of 6").waitFor();
      await write(phone(name), `${name} swims`);
      for (const step of [3, 4, 5, 6]) {
        await room(phone(name)).getByText(`${step} of 6`).waitFor();
        await button(phone(name), "Skip").last().click();
      }
      await room(phone(name)).getByText("Sealed.", { exact: true }).waitFor();
    }
    await tab(phone("Ben"), "shared").click();
    const boards = room(phone("Ben")).locator("figure.media");
    await expect
      .poll(() => boards.locator("figcaption").allInnerTexts(), { timeout: 20_000 })
      .toEqual(["Ana · the board", "Ben · the board"]);
    expect(await boards.locator("img").count()).toBe(0);
    await boards.getByRole("button", { name: "Open: Ana · the board" }).click();
    const width = () => boards.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBe(1080);
    await button(phone("Ben"), "Hug 🤗").click();
    await room(phone("Ben")).getByText("Ben: Hug 🤗").waitFor();
    await expect.poll(() => room(phone("Ben")).locator("figure.media img").count()).toBe(1);
    const shots = process.env.AMPERSAND_SHOTS;
    if (shots)
      for (const colorScheme of ["light", "dark"] as const) {
        await boards.locator("img").scrollIntoViewIfNeeded();
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${shots}/media-${colorScheme}.png` });
      }
  });
});
