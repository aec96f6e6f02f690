/** Messages in channels, sent and changed by the bot itself. */
import type { Message } from "./message.ts";
import { messagePayload, timestampOf } from "./payloads.ts";
import { may } from "./permissions.ts";
import { edit, post, remove } from "./posting.ts";
import { Refusal, refuse } from "./refusal.ts";
import { channelOf } from "./rest-guilds.ts";
import { type Call, NO_CONTENT, ok, type Route, recordViolations, route } from "./router.ts";
import { messageRefusal, type Occasion } from "./rules-message.ts";
import type { Channel, MessageBody } from "./types.ts";

/** “The past few minutes”, say the documents of `enforce_nonce`. */
const NONCE_LIVES_MS = 5 * 60_000;

/** Refuses a body that is not a message as the documents want it, and notes the violation. */
export function assertMessage(call: Call, body: MessageBody, occasion: Occasion): void {
  const found = messageRefusal(call.body, body, call.files, occasion);
  if (found === undefined) return;
  recordViolations(call, found.issues);
  throw found.refusal;
}

function assertMaySend(call: Call, channel: Channel, body: MessageBody): void {
  const { world } = call;
  if (channel.recipient !== undefined) {
    const { recipient } = channel;
    if (!world.sharesGuild(recipient) && !recipient.installed) throw refuse.noMutualGuild();
    if (!recipient.takesDms) throw refuse.cannotSendToUser();
  }
  if (!may(world.bot, channel, "SendMessages")) throw refuse.missingPermissions();
  if (call.files.length > 0 && !may(world.bot, channel, "AttachFiles")) throw refuse.missingPermissions();
  if ((body.embeds?.length ?? 0) > 0 && !may(world.bot, channel, "EmbedLinks")) throw refuse.missingPermissions();
}

function assertReference(channel: Channel, body: MessageBody): void {
  const reference = body.message_reference;
  if (!reference?.message_id || reference.fail_if_not_exists === false) return;
  if (channel.log.some((each) => each.id === reference.message_id && !each.deleted)) return;
  const errors = { message_reference: { _errors: [{ code: "REPLIES_UNKNOWN_MESSAGE", message: "Unknown message" }] } };
  throw new Refusal(400, 50035, "Invalid Form Body", errors);
}

function create(call: Call): object {
  const { world } = call;
  const channel = channelOf(call);
  const body = (call.body ?? {}) as MessageBody;
  assertMessage(call, body, { kind: "messageCreate", ephemeralAllowed: false });
  assertMaySend(call, channel, body);
  assertReference(channel, body);
  const again = remembered(call, channel, body);
  if (again !== undefined) return messagePayload(world, again);
  const message = post(world, { channel, author: world.bot, body, files: call.files });
  if (message.nonce !== undefined) channel.nonces.set(String(message.nonce), message);
  return messagePayload(world, message);
}

/** The message that this nonce already named, if the bot asked not to send it twice. */
function remembered(call: Call, channel: Channel, body: MessageBody): Message | undefined {
  if (body.enforce_nonce !== true || (body.nonce ?? null) === null) return undefined;
  const known = channel.nonces.get(String(body.nonce));
  const isFresh = known !== undefined && call.world.clock.now() - timestampOf(known.id) < NONCE_LIVES_MS;
  if (isFresh) call.world.log.note(`nonce ${String(body.nonce)} again: the first message is given back`);
  return isFresh ? known : undefined;
}

/** A message that the bot can name. Ephemeral ones are not part of the channel. */
function messageOf(call: Call): Message {
  const found = channelOf(call).log.find((each) => each.id === call.params.message);
  if (found === undefined || found.deleted || found.isEphemeral) throw refuse.unknownMessage();
  return found;
}

function change(call: Call): object {
  const message = messageOf(call);
  const body = (call.body ?? {}) as MessageBody;
  if (message.author !== call.world.bot) throw refuse.notTheAuthor();
  assertMessage(call, body, { kind: "messageEdit", ephemeralAllowed: false, existing: message });
  edit(call.world, message, body, call.files);
  return messagePayload(call.world, message);
}

function destroy(call: Call): void {
  const { world } = call;
  const message = messageOf(call);
  if (message.author !== world.bot) {
    if (message.channel.guild === undefined) throw refuse.wrongChannelType();
    if (!may(world.bot, message.channel, "ManageMessages")) throw refuse.missingPermissions();
  }
  remove(world, message);
}

function list(call: Call): object[] {
  const { query, world } = call;
  const limit = Number(query.get("limit") ?? 50);
  const before = BigInt(query.get("before") ?? 1n << 63n);
  const after = BigInt(query.get("after") ?? 0);
  const visible = channelOf(call).log.filter((each) => !each.deleted && !each.isEphemeral);
  const inRange = visible.filter((each) => BigInt(each.id) < before && BigInt(each.id) > after);
  const page = query.has("after") ? inRange.slice(0, limit) : inRange.slice(-limit);
  return page.reverse().map((each) => messagePayload(world, each));
}

export const messageRoutes: readonly Route[] = [
  route("POST", "/channels/:channel/messages", (call) => ok(create(call))),
  route("GET", "/channels/:channel/messages", (call) => ok(list(call))),
  route("GET", "/channels/:channel/messages/:message", (call) => ok(messagePayload(call.world, messageOf(call)))),
  route("PATCH", "/channels/:channel/messages/:message", (call) => ok(change(call))),
  route("DELETE", "/channels/:channel/messages/:message", (call) => {
    destroy(call);
    return NO_CONTENT;
  }),
  route("POST", "/channels/:channel/typing", (call) => {
    channelOf(call);
    return NO_CONTENT;
  }),
];
