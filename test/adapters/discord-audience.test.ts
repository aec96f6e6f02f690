/** Who can see a channel: the table of cases, asked of Discord over the wire. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judge } from "../../adapters/discord/audience.ts";
import type { Place } from "../../adapters/discord/permissions.ts";
import type { Audience, ChatAdapter, Retry } from "../../src/ports/chat.ts";
import type { ChannelHandle } from "../fakes/discord/index.ts";
import { openScene, type Scene } from "./discord-bench.ts";

let scene: Scene;
let adapter: ChatAdapter;

beforeEach(async () => {
  scene = await openScene();
  adapter = await scene.start();
});

afterEach(() => scene.close());

function ask(channel: ChannelHandle = scene.channel): Promise<Audience | Retry> {
  return adapter.audience(channel.id, [scene.ana.id, scene.ben.id]);
}

describe("a server of more people", () => {
  const cases: readonly (readonly [why: string, change: () => void, expected: Audience])[] = [
    ["a channel of the two and the bot", () => {}, "only-two"],
    ["a third person is let in", () => scene.channel.overwrite(scene.eve, { allow: ["ViewChannel"] }), "person"],
    [
      "a role is let in",
      () => scene.channel.overwrite(scene.guild.role({ name: "x" }), { allow: ["ViewChannel"] }),
      "unknown",
    ],
    ["everyone is let in", () => scene.channel.overwrite("everyone", { allow: ["ViewChannel"] }), "open"],
    ["nobody is kept out", () => scene.channel.overwrite("everyone", {}), "open"],
    [
      "a role is only kept out",
      () => scene.channel.overwrite(scene.guild.role({ name: "x" }), { deny: ["ViewChannel"] }),
      "only-two",
    ],
    ["somebody else owns the server", () => scene.guild.transfersTo(scene.eve), "others"],
    [
      "a role has Administrator, whoever holds it",
      () => scene.guild.role({ name: "x", permissions: ["Administrator"] }),
      "unknown",
    ],
    ["the partner is not let in", () => scene.channel.overwrite(scene.ben, { deny: ["ViewChannel"] }), "hidden"],
    ["the partner has left", () => scene.guild.removes(scene.ben), "left"],
    ["the bot was thrown out", () => scene.guild.removeBot(), "unknown"],
    ["the channel is gone", () => scene.channel.delete(), "unknown"],
    [
      "Discord does not answer",
      () => scene.discord.faults.next("GET /guilds/:guild", { kind: "status", status: 500 }),
      "unknown",
    ],
  ];

  test("a limit says nothing about who is there: it is waited for", async () => {
    scene.discord.faults.next("GET /guilds/:guild", { kind: "rateLimited", retryAfter: 60 });
    expect(await ask()).toMatchObject({ type: "retry", scope: "chat", heldBack: true });
    expect(await ask()).toBe("only-two");
  });

  test.each(cases)("%s", async (_, change, expected) => {
    change();
    expect(await ask()).toBe(expected);
  });

  test("the bot's own role may have Administrator, and may be let in", async () => {
    scene.guild.removeBot();
    scene.guild.addBot(["Administrator"]);
    expect(await ask()).toBe("only-two");
  });

  test("a short limit is waited out", async () => {
    scene.discord.faults.next("GET /guilds/:guild", { kind: "rateLimited", retryAfter: 0.05 });
    expect(await ask()).toBe("only-two");
  });
});

describe("a server of three", () => {
  test("the two and the bot see every channel alone, whoever owns it", async () => {
    const small = scene.discord.guild({ owner: scene.ana, members: [scene.ben] });
    const channel = small.channel();
    small.role({ name: "x", permissions: ["Administrator"] });
    expect(await ask(channel)).toBe("only-two");
    small.approximateMemberCount = 4;
    expect(await ask(channel)).toBe("open");
  });

  test("three, but another one than the partner", async () => {
    const small = scene.discord.guild({ owner: scene.ana, members: [scene.eve] });
    expect(await ask(small.channel())).not.toBe("only-two");
  });

  test("fresh, never from a cache: somebody joins unseen", async () => {
    const small = scene.discord.guild({ owner: scene.ana, members: [scene.ben] });
    const channel = small.channel();
    expect(await ask(channel)).toBe("only-two");
    small.adds(scene.eve);
    expect(await ask(channel)).toBe("open");
  });
});

describe("the other questions", () => {
  test("whether somebody is in a channel", async () => {
    expect(await adapter.isMember(scene.channel.id, scene.ana.id)).toBe(true);
    expect(await adapter.isMember(scene.channel.id, scene.ben.id)).toBe(true);
    expect(await adapter.isMember(scene.channel.id, scene.eve.id)).toBe(false);
    scene.guild.removes(scene.ben);
    expect(await adapter.isMember(scene.channel.id, scene.ben.id)).toBe(false);
    expect(await adapter.isMember("123456789012345678", scene.ana.id)).toBeNull();
  });

  test("whether the bot may serve a place", async () => {
    expect(await adapter.inspect(scene.channel.id)).toBe("ok");
    const direct = await scene.discord.dm(scene.ana);
    expect(await adapter.inspect(direct.id)).toBe("outside");
    expect(await adapter.inspect("123456789012345678")).toBe("outside");
  });

  test("there are no links", () => {
    expect(adapter.link("answer_x")).toBeNull();
  });
});

test("in doubt about the two themselves: unknown", () => {
  const place: Place = {
    guild: { id: "1", owner_id: "2", roles: [], approximate_member_count: 3 },
    overwrites: [],
    botId: "9",
  };
  const member = { roles: [] };
  expect(judge(place, ["2"], [member])).toBe("unknown");
  expect(judge(place, ["2", "2"], [member, member])).toBe("unknown");
  expect(judge(place, ["2", "3"], [member, null])).toBe("unknown");
});
