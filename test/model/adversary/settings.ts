/** Couples to begin with. Coming together takes longer than a history, so each is made once and copied. */
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Actor, couple } from "../../scenario/actor.ts";
import { meetByInvite } from "../../scenario/couples.ts";
import { StagePlatform } from "../../scenario/platform.ts";
import { Stage, type StageOptions } from "../../scenario/stage.ts";
import { seededRandom } from "../seeded.ts";
import type { Setting } from "./moves.ts";

const FORMS = { forms: true, answersByMessage: false, commandsAreRead: false, canDeleteTyped: false };

interface Kept {
  readonly stage: Stage;
  readonly ana: Actor;
  readonly ben: Actor;
  readonly refs: number;
  readonly events: number;
}

const made = new Map<string, Promise<Kept>>();

/** Where each of the two is. */
function platformsOf({ where }: Setting): { readonly ana: string; readonly ben: string } {
  if (where === "across") return { ana: "stage", ben: "forms" };
  if (where === "across-forms") return { ana: "forms", ben: "stage" };
  return { ana: "stage", ben: "stage" };
}

function staged(setting: Setting, options: StageOptions): Stage {
  const stage = new Stage(options);
  stage.platforms.set("stage", new StagePlatform("stage", setting.where === "forms" ? FORMS : {}));
  if (setting.where.startsWith("across"))
    stage.platforms.set("forms", new StagePlatform("forms", { ...FORMS, welcomesWhenAdded: false }));
  return stage;
}

async function meet(stage: Stage, setting: Setting): Promise<{ ana: Actor; ben: Actor }> {
  if (setting.where === "together" || setting.where === "forms") return couple(stage);
  const on = platformsOf(setting);
  const ana = stage.person("Ana", on.ana);
  const ben = stage.person("Ben", on.ben);
  await meetByInvite(ana, ben);
  return { ana, ben };
}

async function make(setting: Setting): Promise<Kept> {
  const stage = staged(setting, { random: seededRandom(JSON.stringify(setting)) });
  await stage.open();
  const { ana, ben } = await meet(stage, setting);
  if (setting.tell) for (const one of [ana, ben]) await one.types("/settings tell on");
  if (!setting.daily) await ana.types("/rituals rest heart");
  await stage.close();
  const on = [...stage.platforms.values()];
  const most = (next: (one: StagePlatform) => string) => Math.max(...on.map((one) => Number(next(one).slice(1))));
  return { stage, ana, ben, refs: most((one) => one.nextRef()), events: most((one) => one.nextEvent()) };
}

/** A stage on which the two have just come together. `begin`: before it opens. */
export async function begun(
  setting: Setting,
  options: StageOptions,
  begin: (stage: Stage) => void,
): Promise<{ readonly stage: Stage; readonly ana: Actor; readonly ben: Actor }> {
  const key = JSON.stringify(setting);
  const kept = await (made.get(key) ?? made.set(key, make(setting)).get(key));
  if (!kept) throw new Error("no couple was made");
  const stage = staged(setting, options);
  for (const file of readdirSync(kept.stage.folder).filter((name) => !/\.lock|-wal|-shm/.test(name)))
    cpSync(join(kept.stage.folder, file), join(stage.folder, file));
  stage.now = kept.stage.now;
  for (const [name, platform] of stage.platforms) copy(kept, name, platform);
  begin(stage);
  await stage.open();
  const person = ({ name, account }: Actor) => stage.person(name, account.platform);
  return { stage, ana: person(kept.ana), ben: person(kept.ben) };
}

function copy(kept: Kept, name: string, platform: StagePlatform): void {
  const from = kept.stage.platforms.get(name);
  for (const [chat, shown] of from?.chats ?? [])
    platform.chats.set(
      chat,
      shown.map((one) => ({ ...one })),
    );
  for (const [chat, members] of from?.members ?? []) platform.members.set(chat, new Set(members));
  for (let n = 0; n < kept.refs; n++) platform.nextRef();
  for (let n = 0; n < kept.events; n++) platform.nextEvent();
}

/** Removes what was made; its folders are temporary ones. */
export async function forgetSettings(): Promise<void> {
  for (const kept of made.values()) (await kept).stage.remove();
  made.clear();
}
