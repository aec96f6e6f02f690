/** How Ana goes about it: not blindly, but as somebody would who wants to know whether Ben has answered. */
import { HOUR } from "../../../src/domain/ids.ts";
import type { Chooser, Choosing } from "../adversary.ts";
import { type Later, leaving } from "./leaving.ts";
import { DEEDS, type Deed, type Dice, type Move, type SETTINGS, type Setting } from "./moves.ts";
import { AROUND, CHANGES, KINDS, LEAVES, LOOKS, REST, VERBS, WAITS } from "./tries.ts";
import type { World } from "./world.ts";

type What =
  | "ben"
  | "seal"
  | "hold"
  | "release"
  | "time"
  | "look"
  | "press"
  | "back"
  | "link"
  | "say"
  | "change"
  | "second"
  | "leave"
  | "restart";

/** What is likely to come next, whatever was before; and after what it is likelier. */
const USUAL: Readonly<Record<What, number>> = {
  ...{ ben: 4, seal: 5, hold: 3, release: 1, time: 6, look: 6, press: 6, back: 3, link: 2, say: 2, change: 2 },
  ...{ second: 0.7, leave: 0.3, restart: 0.3 },
};
const AFTER: Readonly<Partial<Record<What, Partial<Record<What, number>>>>> = {
  ben: { seal: 8, hold: 5, time: 8, look: 8 },
  seal: { ben: 8, hold: 10, time: 8 },
  hold: { time: 16, seal: 8, ben: 8 },
  time: { look: 14, press: 10, back: 6, time: 3 },
  look: { back: 6 },
  change: { ben: 8, time: 8 },
};

function secret(random: Dice, kind: string): Move {
  const usual: Partial<Record<Deed, number>> = { answer: 8, pass: 2, begin: 2, back: 2, change: 1, more: 1, edit: 1 };
  const deeds = kind === "signal" ? { tick: 8, back: 2, pass: 1 } : usual;
  const x = random.weighted<Deed>(deeds);
  const y = random.chance(0.7) ? "none" : random.of(DEEDS.filter((deed) => deed !== x));
  return random.chance(0.85) ? { do: "ben", x, y } : { do: "ben", x: y, y: x };
}

/** Hours that leave hers and Ben's (22:30–07:30) hardly a moment in common, or none. */
const NEVER_TOGETHER = ["07:00-23:00", "07:30-22:30", "06:00-22:00", "08:00-22:45", "10:00-09:57"];

function hold(random: Dice, { where }: Setting, focus: Focus): Move {
  const how =
    focus.hold ?? random.weighted({ quiet: 5, never: 4, pause: 3, days: 2, long: 2, block: 1, bot: 1, third: 1 });
  if (how === "never") return { do: "command", text: `/settings quiet ${random.of(NEVER_TOGETHER)}`, shared: false };
  if (how === "quiet")
    return { do: "quiet", from: random.of([0, 0, 0, 1, 2, 30]), minutes: random.of([3, 3, 3, 20, 180]) };
  if (how === "long") return { do: "quiet", from: random.of([0, 60, 240]), minutes: random.of([600, 1000, 1300]) };
  if (how === "pause") return { do: "command", text: "/pause", shared: random.chance(0.2) };
  if (how === "days") return { do: "command", text: `/pause ${random.of([1, 2, 8, 30])}`, shared: false };
  if (how === "block" || (where !== "together" && where !== "forms")) return { do: "block", on: true };
  return how === "bot" ? { do: "bot", there: false } : { do: "third", joins: true };
}

function release(random: Dice): Move {
  return random.of<Move>([
    { do: "command", text: "/resume", shared: false },
    { do: "command", text: "/settings quiet off", shared: false },
    { do: "block", on: false },
    { do: "bot", there: true },
    { do: "third", joins: false },
  ]);
}

function time(random: Dice, isQuiet = false): Move {
  const what = random.weighted({ wait: 4, window: 6, quiet: isQuiet ? 6 : 2, pause: 1 });
  return what === "wait" ? { do: "wait", ms: random.of(WAITS) } : { do: "until", what, off: random.of(AROUND) };
}

/** A button that she was ever shown: rather a new one, any of them sometimes. */
function press(random: Dice, world: World, like = /./): Move | null {
  const all = world.seen.known.filter(({ label }) => like.test(label));
  const some = random.chance(0.6) ? all.slice(-6) : all;
  if (some.length === 0) return null;
  const { label, chat } = random.of(some);
  const same = all.filter((one) => one.label === label && one.chat.kind === chat.kind).length;
  const back = random.chance(0.7) ? 0 : random.below(same);
  return { do: "tap", label, back, shared: chat.kind === "shared" };
}

function second(random: Dice, world: World): Move {
  const code = /The code is ([A-Z0-9-]+)/.exec(world.ana.transcript())?.[1] ?? "ABCDE-FGHJK";
  const text = random.of(["/start", "/answer", "/checkin", `/pair ${code}`, "/pair", "/rituals", "Hello", "/export"]);
  return random.chance(0.6)
    ? { do: "second", text }
    : { do: "second-link", verb: random.of(VERBS), back: random.below(6) };
}

function change(random: Dice, { tell }: Setting): Move {
  const text = tell && random.chance(0.5) ? "/settings tell off" : random.of(CHANGES);
  return { do: "command", text, shared: random.chance(0.1) };
}

function link(random: Dice): Move {
  const verb = random.of(VERBS);
  return { do: "link", verb, back: random.below(8), rest: random.of(REST[verb] ?? [""]) };
}

function say(random: Dice): Move {
  const how = random.weighted({ say: 3, reply: 3, edit: 2 });
  const words = `Words ${random.below(1000)}`;
  if (how === "say") return { do: "say", words };
  return how === "reply" ? { do: "reply", back: random.below(5), words } : { do: "edit", back: random.below(3), words };
}

interface So {
  readonly focus: Focus;
  /** She has set quiet hours. */
  readonly isQuiet: boolean;
  /** What is to be done next, one after the other. */
  readonly queue: Later[];
}

function isQuietHours(move: Move): boolean {
  return move.do === "quiet" || (move.do === "command" && move.text.startsWith("/settings quiet"));
}

function next(random: Dice, what: What, world: World, kind: string, setting: Setting, so: So): Move | null {
  const shared = random.chance(0.25);
  switch (what) {
    case "ben":
      return secret(random, kind);
    case "seal":
      return { do: "seal", option: random.below(3) };
    case "hold":
      return hold(random, setting, so.focus);
    case "release":
      return release(random);
    case "time":
      return time(random, so.isQuiet);
    case "look":
      return { do: "command", text: random.chance(0.2) ? `/checkin ${kind}` : random.of(LOOKS), shared };
    case "press":
      return press(random, world);
    case "back":
      return press(random, world, /^Take back/);
    case "link":
      return link(random);
    case "say":
      return say(random);
    case "change":
      return change(random, setting);
    case "second":
      return second(random, world);
    case "leave":
      so.queue.push(...leaving(random, setting, kind));
      return { do: "command", text: random.of(LEAVES), shared: false };
    case "restart":
      return { do: "restart" };
  }
}

/**
 * The order of an attack: nothing may be shown too early, so it is held back before the second of the two
 * answers; a moment is waited for; what is to be seen then is looked at; and one's own answer is taken back.
 */
function attack(random: Dice, { tell }: Setting, kind: string): What[] {
  // In a pause nothing can be opened alone any more.
  const first = kind === "signal" && random.chance(0.6);
  const seals: What[] = !first && random.chance(0.5) ? ["seal", "ben"] : ["ben", "seal"];
  const held: What[] =
    !first && random.chance(0.5) ? ["hold", ...seals] : [seals[0] ?? "seal", "hold", seals[1] ?? "ben"];
  // What is told of one answer is not told of two.
  if (tell && random.chance(0.5))
    return noisy(random, ["hold", "ben", "change", "time", ...random.of<What[]>([["look"], ["time", "look"]])]);
  const plan = random.chance(0.4) ? [...held.slice(0, 2), "time" as const, ...held.slice(2)] : held;
  const looks: What[] = ["look", "look", "press", "back", "link", "say"];
  for (let round = 0; round < 1 + random.below(3); round++) {
    plan.push(random.of<What>(["time", "time", "time", "change", "release", "ben"]));
    for (let n = 0; n < 1 + random.below(2); n++) plan.push(random.of(looks));
    if (random.chance(0.3)) plan.push("back");
  }
  return noisy(random, plan);
}

/** Some of it left out, and something else between. */
function noisy(random: Dice, plan: readonly What[]): What[] {
  const noise: What[] = ["change", "change", "look", "press", "second", "leave", "restart", "ben", "time"];
  return plan.flatMap((what) => {
    if (random.chance(0.06)) return [];
    return random.chance(0.12) ? [random.of(noise), what] : [what];
  });
}

function freely(random: Dice, last: What, moves: number): What {
  return moves < 4 && random.chance(0.3) ? "ben" : random.weighted({ ...USUAL, ...AFTER[last] });
}

/** What is done once both have answered: is what is owed to Ben still shown to him? */
function afterwards(random: Dice, world: World): Move {
  const what = random.weighted({ half: 5, yes: 5, time: 5, release: 1, hold: 1 });
  if (what === "half") return press(random, world, /^Take back my half$/) ?? time(random);
  if (what === "yes") return press(random, world, /^Blank my half$/) ?? time(random);
  if (what === "hold") return { do: "quiet", from: 0, minutes: random.of([3, 600]) };
  return what === "release"
    ? release(random)
    : random.chance(0.5)
      ? { do: "until", what: "quiet", off: 0 }
      : time(random);
}

function opening(random: Dice, kind: string, { daily }: Setting): Move {
  if (daily && kind === "heart" && random.chance(0.5)) return { do: "wait", ms: 9 * HOUR };
  return { do: "command", text: `/checkin ${kind}`, shared: random.chance(0.5) };
}

function nextOf(queue: Later[], world: World): Move | null {
  for (let later = queue.shift(); later; later = queue.shift()) {
    const move = later(world);
    if (move) return move;
  }
  return null;
}

/** The moves after the reveal. */
const LATER = 7;

/** What a search looks at; anything unless given. */
export interface Focus {
  readonly kind?: keyof typeof KINDS;
  readonly tell?: boolean;
  readonly where?: Setting["where"];
  readonly hold?: "never" | "quiet" | "pause";
}

/** A life of an attacker, from a seed. */
export const attackerOn =
  (focus: Focus): Choosing =>
  (random) => {
    const setting: Setting = {
      where:
        focus.where ??
        random.weighted({ together: 5, forms: 1, apart: 2, across: 1, "across-forms": 1 } satisfies Record<
          (typeof SETTINGS)[number],
          number
        >),
      tell: focus.tell ?? random.chance(0.2),
      daily: random.chance(0.35),
    };
    const kind = focus.kind ?? random.weighted(KINDS);
    const length = 5 + random.below(12);
    const plan = random.chance(0.65) ? attack(random, setting, kind) : null;
    let last: What = "look";
    let later = 0;
    const queue: Later[] = [];
    const choose: Chooser = (world, { moves, revealed }) => {
      if (revealed) return later++ < LATER ? afterwards(random, world) : null;
      const queued = nextOf(queue, world);
      if (queued) return queued;
      if (plan ? plan.length === 0 : moves.length >= length) return null;
      if (moves.length === 0)
        return kind === "jar"
          ? { do: "command", text: "/jar What is new?", shared: false }
          : opening(random, kind, setting);
      if (moves.length === 1 && kind === "jar") return opening(random, kind, setting);
      for (;;) {
        const what = plan ? plan.shift() : freely(random, last, moves.length);
        if (what === undefined) return null;
        const move = next(random, what, world, kind, setting, { focus, isQuiet: moves.some(isQuietHours), queue });
        if (move === null) continue;
        last = what;
        return move;
      }
    };
    return { setting, choose };
  };

export const attacker = attackerOn({});
