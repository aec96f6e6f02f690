import { statSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { answer, bothJoin, chromiumPath, field, launch, type Stage, stage, tab, write } from "./browser.ts";

if (chromiumPath === null) {
  process.stdout.write("SKIPPED: the page's tests need Chromium; set CHROMIUM_PATH to one.\n");
}

/** Patient, because the machine that runs this may be busy. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

describe.skipIf(chromiumPath === null)("the playground in a browser", { timeout: 60_000 }, () => {
  let browser: Browser;
  let on: Stage;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await on.close();
    expect(on.complaints).toEqual([]);
  });

  test("from the welcome to the reveal, on two phones", async () => {
    on = await stage(browser);
    await bothJoin(on);
    await answer(on.ana, "That you called from the train.");
    expect(await on.ben.getByText("That you called").count()).toBe(0);
    await answer(on.ben, "Sunday, and the long way home.");
    await tab(on.ben, "shared").click();
    const pair = on.ben.locator(".pair .quote");
    await eventually(() => pair.allInnerTexts()).toEqual([
      "Ana\nThat you called from the train.",
      "Ben\nSunday, and the long way home.",
    ]);
    await on.ben.getByRole("button", { name: "Hug" }).click();
    await on.ben.getByRole("status").getByText("They will see it").waitFor();
    expect(await on.ana.getByRole("status").innerText()).toBe("");
  });

  test("a reveal moves when it is first seen, and only then", async () => {
    on = await stage(browser, { reducedMotion: "no-preference" });
    await bothJoin(on);
    await answer(on.ana, "one");
    await answer(on.ben, "other");
    const fresh = on.ben.locator(".fresh .pair");
    await fresh.waitFor({ state: "attached" });
    await tab(on.ben, "shared").click();
    await fresh.waitFor({ state: "detached" });
    expect(await on.ben.locator(".pair").isVisible()).toBe(true);
  });

  test("a dot and a hidden word tell about news in the other chat", async () => {
    on = await stage(browser);
    await bothJoin(on);
    expect(await tab(on.ana, "shared").innerText()).toContain("new messages");
    await tab(on.ana, "shared").click();
    expect(await tab(on.ana, "shared").innerText()).not.toContain("new messages");
    const said = on.page.locator("#announcer");
    await eventually(() => said.innerText()).toContain("For Ana and Ben: What's on your heart today?");
    expect(await said.innerText()).toContain("For Ana, privately: You are in.");
  });

  test("ordinary words stay between the two, in both phones", async () => {
    on = await stage(browser);
    await write(on.ana, "Dinner <b>at</b> eight? <img src=x onerror=alert(1)>");
    await on.ben.getByText("Dinner <b>at</b> eight?").waitFor();
    expect(await on.ben.locator(".other .who").innerText()).toBe("Ana");
    expect(await on.page.locator(".message img, .message b").count()).toBe(0);
    expect(on.standIn.seen.map((event) => event.type)).toEqual(["bot-added"]);
  });

  test("an own message is edited with the pencil, or with the arrow key; Escape leaves it", async () => {
    on = await stage(browser);
    await tab(on.ana, "private").click();
    await write(on.ana, "frist");
    const own = on.ana.locator(".own article");
    await own.hover();
    await on.ana.getByRole("button", { name: "Edit this message" }).click();
    expect(await field(on.ana).inputValue()).toBe("frist");
    await write(on.ana, "first");
    await on.ana.getByText("Your sealed answer was changed.").waitFor();
    expect(await own.innerText()).toMatch(/^first\nedited/);
    expect(on.standIn.seen.at(-1)).toMatchObject({ type: "edited", text: "first" });
    await field(on.ana).press("ArrowUp");
    expect(await field(on.ana).inputValue()).toBe("first");
    await field(on.ana).press("Escape");
    expect(await field(on.ana).inputValue()).toBe("");
  });

  test("a reply says which message it is about", async () => {
    on = await stage(browser);
    await bothJoin(on);
    await on.ana.getByText("You are in.").hover();
    await on.ana.locator(".room:not([hidden])").getByRole("button", { name: "Reply to this message" }).click();
    await write(on.ana, "Gladly");
    await eventually(() => on.ana.locator(".own .quoted").innerText()).toBe("You are in.");
    const id = await on.ana.locator(".bot", { hasText: "You are in." }).getAttribute("data-id");
    expect(on.standIn.seen.at(-1)).toMatchObject({ type: "text", replyTo: id });
  });

  test("covered words are opened by a tap or by Enter, in this phone alone", async () => {
    on = await stage(browser);
    await write(on.ana, "/journal");
    await tab(on.ana, "private").click();
    const words = on.ana.getByText("The walk home in the rain.");
    const cover = on.ana.getByRole("button", { name: "Read what Ben wrote" });
    await cover.waitFor();
    expect(await words.isVisible()).toBe(false);
    expect(await on.page.locator("#announcer").innerText()).not.toContain("rain");
    await cover.focus();
    await on.page.keyboard.press("Enter");
    expect(await words.isVisible()).toBe(true);
    expect(await cover.count()).toBe(0);
  });

  test("the slash opens the commands: arrows, Tab and Enter choose", async () => {
    on = await stage(browser);
    await field(on.ana).focus();
    await on.page.keyboard.type("/");
    const options = on.ana.getByRole("option");
    expect(await options.count()).toBe(5);
    await on.page.keyboard.type("c");
    expect(await options.allInnerTexts()).toEqual(["/checkin\nOpen a card now"]);
    await on.page.keyboard.press("Tab");
    expect(await field(on.ana).inputValue()).toBe("/checkin ");
    expect(await options.count()).toBe(3);
    await on.page.keyboard.press("ArrowDown");
    const active = await field(on.ana).getAttribute("aria-activedescendant");
    expect(await on.page.locator(`[id="${active}"]`).innerText()).toContain("share");
    await on.page.keyboard.press("Enter");
    await eventually(() => on.standIn.seen.at(-1)).toMatchObject({ type: "command", name: "checkin", args: "share" });
    await on.page.keyboard.type("/");
    await on.page.keyboard.press("Escape");
    expect(await options.count()).toBe(0);
  });

  test("files can be saved, pictures are shown", async () => {
    on = await stage(browser);
    await write(on.ana, "/export");
    await write(on.ana, "/journal");
    await tab(on.ana, "private").click();
    const [download] = await Promise.all([
      on.page.waitForEvent("download"),
      on.ana.getByRole("link", { name: "ampersand-ana.json" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("ampersand-ana.json");
    await on.ana.getByRole("img", { name: "month.svg" }).waitFor();
    await on.page.waitForFunction("document.querySelector('.message img').naturalWidth > 0");
  });

  test("the clock jumps to the next card, and the day is shown between the messages", async () => {
    on = await stage(browser);
    const next = await on.page.locator("#clock-next").innerText();
    await on.page.getByRole("button", { name: "Jump to the next card" }).click();
    await on.ana.getByText("What's on your heart today?").waitFor();
    expect(next).toContain(await on.page.locator("#clock-time").innerText());
    const date = await on.page.locator("#clock-date").innerText();
    await on.page.getByRole("button", { name: "+1 day" }).click();
    await eventually(() => on.page.locator("#clock-date").innerText()).not.toBe(date);
    await eventually(() => on.ana.locator(".messages:visible .day").count()).toBeGreaterThan(1);
    expect(on.standIn.moved).toBe(2);
  });

  test("starting over asks first", async () => {
    on = await stage(browser);
    await write(on.ana, "old words");
    await on.ben.getByText("old words").waitFor();
    await on.page.getByRole("button", { name: "Start over" }).click();
    await on.page.getByRole("button", { name: "Keep everything" }).click();
    expect(await on.ben.getByText("old words").count()).toBe(1);
    await on.page.getByRole("button", { name: "Start over" }).click();
    await on.page.getByRole("button", { name: "Erase and start over" }).click();
    await eventually(() => on.ben.getByText("old words").count()).toBe(0);
    await on.ben.getByText("Hello, you two.").waitFor();
  });

  test("what did not go out comes back into the field, before what was typed since", async () => {
    on = await stage(browser);
    let fail = () => {};
    const held = new Promise<void>((resolve) => {
      fail = resolve;
    });
    await on.page.route("**/api/say", async (route) => {
      await held;
      await route.abort();
    });
    await write(on.ana, "important");
    await field(on.ana).fill("and more");
    fail();
    await on.ana.getByRole("status").getByText("cannot be reached").waitFor();
    expect(await field(on.ana).inputValue()).toBe("important\nand more");
    // The browser says so too.
    expect(on.complaints.splice(0)).toEqual(["Failed to load resource: net::ERR_FAILED"]);
  });

  test("after a restart the window comes back by itself, with the same chats and the same time", async () => {
    on = await stage(browser);
    await bothJoin(on);
    const clock = on.page.locator("#clock-date");
    const today = await clock.innerText();
    await on.page.getByRole("button", { name: "+1 day" }).click();
    await eventually(() => clock.innerText()).not.toBe(today);
    const date = await clock.innerText();
    const { standIn } = await on.restart();
    await on.page.getByText("Reconnecting…").waitFor({ state: "hidden" });
    await standIn.send(
      { kind: "private", platform: "playground", userId: "ana" },
      { blocks: [{ type: "note", text: "Back again." }], buttons: [] },
    );
    await on.ana.getByText("Back again.").waitFor();
    expect(await on.ana.getByText("You are in.").count()).toBe(1);
    await eventually(() => clock.innerText()).toBe(date);
    expect(standIn.seen).toEqual([]);
    on.complaints.splice(0);
  });

  test("a second window shows the same, and keeps up", async () => {
    on = await stage(browser);
    await write(on.ana, "before");
    await on.ben.getByText("before").waitFor();
    const second = await on.open();
    expect(await second.getByText("before").count()).toBe(2);
    await write(on.ana, "after");
    await second.getByText("after").first().waitFor();
    await second.reload();
    await second.locator("body[data-ready]").waitFor();
    expect(await second.getByText("after").count()).toBe(2);
  });

  test("everything works from the keyboard alone", async () => {
    on = await stage(browser);
    const { keyboard } = on.page;
    const tabTo = async (wanted: string) => {
      const path: string[] = [];
      while (path.length < 40) {
        await keyboard.press("Tab");
        path.push(await on.page.evaluate<string>(FOCUSED));
        if (path.at(-1)?.startsWith(wanted)) return;
      }
      throw new Error(`Tab never reached ${wanted}: ${path.join(" → ")}`);
    };
    await tabTo("Start over");
    await tabTo("Jump to the next card");
    await tabTo("The two of you");
    await tabTo("Begin");
    await keyboard.press("Enter");
    await on.ana.getByRole("button", { name: "I'm in" }).waitFor();
    expect(await on.page.evaluate(FOCUSED)).toBe("Ana, private chat with Ampersand");
    await keyboard.press("Shift+Tab");
    await keyboard.press("Shift+Tab");
    await keyboard.press("Shift+Tab");
    await keyboard.press("Shift+Tab");
    expect(await on.page.evaluate(FOCUSED)).toBe("I'm in");
    await keyboard.press("Enter");
    await on.ana.getByText("You are in.").waitFor();
    // The tapped button is gone; the keyboard stays with its message.
    expect(await on.page.evaluate(FOCUSED)).toMatch(/^Ampersand, /);
    await tab(on.ana, "private").focus();
    await keyboard.press("ArrowLeft");
    expect(await tab(on.ana, "shared").getAttribute("aria-selected")).toBe("true");
    expect(await on.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    await field(on.ana).focus();
    await keyboard.type("one");
    await keyboard.press("Enter");
    await keyboard.type("two");
    await keyboard.press("Enter");
    await on.ana.locator(".own", { hasText: "two" }).waitFor();
    await on.ana.locator(".own article").last().focus();
    await keyboard.press("ArrowUp");
    expect(await on.page.evaluate("document.activeElement.innerText")).toContain("one");
    await tabTo("Edit this message");
    await keyboard.press("Enter");
    expect(await field(on.ana).inputValue()).toBe("one");
  });

  describe.each([
    { width: 1280, height: 800 },
    { width: 900, height: 760 },
    { width: 360, height: 740 },
  ])("at $width px", (viewport) => {
    test.each(["light", "dark"] as const)("is readable and well named in %s", async (colorScheme) => {
      on = await stage(browser);
      await bothJoin(on);
      await answer(on.ana, "That you called from the train just to hear how the interview went.");
      await answer(on.ben, `I keep thinking of Sunday. ${"verylongwordwithoutanybreak".repeat(4)}`);
      await write(on.ana, "/journal");
      await on.ana.getByText("Your month").waitFor();
      const view = await on.open({ viewport, colorScheme });
      expect(await on.check(view)).toEqual([]);
      expect(statSync(await on.screenshot(`shared-${viewport.width}-${colorScheme}`, view)).size).toBeGreaterThan(
        10_000,
      );
      await view.locator(".phone").first().getByRole("tab").last().click();
      await view.locator(".phone").first().getByRole("button", { name: "Commands" }).click();
      expect(await on.check(view)).toEqual([]);
      await on.screenshot(`private-${viewport.width}-${colorScheme}`, view);
    });
  });

  test("on a narrow screen one phone is in front, and the other's news show on its name", async () => {
    on = await stage(browser, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    expect(await on.ben.isVisible()).toBe(false);
    const toBen = on.page.getByRole("button", { name: /^Ben/ });
    await on.ana.getByRole("button", { name: "Begin" }).tap();
    await on.ana.getByRole("button", { name: "I'm in" }).tap();
    await tab(on.ana, "shared").tap();
    await write(on.ana, "Are you there?");
    await eventually(() => toBen.innerText()).toContain("new messages");
    await toBen.tap();
    expect(await on.ben.isVisible()).toBe(true);
    expect(await on.ana.isVisible()).toBe(false);
    expect(await toBen.innerText()).toBe("Ben");
    await on.ben.getByText("Are you there?").waitFor();
  });

  test("the checks themselves find planted faults", async () => {
    on = await stage(browser);
    await on.page.evaluate(`
      const bad = document.createElement("button");
      bad.id = "phones";
      document.querySelector("main").append(bad);
      document.querySelector(".now").style.color = "#ddd";
      document.querySelector("h1").style.minWidth = "2000px";
    `);
    const complaints = (await on.check()).join("\n");
    for (const fault of ["has no name", "id is not unique", "contrast", "inline code or style", "sideways"]) {
      expect(complaints).toContain(fault);
    }
  });
});

/** The name of what has the keyboard. */
const FOCUSED = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText.trim()";
