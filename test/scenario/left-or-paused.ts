/** One home in two worlds: in one Ana has paused, in the other she has left quietly. What Ben does is the same. */
import { ActingRandom } from "../model/adversary/same.ts";
import type { Actor } from "./actor.ts";
import { couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { textOf } from "./platform.ts";
import { openStage, openStageOfTwo, type Stage } from "./stage.ts";

export const SETTINGS = ["together", "apart", "forms"] as const;
export type Setting = (typeof SETTINGS)[number];
export const WAYS = ["paused", "left"] as const;
export type Way = (typeof WAYS)[number];

export interface World {
  readonly stage: Stage;
  readonly ana: Actor;
  readonly ben: Actor;
  /** Before every step of Ben's: chance then depends on the step alone, and cards and codes are the same in both worlds. */
  readonly next: () => void;
}

async function meet(setting: Setting): Promise<World> {
  const random = new ActingRandom();
  let steps = 0;
  const next = () => random.during(String(steps++));
  next();
  if (setting === "forms") {
    const stage = await openStageOfTwo({ random });
    return { stage, next, ...(await apart(stage, "forms", ["de", "en"])) };
  }
  const stage = await openStage({ random });
  const { ana, ben } = setting === "together" ? await couple(stage) : await apart(stage);
  return { stage, next, ana, ben };
}

/** Seals, a letter, a proposal and a question of each, and one card that was revealed. */
async function live({ stage, ana, ben }: World, setting: Setting): Promise<void> {
  if (setting === "together") {
    await firstCard({ ana, ben }, ana.shared());
    await answers(ana, "heron");
    await answers(ben, "otter");
    await stage.later(3_600_000);
    await ana.types("/checkin vision", ana.shared());
    await answers(ben, "an oak");
    await ana.types("/checkin evening", ana.shared());
    await answers(ana, "a beech");
  } else {
    await ana.types("/checkin");
    await ana.says("heron");
  }
  await ana.types("/jar Where shall we live?");
  await ana.types("/rituals add checkin sun 19:00");
  await ben.types("/support a cup of tea");
  await ben.types("/jar What do you dream of?");
  await ben.types("/rituals add share sun 18:00");
  await ben.types("/letter");
  await ben.says("a letter about grebes");
  await stage.later(3_600_000);
}

export async function begin(setting: Setting, way: Way): Promise<World> {
  const world = await meet(setting);
  await live(world, setting);
  if (way === "paused") await world.ana.types("/pause");
  else {
    await world.ana.types("/forget");
    await world.ana.taps("Leave quietly");
  }
  await world.stage.settle();
  world.next();
  return world;
}

/**
 * The difference that the dialog names: a half is missing where the message with both is drawn anew, which only Ben's
 * taking back his own half does.
 */
const NAMED = /^(Ana: heron|These words are no longer kept\.)$/gm;

/** Everything Ben can read now, word for word; of a file what is in it. */
export function seenBy({ ben, ana }: World, setting: Setting): readonly string[] {
  const chats = setting === "together" ? [ben.home, ana.shared()] : [ben.home];
  return chats.flatMap((chat) =>
    ben.shown(chat).map(({ message }) => {
      const files = message.blocks.flatMap((block) =>
        block.type === "file" ? [new TextDecoder().decode(block.data)] : [],
      );
      return [textOf(message), ...files]
        .join("\n")
        .replaceAll(NAMED, "[Ana’s half]")
        .replaceAll(/"ref": "m\d+"/g, "");
    }),
  );
}

/** Each label that stands under a message of Ben's, newest last, with its newest message's chat. */
export function labels({ ben, ana }: World, setting: Setting): readonly { label: string; shared: boolean }[] {
  const found = new Map<string, { label: string; shared: boolean }>();
  for (const shared of setting === "together" ? [true, false] : [false]) {
    for (const { message } of ben.shown(shared ? ana.shared() : ben.home)) {
      for (const { label } of message.buttons.flat()) found.set(`${shared}:${label}`, { label, shared });
    }
  }
  return [...found.values()];
}

export async function tap(world: World, label: string, shared: boolean): Promise<void> {
  world.next();
  await world.ben.taps(label, shared ? world.ana.shared() : world.ben.home);
}

export async function type(world: World, command: string, shared = false): Promise<void> {
  world.next();
  await world.ben.types(command, shared ? world.ana.shared() : world.ben.home);
}
