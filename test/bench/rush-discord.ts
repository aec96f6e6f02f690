/** 3: the same on Discord, with its limit over all requests and a bucket for each route and channel. */
import { type Effort, type Figure, steadily, wait } from "./figures.ts";
import { type DiscordCouple, onDiscord } from "./people.ts";
import { Program } from "./program.ts";
import { figuresOf, Tally } from "./rush.ts";
import { seedDatabase } from "./seed.ts";

const COUPLES = 20_000;
const SETTLE = 5_000;
/** Answers to interactions do not count against the limit over all requests. */
const FREE = /^\/(interactions|webhooks)\//;

/** Presses Answer under the card, fills the form in, and waits for the confirmation. */
async function answers(couple: DiscordCouple, who: "ana" | "ben"): Promise<number> {
  const card = couple.channel.messages.find((each) => each.buttons.some(({ label }) => label === "Answer"));
  if (!card) throw new Error("the card has no Answer");
  const modal = await couple[who].presses(card, "Answer").modal;
  const begun = performance.now();
  const values = { [modal.fields[0]?.customId ?? ""]: "Tired, and glad to be home." };
  await couple[who].submits(modal, values).reply;
  return performance.now() - begun;
}

export async function rushOnDiscord(effort: Effort): Promise<readonly Figure[]> {
  const { quick, full, folder, note } = effort;
  const { fake, couples, env } = await onDiscord(COUPLES);
  note(`${COUPLES} couples are there`);
  const dueAt = Math.floor(Date.now() / 60_000) * 60_000;
  await seedDatabase({ folder, platform: "discord", couples: COUPLES, live: couples, dueAt });
  const tally = new Tally();
  const byChannel = new Map(couples.map((couple) => [couple.chatId, couple]));
  const shown: DiscordCouple[] = [];
  fake.onRequest(({ method, path }) => {
    if (!FREE.test(path)) tally.add();
    const [, channel = ""] = (method === "POST" && /^\/channels\/(\d+)\/messages$/.exec(path)) || [];
    const couple = byChannel.get(channel);
    byChannel.delete(channel);
    if (couple) shown.push(couple);
  });
  const program = await Program.start(folder, env);
  const confirmations: number[] = [];
  let unanswered = 0;
  try {
    await wait(SETTLE);
    const from = performance.now();
    const seconds = full ? COUPLES / 46 : quick ? 20 : 100;
    note(`ready in ${Math.round(program.readyMs)} ms, measuring ${Math.round(seconds)} s`);
    await steadily(2, seconds * 2, (n) => {
      const couple = shown[Math.floor(n / 2)];
      if (!couple) return;
      unanswered += 1;
      answers(couple, n % 2 === 0 ? "ana" : "ben").then(
        (took) => {
          unanswered -= 1;
          confirmations.push(took);
        },
        (error: unknown) => note(`an answer was not confirmed: ${String(error).split("\n")[0]}`),
      );
    });
    const to = performance.now();
    await wait(2_000);
    const refused = fake.requests.filter((each) => each.status === 429).length;
    const rush = { rate: tally.rate(from, to), slowest: tally.slowest(from, to), seconds: (to - from) / 1000 };
    const outcome = { refused, confirmations, unanswered };
    return figuresOf({ platform: "Discord", unit: "requests", least: 47, limit: 50, ...rush, ...outcome });
  } finally {
    await program.stop();
    await fake.stop();
  }
}
