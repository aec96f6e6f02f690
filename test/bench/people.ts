/** Couples on the fake platforms, who know the bot already. */
import { type ChannelHandle, type FakeDiscord, type Person, startFakeDiscord } from "../fakes/discord/index.ts";
import { type FakeGroup, type FakePerson, type FakeTelegram, startFakeTelegram } from "../fakes/telegram/index.ts";
import type { Live } from "./seed.ts";

export const TELEGRAM_TOKEN = "4242:bench-token";

export interface TelegramCouple extends Live {
  readonly ana: FakePerson;
  readonly ben: FakePerson;
  readonly group: FakeGroup;
}

export interface OnTelegram {
  readonly fake: FakeTelegram;
  readonly couples: readonly TelegramCouple[];
  readonly env: NodeJS.ProcessEnv;
}

/** `spread`: how far apart they lie in the tables. */
export async function onTelegram(
  count: number,
  options: { readonly spread?: number; readonly open?: boolean; readonly limits?: boolean } = {},
): Promise<OnTelegram> {
  const fake = await startFakeTelegram({ token: TELEGRAM_TOKEN });
  const couples = Array.from({ length: count }, (_, n): TelegramCouple => {
    const [ana, ben] = [fake.user({ first_name: "Ana" }), fake.user({ first_name: "Ben" })];
    const group = fake.group({ title: "Home", members: [ana, ben] });
    group.addBot(ana);
    ana.start();
    ben.start();
    const base = { index: n * (options.spread ?? 1), chatId: String(group.id), a: String(ana.id), b: String(ben.id) };
    return { ...base, open: options.open ?? false, ana, ben, group };
  });
  // What they have done so far the bot has seen long ago.
  await fetch(`${fake.apiRoot}bot${TELEGRAM_TOKEN}/deleteWebhook`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ drop_pending_updates: true }),
  });
  fake.limits.enabled = options.limits ?? false;
  return { fake, couples, env: { TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN, TELEGRAM_API_ROOT: fake.apiRoot } };
}

export interface DiscordCouple extends Live {
  readonly ana: Person;
  readonly ben: Person;
  readonly channel: ChannelHandle;
}

export interface OnDiscord {
  readonly fake: FakeDiscord;
  readonly couples: readonly DiscordCouple[];
  readonly env: NodeJS.ProcessEnv;
}

export async function onDiscord(count: number): Promise<OnDiscord> {
  const fake = await startFakeDiscord({ botName: "Ampersand" });
  const couples = Array.from({ length: count }, (_, index): DiscordCouple => {
    const [ana, ben] = [fake.user({ username: `ana${index}` }), fake.user({ username: `ben${index}` })];
    const channel = fake.guild({ owner: ana, members: [ben] }).channel({ privateTo: [ana, ben] });
    return { index, chatId: channel.id, a: ana.id, b: ben.id, ana, ben, channel };
  });
  fake.rateLimits.enabled = true;
  return { fake, couples, env: { DISCORD_BOT_TOKEN: fake.token, DISCORD_API_ROOT: `${fake.url}/api` } };
}
