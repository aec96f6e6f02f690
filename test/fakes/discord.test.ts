/** The fake is only worth something if a real client cannot tell: discord.js is driven through it. */
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  type DiscordAPIError,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  RadioGroupBuilder,
  StringSelectMenuBuilder,
  type TextChannel,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, CHECKIN, refused, startBench } from "./discord/bench.ts";
import { Impossible, type Message } from "./discord/index.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});

afterEach(() => bench.stop());

/** Sends through the client, and gives back the message as it stands in the fake. */
async function send(client: Client, options: Parameters<TextChannel["send"]>[0]): Promise<Message> {
  const channel = (await client.channels.fetch(bench.channel.id)) as TextChannel;
  const { id } = await channel.send(options);
  const found = bench.channel.state.log.find((message) => message.id === id);
  if (found === undefined) throw new Error("Discord answered with a message that is not there");
  return found;
}

test("a slash command is deferred and answered for one person alone", async () => {
  const { discord, ana, ben, channel } = bench;
  const client = await bench.login(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply(`${interaction.locale}: ${interaction.options.getString("ritual")}`);
  });
  await client.application.commands.set([CHECKIN]);

  const exchange = ana.runs("/checkin", { ritual: "heart" }, channel);
  await exchange.response;
  expect(exchange.ack).toBe("deferred");
  expect((await exchange.reply).text).toBe("de: heart");

  expect(ana.sees.map((message) => message.text)).toEqual(["de: heart"]);
  expect(ben.sees).toEqual([]);
  expect(ben.reads(channel)).toEqual([]);
  expect(channel.messages).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test("what a person's client would not offer is impossible", async () => {
  const { discord, ana, eve, channel } = bench;
  const client = await bench.login();
  expect(() => ana.runs("/checkin", {}, channel)).toThrow(Impossible);
  await client.application.commands.set([CHECKIN]);
  expect(() => ana.runs("/checkin", { other: "x" }, channel)).toThrow("has no option");
  expect(() => eve.runs("/checkin", {}, channel)).toThrow("cannot see");
  const unanswered = ana.runs("/checkin", {}, channel);
  discord.advance(3_000);
  await expect(unanswered.response).rejects.toThrow("did not respond");
});

test("a wait that comes to nothing fails with a transcript", async () => {
  const { discord, ana } = bench;
  ana.writesDM("is anybody there?");
  const waiting = discord.waitFor(() => ana.sees.length > 0, { timeout: 1, what: "an answer" });
  await expect(waiting).rejects.toThrow(/an answer[\s\S]*is anybody there\?/);
});

function question(): ModalBuilder {
  const text = new TextInputBuilder().setCustomId("text").setStyle(TextInputStyle.Paragraph).setMaxLength(4000);
  const options = [
    { label: "Low", value: "1" },
    { label: "High", value: "2" },
  ];
  const scale = new RadioGroupBuilder().setCustomId("scale").addOptions(options);
  return new ModalBuilder()
    .setCustomId("round:1")
    .setTitle("Today")
    .addLabelComponents(
      new LabelBuilder().setLabel("How was it?").setTextInputComponent(text),
      new LabelBuilder().setLabel("Energy").setRadioGroupComponent(scale),
    );
}

function answerButton() {
  const button = new ButtonBuilder().setCustomId("answer:1").setLabel("Answer").setStyle(ButtonStyle.Primary);
  return new ActionRowBuilder<ButtonBuilder>().addComponents(button);
}

test("a button opens a modal, and its submission is answered", async () => {
  const { discord, ana, ben, eve, channel } = bench;
  const refusals: DiscordAPIError[] = [];
  const handle = async (interaction: Interaction) => {
    if (interaction.isButton()) return interaction.showModal(question());
    if (!interaction.isModalSubmit()) return undefined;
    // Discord takes no modal in answer to a modal.
    const body = { type: 9, data: question().toJSON() };
    const path = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
    refusals.push(await refused(interaction.client.rest.post(path, { body, auth: false })));
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const { fields } = interaction;
    return interaction.editReply(`${fields.getTextInputValue("text")}/${fields.getRadioGroup("scale")}`);
  };
  const prompt = await send(await bench.login(handle), { content: "A card", components: [answerButton()] });

  expect(() => eve.presses(prompt, "Answer")).toThrow("cannot see");
  const modal = await ben.presses(prompt, "Answer").modal;
  expect(modal.fields.map((field) => field.label)).toEqual(["How was it?", "Energy"]);
  expect(() => ben.submits(modal, { "How was it?": "fine", Energy: "Medium" })).toThrow("no option");
  expect(() => ben.submits(modal, { "How was it?": "", Energy: "High" })).toThrow("needs 1 characters");
  expect(() => ana.submits(modal, { "How was it?": "fine", Energy: "High" })).toThrow("was not shown");
  const submitted = ben.submits(modal, { "How was it?": "fine", Energy: "High" });
  expect((await submitted.reply).text).toBe("fine/2");

  expect(refusals.map((error) => error.code)).toEqual([50035]);
  expect(submitted.ephemeral).toHaveLength(1);
  expect(ana.reads(channel).map((message) => message.text)).toEqual(["A card"]);
  expect(discord.violations.map((each) => each.path)).toEqual(["type"]);
});

test("a select menu updates its own message, and a follow-up comes after it", async () => {
  const { discord, ben, channel } = bench;
  const client = await bench.login(async (interaction) => {
    if (!interaction.isStringSelectMenu()) return;
    const response = await interaction.update({
      content: interaction.values.join(),
      components: [],
      withResponse: true,
    });
    await interaction.followUp(`updated ${response.resource?.message?.id}`);
  });
  const menu = new StringSelectMenuBuilder().setCustomId("day").addOptions({ label: "Sunday", value: "7" });
  const components = [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu)];
  const prompt = await send(client, { content: "When?", components });
  const exchange = ben.selects(prompt, "day", ["Sunday"]);
  await discord.waitFor(() => exchange.messages.length === 2);
  expect(channel.messages.map((message) => message.text)).toEqual(["7", `updated ${prompt.id}`]);
  expect(prompt.earlier).toEqual(["When?"]);
});

test("a deferred answer in the direct channel is the person's alone", async () => {
  const { ana, ben } = bench;
  const client = await bench.login(async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    await interaction.deferReply();
    // The first follow-up to a deferred answer becomes that answer.
    await interaction.followUp(`${interaction.context} ${interaction.channel?.isDMBased()}`);
  });
  await client.application.commands.set([CHECKIN]);
  const exchange = ana.runs("/checkin");
  expect((await exchange.reply).text).toBe("1 true");
  expect(exchange.messages).toHaveLength(1);
  expect(ana.sees).toHaveLength(1);
  expect(ben.sees).toEqual([]);
});

test("a nonce that is enforced names one message, one that is not names two", async () => {
  const { discord, channel } = bench;
  const client = await bench.login();
  const once = { content: "revealed", nonce: "row-17", enforceNonce: true };
  const first = await send(client, once);
  expect((await send(client, once)).id).toBe(first.id);
  expect(channel.messages).toHaveLength(1);
  discord.advance(10 * 60_000);
  await send(client, once);
  await send(client, { ...once, enforceNonce: false });
  expect(channel.messages).toHaveLength(3);
});

test("files go up as multipart and come down until their link expires", async () => {
  const { discord, ana } = bench;
  const client = await bench.login();
  await client.users.send(ana.id, {
    content: "yours",
    files: [{ attachment: Buffer.from("{}"), name: "export.json" }],
  });
  const [file] = ana.sees[0]?.attachments ?? [];
  expect(file?.filename).toBe("export.json");
  const shown = await (await client.users.createDM(ana.id)).messages.fetch(ana.sees[0]?.id ?? "");
  const url = shown.attachments.first()?.url ?? "";
  expect(await (await fetch(url)).text()).toBe("{}");
  discord.advance(25 * 3_600_000);
  expect((await fetch(url)).status).toBe(404);
});
