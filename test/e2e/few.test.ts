/** Whoever runs a bot of few couples may be one of the two: nothing there lets them count what the other writes. */
import { afterEach, expect, test } from "vitest";
import { startFakeTelegram } from "../fakes/telegram/index.ts";
import { cli, onTelegram } from "./marked.ts";
import { Premises } from "./program.ts";

const TOKEN = "4242:few-test";
let premises: Premises;
afterEach(() => premises.end());

/** What an operator sees of an evening in which Ben sends `count` messages. */
async function evening(count: number) {
  premises = new Premises();
  const tg = await startFakeTelegram({ token: TOKEN });
  const program = premises.start({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: tg.apiRoot, LOG_LEVEL: "info" });
  await program.says(/"msg":"ready"/);
  const url = await program.url();
  const { ana, ben, home } = await onTelegram(tg);
  await ana.taps(await home.waitForMessage(/Open the first card|one card a day/), /Open the first card/);
  const card = await home.waitForMessage((message) => message.labels.includes("Answer"));
  await ben.taps(card, "Answer");
  await ben.chat.waitForMessage(/next message is sealed/);
  for (let n = 0; n < count; n++) ben.sends(`Words no. ${n}`);
  if (count > 0) await ben.chat.waitForMessage(/^Sealed/);
  await tg.settled();
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const ready = await (await fetch(`${url}/readyz`)).text();
  const outbox = cli(premises.folder, "outbox", "list");
  const log = program.err
    .trim()
    .split("\n")
    .map((line) => ({ ...(JSON.parse(line) as object), time: 0, address: "" }));
  await program.stop();
  await tg.stop();
  await premises.end();
  return { metrics, ready, outbox, log };
}

test("metrics, outbox and the log at info are the same, whether the other has written three messages or none", async () => {
  const [none, three] = [await evening(0), await evening(3)];
  expect(three).toEqual(none);
  expect(none.metrics).toMatch(/^ampersand_up 1$/m);
  expect(none.metrics).toMatch(/^ampersand_stuck 0$/m);
  expect(none.metrics).not.toMatch(/_total|_bucket|_rows|process_/);
}, 60_000);
