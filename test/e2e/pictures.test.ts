/** What a picture can do to the real program: nothing that the two would notice. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FakeGroup, FakePerson, FakeTelegram } from "../fakes/telegram/index.ts";
import { startFakeTelegram } from "../fakes/telegram/index.ts";
import { drawingProcesses, openFilesOf } from "../pictures/children.ts";
import { jpeg, png } from "../pictures/files.ts";
import { onTelegram } from "./marked.ts";
import { Premises, type Program } from "./program.ts";

const SLOW = { timeoutMs: 60_000 };
const PATIENCE = { timeout: 60_000, interval: 1 };

let premises: Premises;
let tg: FakeTelegram;
beforeEach(async () => {
  premises = new Premises();
  tg = await startFakeTelegram({ token: "4242:pictures-test" });
});
afterEach(async () => {
  await premises.end();
  await tg.stop();
  expect(tg.violations).toEqual([]);
});

async function start(): Promise<Program> {
  const program = premises.start({ TELEGRAM_BOT_TOKEN: tg.token, TELEGRAM_API_ROOT: tg.apiRoot, LOG_LEVEL: "info" });
  await program.says(/"msg":"ready"/);
  return program;
}

/** Sends these to the six questions of the board, as files, so that the platform does not make them smaller. */
async function answers(who: FakePerson, home: FakeGroup, files: Buffer[]): Promise<void> {
  await who.taps(await home.waitForMessage((message) => message.labels.includes("Answer"), SLOW), "Answer");
  for (let question = 1; question <= 6; question += 1) {
    const asked = await who.chat.waitForMessage(new RegExp(`${question} of 6`), SLOW);
    const content = files[question - 1];
    if (content) who.sendsFile("document", { content, mime: "image/png", caption: "the lake" });
    else await who.taps(asked, "Skip");
  }
  await who.chat.waitForMessage(/^Sealed/, SLOW);
}

async function opened() {
  const two = await onTelegram(tg);
  two.ana.sendsIn(two.home, "/checkin vision");
  return two;
}

/** What the group got, in order: words or files. */
function shown(home: FakeGroup): string[] {
  return home.fromBot.filter(({ deleted }) => !deleted).map(({ text }) => text);
}

/** Whether the bot still answers. */
async function lives(who: FakePerson): Promise<void> {
  who.sends("/help");
  await who.chat.waitForMessage(/How it works/, SLOW);
}

test("26,000 by 26,000 pixels in 82 KB: both get the reveal, the picture is sent on, and a restart changes nothing", async () => {
  const bomb = png(26_000, 26_000);
  expect(bomb.length).toBeLessThan(83_000);
  const first = await start();
  const { ana, ben, home } = await opened();
  await answers(ana, home, [bomb, jpeg(40, 30)]);
  await answers(ben, home, [png(40, 30)]);
  await home.waitForMessage(/And a word back/, SLOW);
  const sent = tg.requests.filter(({ method, outcome }) => /^send(Photo|Document)$/.test(method) && outcome === "ok");
  expect(sent.map(({ params }) => params.caption)).toEqual([
    expect.stringMatching(/^Ana .*· the board$/),
    expect.stringMatching(/^Ana .*· A place to feel at home$/),
    expect.stringMatching(/^Ben .*· the board$/),
  ]);
  // As a photo Telegram would refuse it.
  expect(sent[1]?.method).toBe("sendDocument");
  await lives(ana);
  expect(await first.stop()).toEqual({ code: 0, signal: null });
  const before = shown(home);
  const second = await start();
  await lives(ben);
  expect(shown(home)).toEqual(before);
  expect(await second.stop()).toEqual({ code: 0, signal: null });
}, 180_000);

/** Kills the program while it draws; the drawing process is stopped, so that the moment cannot be missed. */
async function diesDrawing(program: Program): Promise<void> {
  const id = await vi.waitUntil(() => drawingProcesses(program.pid)[0], PATIENCE);
  process.kill(id, "SIGSTOP");
  expect(openFilesOf(id).filter((path) => /ampersand\.db|\.env|master/.test(path))).toEqual([]);
  program.signal("SIGKILL");
  await program.ended();
  process.kill(id, "SIGKILL");
}

test("a program that died twice while drawing sends the answers without the board, and is not killed by it again", async () => {
  const first = await start();
  const { ana, ben, home } = await opened();
  await answers(ana, home, [png(40, 30)]);
  // The last answer leads to the drawing at once: it is watched for from before.
  const answered = answers(ben, home, [png(8, 5)]);
  await diesDrawing(first);
  await diesDrawing(await start());
  const third = await start();
  await home.waitForMessage(/And a word back/, SLOW);
  await answered;
  expect(shown(home).filter((text) => /· the board$/.test(text))).toHaveLength(1);
  expect(shown(home).filter((text) => /^Ana .*· A place to feel at home$/.test(text))).toHaveLength(1);
  await lives(ana);
  expect(await third.stop()).toEqual({ code: 0, signal: null });
}, 180_000);
