/**
 * Answers Discord in time, then lets the application handle. An interaction is never sent again, and
 * has to be acknowledged within three seconds.
 */
import { InteractionResponseType, MessageFlags } from "discord.js";
import type { Handle, Reply } from "../../src/ports/chat.ts";
import type { Log } from "../../src/ports/log.ts";
import { chatKey } from "../../src/ports/outbox.ts";
import type { Api } from "./api.ts";
import { ApiFailure } from "./errors.ts";
import { renderForm } from "./forms.ts";
import { type Commands, type Read, readAddress, readInteraction } from "./inbound.ts";
import type { Answered, Interactions, Live } from "./live.ts";
import type { Origin } from "./origin.ts";
import { type Part, renderLine } from "./render.ts";
import type { DiscordTexts } from "./texts.ts";
import type { Alarms, Turns } from "./turns.ts";
import { deleteOriginal, editOriginal, followUp, payload, respond } from "./webhook.ts";

/** How long to wait for what, in milliseconds. */
export interface Patience {
  /** For the handler, before a button that may open a form is deferred after all. */
  readonly formMs: number;
  /** For the outbox, after the handler, before an empty “thinking …” is taken away. */
  readonly sweepMs: number;
}

export const PATIENCE: Patience = { formMs: 2_300, sweepMs: 10_000 };

export interface Desk {
  readonly api: Api;
  readonly log: Log;
  readonly now: () => number;
  readonly interactions: Interactions;
  readonly turns: Turns;
  readonly alarms: Alarms;
  readonly patience: Patience;
  readonly texts: (language: string | undefined) => DiscordTexts;
  readonly handle: Handle;
  readonly commands: Commands;
  /** Called with each event before it is handled. */
  readonly onFrom: (read: Read) => void;
}

/** Names the adapter's own lines among those who claim an original answer. */
const OWN = "adapter";

function deferral(origin: Origin) {
  if (origin.plan === "update") return { type: InteractionResponseType.DeferredMessageUpdate } as const;
  const flags = origin.sight === "direct" ? 0 : MessageFlags.Ephemeral;
  return { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags } } as const;
}

/** Acknowledges; whatever comes of it, the event is handled: an answer must not be lost with its receipt. */
async function defer(desk: Desk, origin: Origin): Promise<Answered> {
  try {
    await respond(desk.api, origin, deferral(origin));
    return origin.plan === "update" ? "update" : "reply";
  } catch (error) {
    note(desk, "an interaction could not be acknowledged", error);
    return "lost";
  }
}

function note(desk: Desk, event: string, error: unknown): void {
  if (error instanceof ApiFailure)
    desk.log.warn(event, { platform: "discord", code: error.code || error.status || error.kind });
  else desk.log.error(event, { platform: "discord", error: error instanceof Error ? error.name : "unknown" });
}

/** Shows a line to the person alone: in the place of the “thinking …” where there still is one. */
async function say(desk: Desk, origin: Origin, live: Live, part: Part): Promise<void> {
  const answered = await live.answered;
  if (answered === "lost") return;
  try {
    if (answered === "reply" && live.claim(OWN)) await editOriginal(desk.api, origin, part);
    else await followUp(desk.api, origin, part);
  } catch (error) {
    note(desk, "a line to the tapper was not shown", error);
  }
}

/** Takes the “thinking …” away when nothing has come in its place. */
function sweepLater(desk: Desk, origin: Origin, live: Live): void {
  desk.alarms.after(desk.patience.sweepMs, () => {
    void (async () => {
      if ((await live.answered) !== "reply" || live.isClaimed) return;
      live.claim(OWN);
      await deleteOriginal(desk.api, origin).catch((error) =>
        note(desk, "an empty answer could not be removed", error),
      );
    })();
  });
}

/** The button that opens a form again; only a tap can be made again. */
function tooLate(read: Read, texts: DiscordTexts): Part {
  if (read.event.type !== "tap") return renderLine(texts.askAgain);
  return renderLine(texts.pressAgain, { label: texts.open, action: read.event.action, effect: "form", style: "main" });
}

/** What the handler said, or that it could store nothing. */
async function handled(desk: Desk, read: Read): Promise<Reply> {
  try {
    return await desk.turns.run(chatKey(read.event.chat), () => desk.handle(read.event));
  } catch (error) {
    desk.log.error("an interaction could not be stored", {
      platform: "discord",
      error: error instanceof Error ? error.name : "unknown",
    });
    return { type: "toast", text: desk.texts(read.event.from.language).tryLater };
  }
}

/** Commands, submitted forms and ordinary buttons: acknowledged at once, then handled. */
async function atOnce(desk: Desk, read: Read): Promise<void> {
  const { origin } = read;
  const live = desk.interactions.open(origin, defer(desk, origin));
  const reply = await handled(desk, read);
  if (reply.type === "toast") await say(desk, origin, live, renderLine(reply.text));
  else if (reply.type === "form") await say(desk, origin, live, tooLate(read, desk.texts(read.event.from.language)));
  else sweepLater(desk, origin, live);
}

/** The first answer to a button that may open a form, given once the handler has said what it is. */
async function firstAnswer(desk: Desk, read: Read, reply: Reply): Promise<Answered> {
  const { origin } = read;
  if (reply.type === "none") return defer(desk, origin);
  try {
    if (reply.type === "form")
      await respond(desk.api, origin, { type: InteractionResponseType.Modal, data: renderForm(reply.form) });
    else
      await respond(desk.api, origin, {
        type: InteractionResponseType.ChannelMessageWithSource,
        data: toast(origin, reply.text),
      });
    return "shown";
  } catch (error) {
    note(desk, "a form or line could not be shown", error);
    return "lost";
  }
}

function toast(origin: Origin, text: string): object {
  return payload(renderLine(text), origin.sight === "direct" ? 0 : MessageFlags.Ephemeral).body;
}

/** A form must be the first answer: so these buttons are deferred only when the handler takes too long. */
async function withForm(desk: Desk, read: Read): Promise<void> {
  const { origin } = read;
  let settle: (answered: Answered | Promise<Answered>) => void = () => {};
  const live = desk.interactions.open(origin, new Promise<Answered>((resolve) => (settle = resolve)));
  let isLate = false;
  const late = () => {
    isLate = true;
    settle(defer(desk, origin));
  };
  const onTime = desk.alarms.after(desk.patience.formMs, late, late);
  const reply = await handled(desk, read);
  onTime();
  if (!isLate) settle(firstAnswer(desk, read, reply));
  if (reply.type === "none") return sweepLater(desk, origin, live);
  if (!isLate) return void (await live.answered);
  const part = reply.type === "toast" ? renderLine(reply.text) : tooLate(read, desk.texts(read.event.from.language));
  await say(desk, origin, live, part);
}

/** Something of it is missing or odd: whoever did it hears that it did not arrive, and nothing else. */
async function notUnderstood(desk: Desk, packet: unknown): Promise<void> {
  desk.log.warn("an interaction was not understood", { platform: "discord" });
  const address = readAddress(packet);
  if (address === null) return;
  const { body } = payload(renderLine(desk.texts(undefined).unclear), MessageFlags.Ephemeral);
  const callback = { type: InteractionResponseType.ChannelMessageWithSource, data: body } as const;
  await respond(desk.api, address, callback).catch((error) => note(desk, "a line to the tapper was not shown", error));
}

/** Takes one interaction from Discord, as it came. Resolves when it has been handled; never rejects. */
export async function takeInteraction(desk: Desk, packet: unknown): Promise<void> {
  const read = readInteraction(packet, desk.commands, desk.now());
  if (read === null) return notUnderstood(desk, packet);
  desk.onFrom(read);
  await (read.origin.plan === "form" ? withForm(desk, read) : atOnce(desk, read));
}
