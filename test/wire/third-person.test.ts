/** Rule 10 over the wire: whenever somebody else could read the shared place, the reveal goes to the two, with the reason. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RoleHandle } from "../fakes/discord/index.ts";
import { type Couple, inChannel, inGroup, person } from "./couples.ts";
import { read, type Somebody } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
afterEach(async () => {
  expect(await wire.end()).toEqual([]);
});

/** A couple in their place, and a way for Eve to come and to go. */
interface Scene extends Couple {
  joins(): void;
  leaves(): void;
  /** Calls `work` when the bot asks who can see the place (before it is answered), once. */
  whileAsked(work: () => void): void;
  /** Calls `work` when the bot has been told who can see the place and sends the next message there. */
  whileSending(work: () => void): void;
}

async function onTelegram(): Promise<Scene> {
  const two = await inGroup(wire);
  const eve = person(wire, "telegram", "Eve");
  const once = (wanted: (method: string, chat: number) => boolean, work: () => void) => {
    const stop = wire.telegram.onRequest(({ method, params }) => {
      if (!wanted(method, Number(params.chat_id))) return;
      stop();
      work();
    });
  };
  return {
    ...two,
    joins: () => two.home.adds(eve.person, two.ana.person),
    leaves: () => two.home.removes(eve.person),
    whileAsked: (work) => once((method) => method === "getChatMemberCount", work),
    whileSending: (work) => once((method, chat) => method === "sendMessage" && chat === two.home.id, work),
  };
}

async function onDiscord(): Promise<Scene> {
  const two = await inChannel(wire);
  const { guild, home } = two;
  const eve = person(wire, "discord", "Eve");
  const once = (wanted: RegExp, work: () => void) => {
    const stop = wire.discord.onRequest(({ method, path }) => {
      if (!wanted.test(`${method} ${path}`)) return;
      stop();
      work();
    });
  };
  return {
    ...two,
    joins: () => {
      guild.adds(eve.person);
      home.overwrite(eve.person, { allow: ["ViewChannel"] });
    },
    leaves: () => {
      guild.removes(eve.person);
      home.overwrite(eve.person, {});
    },
    whileAsked: (work) => once(new RegExp(`^GET .*/channels/${home.id}$`), work),
    whileSending: (work) => once(new RegExp(`^POST .*/channels/${home.id}/messages$`), work),
  };
}

/** Waits until both have been told that somebody else can see it. */
async function told(who: Somebody, times = 1): Promise<void> {
  const told = ["person", "others"].map((cause) => wire.t(`third.told.${cause}`));
  const said = () => told.reduce((sum, line) => sum + read(who).split(line).length - 1, 0) >= times;
  if (who.platform === "telegram") await wire.telegram.waitFor(said);
  else await wire.discord.waitFor(said);
  await wire.core.settle();
}

const REVEAL = /You have both answered\.[\s\S]*(Hers\.[\s\S]*His\.|His\.[\s\S]*Hers\.)/;

/** Where the bot has not seen who it was, it says that there are others. */
const REASONS = ["third.reveal.person", "third.reveal.others"];

function isPrivate({ ana, ben }: Couple, reasons: readonly string[] = REASONS): void {
  for (const who of [ana, ben]) {
    expect(reasons.some((key) => read(who).includes(wire.t(key)))).toBe(true);
    expect(read(who)).toMatch(REVEAL);
  }
  expect(read(ana, "home")).not.toMatch(/Hers\.|His\./);
}

function isShared({ ana, ben }: Couple): void {
  expect(read(ana, "home")).toMatch(REVEAL);
  for (const who of [ana, ben]) for (const key of REASONS) expect(read(who)).not.toContain(wire.t(key));
}

describe.each(["telegram", "discord"] as const)("%s", (platform) => {
  let scene: Scene;
  beforeEach(async () => {
    wire = await openWire({ platforms: [platform] });
    scene = await (platform === "telegram" ? onTelegram() : onDiscord());
  });

  const opens = () => scene.ana.types("/checkin heart", "home");

  test("here before the card: private", async () => {
    scene.joins();
    await told(scene.ana);
    await opens();
    await scene.ana.answers("Hers.");
    await scene.ben.answers("His.");
    isPrivate(scene);
  });

  test("comes between the two seals: private", async () => {
    await opens();
    await scene.ana.answers("Hers.");
    scene.joins();
    await told(scene.ben);
    await scene.ben.answers("His.");
    isPrivate(scene);
  });

  test("comes while the bot asks who is there: private, though nobody had told it", async () => {
    await opens();
    await scene.ana.answers("Hers.");
    scene.whileAsked(scene.joins);
    await scene.ben.answers("His.");
    isPrivate(scene);
    await told(scene.ana);
  });

  test("comes when the message is on its way: it was for the two when it was sent, and both are told at once", async () => {
    await opens();
    await scene.ana.answers("Hers.");
    scene.whileSending(scene.joins);
    await scene.ben.answers("His.");
    await told(scene.ana);
    await told(scene.ben);
    isShared(scene);
    // From then on nothing more is shown there.
    await opens();
    await scene.ana.answers("Second of hers.");
    await scene.ben.answers("Second of his.");
    expect(read(scene.ana, "home")).not.toMatch(/Second of/);
    for (const who of [scene.ana, scene.ben]) expect(read(who)).toMatch(/Second of hers\.[\s\S]*Second of his\./);
  });

  test("comes after the card and leaves before the reveal: shared", async () => {
    await opens();
    scene.joins();
    await told(scene.ana);
    await scene.ana.answers("Hers.");
    scene.leaves();
    await scene.ben.answers("His.");
    isShared(scene);
  });

  test("comes and leaves between two rounds: the second is shared, and a second coming is told again", async () => {
    scene.joins();
    await told(scene.ana);
    scene.leaves();
    await opens();
    await scene.ana.answers("Hers.");
    await scene.ben.answers("His.");
    isShared(scene);
    await wire.restart();
    scene.joins();
    await told(scene.ana, 2);
    await told(scene.ben, 2);
  });

  test("comes while nothing runs: private after the start", async () => {
    await opens();
    await scene.ana.answers("Hers.");
    await wire.close();
    scene.joins();
    await wire.open();
    // Telegram keeps what happened meanwhile, Discord does not.
    if (platform === "telegram") await told(scene.ben);
    await scene.ben.answers("His.");
    isPrivate(scene);
  });
});

/** What Ben reads when a second account of his, or anybody, comes and goes, tells nothing of whether Ana is still here. */
describe.each(["telegram", "discord"] as const)("%s: after the other has left the bot, or paused", (platform) => {
  test.each(["paused", "left"])("%s: a third person is noticed when they come, and nobody before", async (way) => {
    wire = await openWire({ platforms: [platform] });
    const scene = await (platform === "telegram" ? onTelegram() : onDiscord());
    const { ana, ben } = scene;
    await ana.types(way === "paused" ? "/pause" : "/forget");
    if (way === "left") await ana.taps(wire.t("button.forget-quiet"));
    const before = read(ben);
    expect(before).not.toContain(wire.t("third.told.person"));
    scene.joins();
    await told(ben);
    await wire.calm();
    expect(read(ben).slice(before.length).split(wire.t("third.told.person"))).toHaveLength(2);
  });
});

describe("a discord channel that an administrator can see", () => {
  test.each([
    ["from the start", true],
    ["after the first seal", false],
  ])("%s: private with the reason", async (_, early) => {
    wire = await openWire({ platforms: ["discord"] });
    const two = await inChannel(wire);
    const { ana, ben, guild } = two;
    const mod = person(wire, "discord", "Mod");
    guild.adds(mod.person);
    const rises = (): RoleHandle => {
      const role = guild.role({ name: "Mods", permissions: ["Administrator"] });
      guild.gives(mod.person, role);
      return role;
    };
    let role = early ? rises() : null;
    await ana.types("/checkin heart", "home");
    await ana.answers("Hers.");
    role ??= rises();
    await ben.answers("His.");
    // Who holds a role cannot be listed: it is not said that somebody sees it.
    isPrivate(two, ["third.unsure"]);
    // A role that is gone shows nothing any more.
    guild.deletesRole(role);
    await ana.types("/checkin heart", "home");
    await ana.answers("Again hers.");
    await ben.answers("Again his.");
    expect(read(ana, "home")).toMatch(/Again hers\.[\s\S]*Again his\./);
  });
});
