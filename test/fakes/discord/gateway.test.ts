/** The gateway as discord.js meets it: sessions, intents, and everything that breaks. */
import { Events, GatewayIntentBits } from "discord.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, CHECKIN, startBench } from "./bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});

afterEach(() => bench.stop());

async function answering() {
  const client = await bench.login(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply("still here");
  });
  await client.application.commands.set([CHECKIN]);
  return client;
}

test("a dropped connection is resumed and nothing is missed", async () => {
  const { discord, ana, channel } = bench;
  await answering();
  discord.gateway.drop();
  const exchange = ana.runs("/checkin", {}, channel);
  expect((await exchange.reply).text).toBe("still here");
  expect(discord.gateway).toMatchObject({ identifies: 1, resumes: 1, connections: 2 });
});

test("a request to reconnect is followed by a resume", async () => {
  const { discord, ana, channel } = bench;
  await answering();
  discord.gateway.requestReconnect();
  await discord.waitFor(() => discord.gateway.resumes === 1);
  expect((await ana.runs("/checkin", {}, channel).reply).text).toBe("still here");
});

/** What a bare websocket is sent, up to the frame with this number. */
async function frames(hello: object, until: number): Promise<{ op: number; d: unknown; t: string | null }[]> {
  const socket = new WebSocket(`${bench.discord.gateway.url}/?v=10&encoding=json`);
  const seen: { op: number; d: unknown; t: string | null }[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.onopen = () => socket.send(JSON.stringify(hello));
  socket.onmessage = ({ data }) => {
    seen.push(JSON.parse(String(data)));
    if (seen.at(-1)?.op === until) resolve();
  };
  await promise;
  socket.close();
  return seen;
}

test("a session that is not known cannot be resumed", async () => {
  const { discord } = bench;
  await answering();
  discord.gateway.drop();
  discord.gateway.forgetSessions();
  const resume = { op: 6, d: { token: discord.token, session_id: "forgotten", seq: 1 } };
  const seen = await frames(resume, 9);
  expect(seen.map((frame) => frame.op)).toEqual([10, 9]);
  expect(seen[1]?.d).toBe(false);
});

test("a heartbeat is answered", async () => {
  const seen = await frames({ op: 1, d: null }, 11);
  expect(seen.map((frame) => frame.op)).toEqual([10, 11]);
  expect(seen[0]?.d).toMatchObject({ heartbeat_interval: 41_250 });
});

test("a wrong token and intents that were not given are refused", async () => {
  const { discord } = bench;
  const wrong = bench.client([GatewayIntentBits.Guilds]).login("wrong");
  await expect(wrong).rejects.toThrow("token");
  const greedy = bench.client([GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers]).login(discord.token);
  await expect(greedy).rejects.toThrow("disallowed intents");
});

test("a token that is taken away in mid-session ends it for good", async () => {
  const { discord } = bench;
  const client = await answering();
  const gone = new Promise<number>((resolve) => client.once(Events.ShardDisconnect, ({ code }) => resolve(code)));
  discord.revokesToken();
  expect(await gone).toBe(4004);
  await expect(client.application.fetch()).rejects.toMatchObject({ status: 401 });
});

test("a person's direct message and its edit reach the bot, with their words", async () => {
  const { discord, ana } = bench;
  const client = await bench.login();
  const heard: string[] = [];
  client.on(Events.MessageCreate, (message) => {
    heard.push(`${message.author.username}: ${message.content}`);
    discord.world.log.changed();
  });
  client.on(Events.Raw, (packet: { t: string; d: { content: string } }) => {
    if (packet.t !== "MESSAGE_UPDATE") return;
    heard.push(`edit: ${packet.d.content}`);
    discord.world.log.changed();
  });
  ana.edits(ana.writesDM("my answer"), "my better answer");
  await discord.waitFor(() => heard.length === 2);
  expect(heard).toEqual(["ana: my answer", "edit: my better answer"]);
  discord.gateway.repeat("MESSAGE_UPDATE");
  await discord.waitFor(() => heard.length === 3);
});

test("messages in servers are not told without their intent, nor members without theirs", async () => {
  const { discord, ana, guild, channel } = bench;
  const client = await bench.login();
  const heard: string[] = [];
  client.on(Events.Raw, (packet: { t: string }) => heard.push(packet.t));
  ana.writes(channel, "between us");
  guild.adds(discord.user({ username: "dan" }));
  const seen = new Promise((resolve) => client.once(Events.ChannelUpdate, resolve));
  channel.overwrite("everyone", { allow: ["ViewChannel"] });
  await seen;
  expect(heard).toEqual(["CHANNEL_UPDATE"]);
});

test("a server goes away, comes back, and throws the bot out", async () => {
  const { guild } = bench;
  const client = await bench.login();
  const next = (event: Events.GuildUnavailable | Events.GuildAvailable | Events.GuildDelete) =>
    new Promise<string>((resolve) => client.once(event, ({ id }) => resolve(id)));
  const away = next(Events.GuildUnavailable);
  guild.goesUnavailable();
  expect(await away).toBe(guild.id);
  const back = next(Events.GuildAvailable);
  guild.comesBack();
  expect(await back).toBe(guild.id);
  const out = next(Events.GuildDelete);
  guild.removeBot();
  expect(await out).toBe(guild.id);
});
