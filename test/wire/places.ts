/** Where two may be, over all adapters. */
import { apart, type Couple, inChannel, inGroup, inPlayground } from "./couples.ts";
import type { Where } from "./somebody.ts";
import type { Wire, WireOptions } from "./wire.ts";

export interface Place {
  readonly name: string;
  readonly platforms: NonNullable<WireOptions["platforms"]>;
  readonly meet: (wire: Wire) => Promise<Couple>;
  /** Where both read what is for both. */
  readonly where: Where;
}

export const PLACES: readonly Place[] = [
  { name: "a group on Telegram", platforms: ["telegram"], meet: inGroup, where: "home" },
  { name: "a channel on Discord", platforms: ["discord"], meet: inChannel, where: "home" },
  {
    name: "one on Telegram, one on Discord",
    platforms: ["telegram", "discord"],
    meet: (wire) => apart(wire, "telegram", "discord"),
    where: "private",
  },
  { name: "the playground", platforms: ["playground"], meet: inPlayground, where: "home" },
];
