/** 2: the evening rush. The server enforces its published rates and refuses what goes over them. */
import { type Effort, type Figure, steadily, wait } from "./figures.ts";
import { onTelegram, type TelegramCouple } from "./people.ts";
import { Program } from "./program.ts";
import { figuresOf, Tally } from "./rush.ts";
import { seedDatabase } from "./seed.ts";

const COUPLES = 20_000;
const SETTLE = 5_000;
/** What counts against the platform's rate. */
const COUNTED = /^(send|edit)/;

export async function rushOnTelegram(effort: Effort): Promise<readonly Figure[]> {
  const { quick, full, folder, note } = effort;
  const { fake, couples, env } = await onTelegram(COUPLES, { limits: true });
  note(`${COUPLES} couples are there`);
  const dueAt = Math.floor(Date.now() / 60_000) * 60_000;
  await seedDatabase({ folder, platform: "telegram", couples: COUPLES, live: couples, dueAt });
  const tally = new Tally();
  const byChat = new Map(couples.map((couple) => [couple.group.id, couple]));
  const shown: TelegramCouple[] = [];
  const since = new Map<number, number>();
  const confirmations: number[] = [];
  fake.onRequest(({ method, params }) => {
    if (!COUNTED.test(method)) return;
    tally.add();
    const chat = Number(params.chat_id);
    const couple = byChat.get(chat);
    byChat.delete(chat);
    if (couple) shown.push(couple);
    const begun = since.get(chat);
    since.delete(chat);
    if (begun !== undefined) confirmations.push(performance.now() - begun);
  });
  const program = await Program.start(folder, env);
  try {
    await wait(SETTLE);
    const from = performance.now();
    const seconds = full ? COUPLES / 28 : quick ? 20 : 100;
    note(`ready in ${Math.round(program.readyMs)} ms, measuring ${Math.round(seconds)} s`);
    await steadily(2, seconds * 2, (n) => {
      // Ana and, a little later, Ben of couples whose card has come a while ago.
      const couple = shown[Math.floor(n / 2)];
      const person = n % 2 === 0 ? couple?.ana : couple?.ben;
      if (!person) return;
      since.set(person.id, performance.now());
      person.sends("Tired, and glad to be home.");
    });
    const to = performance.now();
    await wait(2_000);
    const rush = { rate: tally.rate(from, to), slowest: tally.slowest(from, to), seconds: (to - from) / 1000 };
    const refused = fake.limits.exceeded;
    const outcome = { refused, confirmations, unanswered: since.size };
    return figuresOf({ platform: "Telegram", unit: "sends", least: 28.5, limit: 30, ...rush, ...outcome });
  } finally {
    await program.stop();
    await fake.stop();
  }
}
