/** Leaving and coming together again: many moves in a row, of which chance alone would not find the order. */
import type { Dice, Move, Setting } from "./moves.ts";
import type { World } from "./world.ts";

/** A move that depends on what is seen by then; null: there is nothing of the kind. */
export type Later = (world: World) => Move | null;

const types =
  (text: string): Later =>
  () => ({ do: "command", text, shared: false });
const benTaps =
  (label: string): Later =>
  () => ({ do: "ben-taps", label });

/** The newest button whose label is like this, in the private chat or the shared one. */
function taps(like: RegExp): Later {
  return ({ seen }) => {
    const known = seen.known.findLast(({ label }) => like.test(label));
    return known ? { do: "tap", label: known.label, back: 0, shared: known.chat.kind === "shared" } : null;
  };
}

function benTypesCode({ ana }: World): Move | null {
  const code = [...ana.transcript().matchAll(/The code is ([A-Z0-9-]+)/g)].at(-1)?.[1];
  return code === undefined ? null : { do: "ben-types", text: `/pair ${code}` };
}

const TOGETHER = [taps(/^Join in private$/), taps(/^I’m in$/), benTaps("Join in private"), benTaps("I’m in")];
const APART = [types("/pair"), taps(/^I’m in$/), benTypesCode, benTaps("I’m in"), taps(/^Yes, that’s my partner$/)];

/** Ana leaves, with or without Ben, and they meet again; then a card is opened. */
export function leaving(random: Dice, { where }: Setting, kind: string): Later[] {
  const ben: Later[] = [
    () => ({ do: "ben-types", text: "/forget" }),
    benTaps("Leave quietly"),
    benTaps("erase everything"),
  ];
  return [
    ...[types("/forget"), taps(/^Leave quietly/), taps(/erase everything/)],
    ...(random.chance(0.6) ? ben : []),
    ...(where === "together" || where === "forms" ? TOGETHER : APART),
    types(`/checkin ${kind}`),
  ];
}
