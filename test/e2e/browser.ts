/** A real Chromium for the tests of the page, if this machine has one. */
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { startWeb, type Web } from "../../src/web/server.ts";
import { quietLog, type Running, runPlayground } from "./fakes.ts";

const PATHS = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export const chromiumPath = PATHS.find((path) => path !== undefined && existsSync(path)) ?? null;

const CHECKS = readFileSync(join(import.meta.dirname, "page-checks.js"), "utf8");
const SHOTS = mkdtempSync(join(tmpdir(), "ampersand-pages-"));

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? "", args: FLAGS.split(" ") });
}

/** A playground of its own behind the real web server, and one window on it. */
export interface Stage extends Running {
  readonly page: Page;
  readonly ana: Locator;
  readonly ben: Locator;
  /** What the browser complained about: scripts, the content security policy, missing files. */
  readonly complaints: string[];
  open(options?: BrowserContextOptions): Promise<Page>;
  /** Ends the program and starts it again, on the same transcript and port. */
  restart(): Promise<Running>;
  /** Complaints of the checks inside the page. */
  check(page?: Page): Promise<string[]>;
  screenshot(name: string, page?: Page): Promise<string>;
  close(): Promise<void>;
}

export async function stage(browser: Browser, options: BrowserContextOptions = {}): Promise<Stage> {
  const first = await runPlayground();
  let running = first;
  let web = await serve(running, 0);
  const complaints: string[] = [];
  const contexts: { close(): Promise<void> }[] = [];
  async function open(more: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
      ...more,
    });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (line) => ["error", "warning"].includes(line.type()) && complaints.push(line.text()));
    await page.goto(web.url);
    await page.locator("body[data-ready]").waitFor();
    return page;
  }
  const page = await open(options);
  return {
    ...first,
    page,
    ana: page.getByRole("region", { name: "Ana's phone" }),
    ben: page.getByRole("region", { name: "Ben's phone" }),
    complaints,
    open,
    check: (one = page) => one.evaluate<string[]>(CHECKS),
    async screenshot(name, one = page) {
      const path = join(SHOTS, `${name}.png`);
      await one.screenshot({ path, caret: "initial" });
      return path;
    },
    async restart() {
      const port = Number(new URL(web.url).port);
      await running.bot.stop();
      await web.stop();
      running = await runPlayground(first.transcript);
      web = await serve(running, port);
      return running;
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
      await running.bot.stop();
      await web.stop();
    },
  };
}

function serve({ bot }: Running, port: number): Promise<Web> {
  return startWeb({
    host: "127.0.0.1",
    port,
    log: quietLog,
    health: { live: () => true, down: async () => [] },
    metrics: async () => "",
    mounts: [bot.routes],
  });
}

export function tab(phone: Locator, which: "shared" | "private"): Locator {
  return phone.getByRole("tab", { name: which === "shared" ? /The two of you/ : /& privately/ });
}

/** Where one types in the chat that is in front. */
export function field(phone: Locator): Locator {
  return phone.locator(".room:not([hidden]) textarea");
}

export async function write(phone: Locator, text: string): Promise<void> {
  await field(phone).fill(text);
  await field(phone).press("Enter");
}

/** From the welcome until both are in and the first card is there. */
export async function bothJoin({ ana, ben }: Stage): Promise<void> {
  for (const phone of [ana, ben]) {
    await phone.getByRole("button", { name: "Begin" }).click();
    await phone.getByRole("button", { name: "I'm in" }).click();
    await phone.getByText("You are in.").waitFor();
  }
}

/** Opens the card's private question from the shared chat and answers it. */
export async function answer(phone: Locator, words: string): Promise<void> {
  await tab(phone, "shared").click();
  await phone.getByRole("button", { name: "Answer privately" }).click();
  await phone.getByText("Write it here").waitFor();
  await write(phone, words);
  await phone.getByText("Sealed. You see both").waitFor();
}
