/** What Discord refuses, in its own numbers, as discord.js reports them. */
import { ApplicationCommandOptionType, type ChatInputCommandInteraction, type Client, Events } from "discord.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, CHECKIN, refused, startBench } from "./bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});

afterEach(() => bench.stop());

const POST = "POST /channels/:channel/messages";

/** Posts a body as it is; discord.js adds nothing and checks nothing. */
function post(client: Client, body: object): Promise<unknown> {
  return client.rest.post(`/channels/${bench.channel.id}/messages`, { body });
}

test("direct messages: closed, to strangers, and opened too fast", async () => {
  const { discord, ana, ben } = bench;
  const client = await bench.login();
  await client.users.send(ana.id, "hello");
  expect(ana.sees.map((message) => message.text)).toEqual(["hello"]);
  ana.closesDMs();
  expect((await refused(client.users.send(ana.id, "again"))).code).toBe(50007);
  expect((await refused(client.users.send(discord.user().id, "hi"))).code).toBe(50278);
  discord.allowsNewDirectChannels(0);
  expect((await refused(client.users.send(ben.id, "hi"))).code).toBe(40003);
});

test("an answer is taken once, and its token works for 15 minutes", async () => {
  const { discord, ana, channel } = bench;
  const taken: ChatInputCommandInteraction[] = [];
  const codes: unknown[] = [];
  const client = await bench.login(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    taken.push(interaction);
    await interaction.reply("hello").catch((error) => codes.push(error.code));
    discord.world.log.changed();
  });
  await client.application.commands.set([CHECKIN]);
  const exchange = ana.runs("/checkin", {}, channel);
  await exchange.reply;
  exchange.redeliver();
  await discord.waitFor(() => codes.length === 1);
  expect(codes).toEqual([40060]);
  expect(channel.messages).toHaveLength(1);

  discord.advance(15 * 60_000);
  expect((await refused((taken[0] as ChatInputCommandInteraction).editReply("late"))).code).toBe(50027);
  discord.world.expiredTokens = "unknown";
  expect((await refused((taken[0] as ChatInputCommandInteraction).editReply("late"))).code).toBe(10015);
  expect(channel.last?.text).toBe("hello");
});

test("an answer after three seconds is refused", async () => {
  const { discord, ana, channel } = bench;
  const codes: unknown[] = [];
  const client = await bench.login(async (interaction) => {
    discord.advance(3_001);
    codes.push((await refused((interaction as ChatInputCommandInteraction).reply("late"))).code);
    discord.world.log.changed();
  });
  await client.application.commands.set([CHECKIN]);
  const exchange = ana.runs("/checkin", {}, channel);
  await discord.waitFor(() => codes.length === 1);
  expect(codes).toEqual([10062]);
  expect(exchange.failed).toBe(true);
});

test("an ephemeral answer is no part of the channel", async () => {
  const { ana, channel } = bench;
  const client = await bench.login(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply({ content: "psst", flags: "Ephemeral" });
  });
  await client.application.commands.set([CHECKIN]);
  const secret = await ana.runs("/checkin", {}, channel).reply;
  const path = `/channels/${channel.id}/messages/${secret.id}` as const;
  expect((await refused(client.rest.patch(path, { body: { content: "x" } }))).code).toBe(10008);
  expect(await client.rest.get(`/channels/${channel.id}/messages`)).toEqual([]);
});

test("messages that break the rules are refused and noted", async () => {
  const { discord, channel } = bench;
  const client = await bench.login();
  const button = { type: 2, style: 1, custom_id: "a", label: "x".repeat(81) };
  const row = (...components: object[]) => ({ type: 1, components });
  const error = await refused(post(client, { content: "hi", components: [row(button)] }));
  expect(error.code).toBe(50035);
  expect(error.message).toContain("components[0].components[0].label");
  const small = { ...button, label: "ok" };
  const wrong: readonly object[] = [
    { content: "x".repeat(2001) },
    { content: "hi", nonce: "x".repeat(26), enforce_nonce: true },
    { content: "hi", components: [row(small, small)] },
    { content: "hi", components: [row(...[1, 2, 3, 4, 5, 6].map((n) => ({ ...small, custom_id: `b${n}` })))] },
    { content: "hi", components: [1, 2, 3, 4, 5, 6].map((n) => row({ ...small, custom_id: `r${n}` })) },
    { content: "hi", components: [row({ type: 3, custom_id: "s", options: [] })] },
    { embeds: [{ description: "x".repeat(3001) }, { description: "x".repeat(3000) }] },
    { content: "hi", components: [{ type: 10, content: "text" }] },
    { content: "hi", flags: 1 << 15, components: [{ type: 10, content: "text" }] },
    {
      flags: 1 << 15,
      components: [
        { type: 10, content: "x".repeat(2001) },
        { type: 10, content: "x".repeat(2000) },
      ],
    },
    { flags: 1 << 6, content: "psst" },
  ];
  for (const body of wrong) expect.soft((await refused(post(client, body))).code, JSON.stringify(body)).toBe(50035);
  expect((await refused(post(client, { content: " " }))).code).toBe(50006);
  expect(new Set(discord.violations.map((each) => each.request))).toEqual(
    new Set([`POST /channels/${channel.id}/messages`]),
  );
  expect(channel.messages).toEqual([]);
  await post(client, { content: "😀".repeat(2000) });
  await post(client, { flags: 1 << 15, components: [{ type: 10, content: "x".repeat(4000) }] });
  expect(channel.messages).toHaveLength(2);
});

test("commands that break the rules are refused; subcommands leave no bare form", async () => {
  const { ana } = bench;
  const client = await bench.login();
  const set = async (command: object) =>
    (await refused(client.rest.put(`/applications/${client.user.id}/commands`, { body: [command] }))).code;
  const base = { name: "x", description: "x" };
  const optional = { type: 3, name: "a", description: "a" };
  expect(await set({ ...base, name: "Check In" })).toBe(50035);
  expect(await set({ ...base, description: "x".repeat(101) })).toBe(50035);
  expect(await set({ ...base, name_localizations: { xx: "x" } })).toBe(50035);
  expect(await set({ ...base, options: [optional, { ...optional, name: "b", required: true }] })).toBe(50035);
  expect(await set({ ...base, options: [optional, { type: 1, name: "add", description: "x" }] })).toBe(50035);
  const type = ApplicationCommandOptionType.Subcommand;
  await client.application.commands.set([{ ...base, options: [{ type, name: "add", description: "x" }] }]);
  expect(() => ana.runs("/x")).toThrow("needs one of its subcommands");
});

test("a connection dropped after the message was taken: the same nonce brings it back", async () => {
  const { discord, channel } = bench;
  const client = await bench.login();
  const once = { content: "revealed", nonce: "row-18", enforce_nonce: true };
  discord.faults.next(POST, { kind: "droppedAfter" });
  await expect(post(client, once)).rejects.toThrow();
  await post(client, once);
  expect(channel.messages.map((message) => message.text)).toEqual(["revealed"]);
  const posts = discord.requests.filter((request) => request.route === POST);
  expect(posts.map((request) => request.status)).toEqual([0, 200]);
});

test("faults: nothing happened, too many requests, a broken server, no answer for a while", async () => {
  const { discord, channel } = bench;
  const client = await bench.login();
  discord.faults.next(POST, { kind: "droppedBefore" });
  await expect(post(client, { content: "1" })).rejects.toThrow();
  discord.faults.next(POST, { kind: "status", status: 503 });
  await expect(post(client, { content: "2" })).rejects.toMatchObject({ status: 503 });
  expect(channel.messages).toEqual([]);
  discord.faults.next(POST, { kind: "rateLimited", retryAfter: 0.01 });
  await post(client, { content: "3" });
  const held = discord.faults.next(POST, { kind: "answerHeld" });
  const sent = post(client, { content: "4" });
  await discord.waitFor(() => channel.messages.length === 2);
  held.release();
  await sent;
});

test("rate limits: a bucket for each route and channel, with its headers", async () => {
  const { discord, channel } = bench;
  const client = await bench.login();
  discord.rateLimits.enabled = true;
  const url = `${discord.url}/api/v10/channels/${channel.id}/messages`;
  const headers = { authorization: `Bot ${discord.token}`, "content-type": "application/json" };
  const send = () => fetch(url, { method: "POST", headers, body: JSON.stringify({ content: "x" }) });
  const answers = [];
  for (let n = 0; n < 6; n += 1) answers.push(await send());
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(answers[0]?.headers.get("x-ratelimit-remaining")).toBe("4");
  expect(await answers[5]?.json()).toMatchObject({ global: false, retry_after: expect.any(Number) });
  const limited = new Promise((resolve) => client.rest.once("rateLimited", resolve));
  const later = post(client, { content: "y" });
  discord.advance(6_000);
  await Promise.race([limited, later]);
  await later;
});

test("who can see a channel can be read from the platform", async () => {
  const { guild, channel, ana, ben, eve } = bench;
  const client = await bench.login();
  const fetched = await client.guilds.fetch({ guild: guild.id, withCounts: true, force: true });
  expect(fetched.approximateMemberCount).toBe(4);
  const shown = await client.channels.fetch(channel.id, { force: true });
  const overwrites =
    shown?.isTextBased() && "permissionOverwrites" in shown ? [...shown.permissionOverwrites.cache.keys()] : [];
  expect(overwrites.sort()).toEqual([guild.id, ana.id, ben.id, client.user.id].sort());
  const created = new Promise((resolve) => client.once(Events.GuildRoleCreate, resolve));
  const mods = guild.role({ name: "Mods", permissions: ["Administrator"] });
  await created;
  ben.writes(channel, "just us");
  expect(eve.reads(channel)).toEqual([]);
  guild.gives(eve, mods);
  expect(eve.reads(channel)).toHaveLength(1);
  channel.overwrite("bot", { deny: ["SendMessages"], allow: ["ViewChannel"] });
  expect((await refused(post(client, { content: "x" }))).code).toBe(50013);
  channel.overwrite("bot", { deny: ["ViewChannel"] });
  expect((await refused(post(client, { content: "x" }))).code).toBe(50001);
  channel.delete();
  expect((await refused(post(client, { content: "x" }))).code).toBe(10003);
});
