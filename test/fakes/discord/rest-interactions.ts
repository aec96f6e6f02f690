/** Answers to interactions, and what can be done with their token for 15 minutes. */
import { Issues } from "./issues.ts";
import type { Message } from "./message.ts";
import { messagePayload } from "./payloads.ts";
import { edit, numbered, post, remove } from "./posting.ts";
import { refuse } from "./refusal.ts";
import { assertMessage } from "./rest-messages.ts";
import { type Answer, type Call, NO_CONTENT, ok, openRoute, type Route, refuseIssues } from "./router.ts";
import { Flag } from "./rules-message.ts";
import { checkModal } from "./rules-modal.ts";
import type { Ack, Component, Interaction, MessageBody, Payload } from "./types.ts";
import { TOKEN_LIVES_MS } from "./world.ts";

const Callback = { Message: 4, Deferred: 5, DeferredUpdate: 6, Update: 7, Modal: 9 } as const;
const MODAL_SUBMIT = 5;

const ACKS: Readonly<Record<number, Ack>> = {
  [Callback.Message]: "message",
  [Callback.Deferred]: "deferred",
  [Callback.DeferredUpdate]: "deferredUpdate",
  [Callback.Update]: "update",
  [Callback.Modal]: "modal",
};

function unanswered({ world, params }: Call): Interaction {
  world.expire();
  const found = world.interactions.get(params.interaction ?? "");
  if (found === undefined || found.token !== params.token) throw refuse.unknownInteraction();
  if (found.ack !== undefined) throw refuse.alreadyAcknowledged();
  if (found.failed) throw refuse.unknownInteraction();
  if (found.channel.deleted) throw refuse.unknownChannel();
  return found;
}

/** Which answers an interaction may get: no modal to a modal, no update without a message to update. */
function assertType(call: Call, interaction: Interaction, type: unknown): void {
  const isUpdate = type === Callback.DeferredUpdate || type === Callback.Update;
  const isKnown = typeof type === "number" && ACKS[type] !== undefined;
  const isMisplaced =
    (isUpdate && interaction.source === undefined) || (type === Callback.Modal && interaction.type === MODAL_SUBMIT);
  if (isKnown && !isMisplaced) return;
  const issues = new Issues();
  issues.add(
    ["type"],
    "BASE_TYPE_CHOICES",
    `Value ${String(type)} is not a response to an interaction of type ${interaction.type}.`,
  );
  refuseIssues(call, issues);
}

function callback(call: Call): Answer {
  const interaction = unanswered(call);
  const body = (call.body ?? {}) as Payload;
  const type = body.type as number;
  assertType(call, interaction, type);
  if (type === Callback.Modal) openModal(call, interaction, body);
  else if (type === Callback.Update || type === Callback.DeferredUpdate) update(call, interaction, body);
  else reply(call, interaction, body);
  interaction.ack = ACKS[type];
  call.world.log.note(`${interaction.user.username} gets ${interaction.ack} for: ${interaction.summary}`);
  if (call.query.get("with_response") !== "true") return NO_CONTENT;
  return ok(callbackResponse(call, interaction, type));
}

function callbackResponse(call: Call, interaction: Interaction, type: number): object {
  const message = interaction.original;
  const about = {
    id: interaction.id,
    type: interaction.type,
    ...(message === undefined
      ? {}
      : {
          response_message_id: message.id,
          response_message_loading: message.isLoading,
          response_message_ephemeral: message.isEphemeral,
        }),
  };
  const resource = message === undefined ? { type } : { type, message: messagePayload(call.world, message) };
  return { interaction: about, resource };
}

function openModal(call: Call, interaction: Interaction, body: Payload): void {
  refuseIssues(call, checkModal(body));
  const data = body.data as { custom_id: string; title: string; components: Component[] };
  interaction.modal = {
    customId: data.custom_id,
    title: data.title,
    components: numbered(data.components),
    opener: interaction,
  };
}

function update(call: Call, interaction: Interaction, body: Payload): void {
  const { source } = interaction;
  if (source === undefined || source.deleted) throw refuse.unknownMessage();
  const data = (body.data ?? {}) as MessageBody;
  assertMessage(call, data, { kind: "callbackUpdate", path: ["data"], ephemeralAllowed: true, existing: source });
  if (body.type === Callback.Update) edit(call.world, source, data, call.files);
  interaction.original = source;
}

function reply(call: Call, interaction: Interaction, body: Payload): void {
  const data = (body.data ?? {}) as MessageBody;
  const isDeferred = body.type === Callback.Deferred;
  // Of a deferred answer only the ephemeral flag counts; what else it has is ignored.
  const deferredFlags = (data.flags ?? 0) & Flag.Ephemeral;
  const shown: MessageBody = isDeferred ? { flags: deferredFlags, content: "…" } : data;
  assertMessage(call, shown, { kind: "callbackMessage", path: ["data"], ephemeralAllowed: true });
  const flags = isDeferred ? deferredFlags | Flag.Loading : (data.flags ?? 0);
  const { channel } = interaction;
  const written = isDeferred ? {} : data;
  interaction.original = post(call.world, {
    channel,
    author: call.world.bot,
    body: written,
    files: call.files,
    interaction,
    flags,
  });
}

/** The interaction whose token is in the path, while the token works. */
function byToken({ world, params }: Call): Interaction {
  if (params.app !== world.applicationId) throw refuse.unknownWebhook();
  const found = world.interactionByToken(params.token ?? "");
  if (found === undefined) throw refuse.invalidWebhookToken();
  if (world.clock.now() - found.createdAt >= TOKEN_LIVES_MS) {
    throw world.expiredTokens === "unknown" ? refuse.unknownWebhook() : refuse.invalidWebhookToken();
  }
  if (found.ack === undefined) throw refuse.unknownWebhook();
  if (found.channel.deleted) throw refuse.unknownChannel();
  return found;
}

function target(call: Call): Message {
  const interaction = byToken(call);
  const id = call.params.message;
  const own = [interaction.original, ...interaction.followUps];
  const found = id === "@original" ? interaction.original : own.find((each) => each?.id === id);
  if (found === undefined || found.deleted) throw refuse.unknownMessage();
  return found;
}

function followUp(call: Call): object {
  const { world } = call;
  const interaction = byToken(call);
  const body = (call.body ?? {}) as MessageBody;
  const { original } = interaction;
  assertMessage(call, body, { kind: "followUp", ephemeralAllowed: true });
  if (original?.isLoading && !original.deleted) {
    // Documented: right after a deferred answer a follow-up edits the message that is loading.
    edit(world, original, body, call.files);
    return messagePayload(world, original);
  }
  const { channel } = interaction;
  const message = post(world, { channel, author: world.bot, body, files: call.files, interaction, isFollowUp: true });
  interaction.followUps.push(message);
  return messagePayload(world, message);
}

function editTarget(call: Call): object {
  const message = target(call);
  const body = (call.body ?? {}) as MessageBody;
  assertMessage(call, body, { kind: "webhookEdit", ephemeralAllowed: true, existing: message });
  edit(call.world, message, body, call.files);
  return messagePayload(call.world, message);
}

const ONE = "/webhooks/:app/:token/messages/:message";

export const interactionRoutes: readonly Route[] = [
  openRoute("POST", "/interactions/:interaction/:token/callback", callback),
  openRoute("POST", "/webhooks/:app/:token", (call) => ok(followUp(call))),
  openRoute("GET", ONE, (call) => ok(messagePayload(call.world, target(call)))),
  openRoute("PATCH", ONE, (call) => ok(editTarget(call))),
  openRoute("DELETE", ONE, (call) => {
    remove(call.world, target(call));
    return NO_CONTENT;
  }),
];
