/** How two people come together on the wire, in each of the three ways. */
import type { ChannelHandle, GuildHandle } from "../fakes/discord/index.ts";
import type { FakeGroup } from "../fakes/telegram/index.ts";
import { OnDiscord } from "./on-discord.ts";
import { OnPlayground } from "./on-playground.ts";
import { OnTelegram } from "./on-telegram.ts";
import { read, type Somebody } from "./somebody.ts";
import type { Wire } from "./wire.ts";

export type Platform = "telegram" | "discord";

export interface Couple<P extends Somebody = Somebody> {
  readonly ana: P;
  readonly ben: P;
}

export function person(wire: Wire, platform: "telegram", name: string): OnTelegram;
export function person(wire: Wire, platform: "discord", name: string): OnDiscord;
export function person(wire: Wire, platform: Platform, name: string): OnTelegram | OnDiscord;
export function person(wire: Wire, platform: Platform, name: string): OnTelegram | OnDiscord {
  if (platform === "telegram")
    return new OnTelegram(wire, wire.telegram.user({ first_name: name, language_code: "de" }));
  return new OnDiscord(wire, wire.discord.user({ username: name.toLowerCase(), global_name: name, locale: "de" }));
}

async function joins(wire: Wire, who: Somebody): Promise<void> {
  await who.taps(wire.t("button.join"), "home");
  await who.taps(wire.t("button.im-in"));
}

type Names = readonly [string, string];
const NAMES: Names = ["Ana", "Ben"];

export async function inGroup(
  wire: Wire,
  [first, second]: Names = NAMES,
): Promise<Couple<OnTelegram> & { readonly home: FakeGroup }> {
  const [ana, ben] = [person(wire, "telegram", first), person(wire, "telegram", second)];
  const home = wire.telegram.group({ title: "Home", members: [ana.person, ben.person] });
  ana.home = home;
  ben.home = home;
  home.addBot(ana.person);
  await wire.calm();
  await joins(wire, ana);
  await joins(wire, ben);
  return { ana, ben, home };
}

export interface InChannel extends Couple<OnDiscord> {
  readonly home: ChannelHandle;
  readonly guild: GuildHandle;
}

export async function inChannel(wire: Wire, [first, second]: Names = NAMES): Promise<InChannel> {
  const [ana, ben] = [person(wire, "discord", first), person(wire, "discord", second)];
  const guild = wire.discord.guild({ owner: ana.person, members: [ben.person] });
  const home = guild.channel({ privateTo: [ana.person, ben.person] });
  ana.home = home;
  ben.home = home;
  await ana.types("/pair", "home");
  await joins(wire, ana);
  await joins(wire, ben);
  return { ana, ben, home, guild };
}

/** The two of the page; the bot is there already. */
export async function inPlayground(wire: Wire): Promise<Couple> {
  const [ana, ben] = [new OnPlayground(wire, "Ana"), new OnPlayground(wire, "Ben")];
  await wire.calm();
  await joins(wire, ana);
  await joins(wire, ben);
  return { ana, ben };
}

/** A couple in their shared place on a platform. */
export function together(wire: Wire, platform: Platform, names: Names = NAMES): Promise<Couple> {
  return platform === "telegram" ? inGroup(wire, names) : inChannel(wire, names);
}

/** The code of the invite that this person has. */
export function codeOf(inviter: Somebody): string {
  const code = [...read(inviter).matchAll(/\b([A-Z0-9]{5}-[A-Z0-9]{5})\b/g)].at(-1)?.[1];
  if (code === undefined) throw new Error(`no code in\n${read(inviter)}`);
  return code;
}

/** Without a shared place, and across platforms: the code is read aloud. */
async function byCode(wire: Wire, inviter: Somebody, guest: Somebody): Promise<void> {
  await inviter.types("/pair");
  await inviter.taps(wire.t("button.im-in"));
  await guest.types(`/pair ${codeOf(inviter)}`);
  await guest.taps(wire.t("button.im-in"));
  await inviter.taps(wire.t("button.confirm-yes"));
}

/** Two people of any platforms, coupled by an invite, each in the private chat. */
export async function apart(wire: Wire, first: Platform, second: Platform): Promise<Couple> {
  const [ana, ben] = [person(wire, first, "Ana"), person(wire, second, "Ben")];
  // A direct chat needs a server in common.
  const here = [ana, ben].filter((each) => each instanceof OnDiscord).map((each) => each.person);
  const [owner, ...members] = here;
  if (owner) wire.discord.guild({ owner, members });
  await byCode(wire, ana, ben);
  return { ana, ben };
}
