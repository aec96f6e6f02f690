/**
 * The gate, by the adversary's two worlds: whatever Ana sends to Ben and however she looks afterwards, nothing tells
 * her whether he is asleep, or whether he has a pause beside her own. For longer:
 *
 * GATE_RUNS=2000 GATE_SEED=1 npx vitest run test/model/gate.test.ts
 */
import { afterAll, expect, test } from "vitest";
import { HOUR, MINUTE } from "../../src/domain/ids.ts";
import { type Deed, type Dice, type Move, OWN_TIME, SETTINGS, type Setting, written } from "./adversary/moves.ts";
import { forgetSettings } from "./adversary/settings.ts";
import { type Choosing, live, search, shorter } from "./adversary.ts";

const { GATE_RUNS, GATE_SEED } = process.env;
const RUNS = Number(GATE_RUNS ?? 60);
const SEED = Number(GATE_SEED ?? 20_260_311);
const LONG = { timeout: 3_600_000 };

afterAll(forgetSettings);

const command = (text: string, shared = false): Move => ({ do: "command", text, shared });
const tap = (label: string, back = 0): Move => ({ do: "tap", label, back, shared: false });
const say = (words: string): Move => ({ do: "say", words });

/** Each is what somebody does to send something, or to find out what became of it. */
const DEALS: readonly (readonly Move[])[] = [
  [command("/letter"), say("About the heron"), tap("Send it now")],
  [command("/letter"), tap("Write a new one"), say("About the otter"), tap("Send it now")],
  [command("/letter"), say("About the reed"), tap("Tomorrow morning")],
  [command("/letter"), say("For a day"), command("/letter 20 March")],
  [tap("Withdraw it"), tap("Yes, delete it")],
  [tap("Another time"), tap("In a week")],
  [command("/support"), tap("I am overwhelmed"), tap("Send it")],
  [command("/support tea in the morning"), command("/support"), tap("Share all lines")],
  [tap("Send it")],
  [command("/rituals add checkin sun 19:00")],
  [command("/rituals add share sun 18:00"), command("/rituals add share sun 17:00")],
  [command("/rituals rest heart"), command("/rituals wake heart")],
  [command("/settings cards each"), command("/settings cards shared")],
  [command("/settings timezone Lisbon"), tap("Move our rituals too")],
  [command("/jar What about the heron?")],
  [command("/guide"), tap("Ten questions")],
];
const LOOKS = [
  "/letter",
  "/support",
  "/rituals",
  "/settings",
  "/export",
  "/answer",
  "/help",
  "/grow",
  "/repair",
  "/jar",
];

function wait(random: Dice): Move {
  return { do: "wait", ms: random.of([MINUTE, 9 * MINUTE, 11 * MINUTE, HOUR, 5 * HOUR, 26 * HOUR]) };
}

/** Begins with what differs, then deals, looks and waits. */
function choosing(
  begin: (random: Dice) => readonly Move[],
  where: readonly Setting["where"][],
  more: readonly string[],
) {
  return (random: Dice): ReturnType<Choosing> => {
    const setting: Setting = { where: random.of(where), tell: false, daily: false };
    const moves = [...begin(random)];
    while (moves.length < 40) {
      const next = random.weighted({ deal: 6, look: 4, wait: 3 });
      if (next === "deal") moves.push(...random.of(DEALS));
      else if (next === "look") moves.push(command(random.of([...LOOKS, ...more])));
      else moves.push(wait(random));
    }
    return { setting, choose: (_world, so) => moves[so.moves.length] ?? null };
  };
}

const secret = (x: Deed): Move => ({ do: "ben", x, y: "none" });

/** Both have a pause, or Ana alone. Hers lasts longer than the history. */
const pauses = choosing(
  (random) => {
    const his = secret(random.of(OWN_TIME.filter((deed) => deed.startsWith("pause"))));
    const hers = command(random.of(["/pause", "/pause 300"]));
    return random.chance(0.5) ? [hers, his] : [hers, ...random.of(DEALS), wait(random), his];
  },
  SETTINGS,
  ["/pause", "/pause 300", "/checkin", "/checkin another", "/pulse"],
);

/** Where nothing is posted for both, his quiet hours are his own. */
const nights = choosing(
  (random) => [secret(random.of(["asleep", "awake"])), wait(random)],
  SETTINGS.filter((where) => where !== "together" && where !== "forms"),
  ["/pulse"],
);

async function findsNothing(of: Choosing): Promise<void> {
  const found = await search(RUNS, SEED, of);
  if (!found) return;
  throw new Error(`GATE_SEED=${found.seed}\n${written(await shorter(found))}\n${found.leak.what}`);
}

test("nothing tells whether the other has a pause too", LONG, () => findsNothing(pauses));

test("nothing tells whether the other is asleep", LONG, () => findsNothing(nights));

test("a pause of the other alone is seen, as it should be: the comparison can fail", async () => {
  const setting: Setting = { where: "apart", tell: false, daily: false };
  const moves = [secret("pause"), command("/settings")];
  const { leak } = await live(setting, (_world, so) => moves[so.moves.length] ?? null);
  expect(leak?.what).toMatch(/Cards are paused/);
});
