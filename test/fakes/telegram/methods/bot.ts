import type { TelegramBotCommand } from "@gramio/types";
import { badRequest, webhookConflict } from "../errors.ts";
import type { PollParams } from "../updates.ts";
import { type Call, type Handler, text } from "./call.ts";

const MAX_COMMANDS = 100;
const WEBHOOK_PORTS = new Set(["", "80", "88", "443", "8443"]);

/** What the bot's owner can set about it. */
export class BotProfile {
  readonly commands = new Map<string, TelegramBotCommand[]>();
  /** Name, description and short description by `field` or `field:language`. */
  readonly texts = new Map<string, string>();
  webhook = "";
  loggedOut = false;
}

function commandKey(call: Call): string {
  return JSON.stringify([call.params.scope ?? { type: "default" }, text(call, "language_code") ?? ""]);
}

function setMyCommands(profile: BotProfile, call: Call): true {
  const commands = (Array.isArray(call.params.commands) ? call.params.commands : []) as TelegramBotCommand[];
  if (commands.length > MAX_COMMANDS) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  for (const { command, description } of commands) {
    if (!/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest("BOT_COMMAND_INVALID");
    if (!description || description.length > 256) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  }
  profile.commands.set(
    commandKey(call),
    commands.map((c) => ({ ...c, command: c.command.replace(/^\//, "") })),
  );
  return true;
}

/** Setter and getter of one text about the bot; an empty text takes it away. */
function textMethods(profile: BotProfile, field: string, max: number): [Handler, Handler] {
  const key = (call: Call): string => `${field}:${text(call, "language_code") ?? ""}`;
  const set: Handler = (call) => {
    const value = text(call, field) ?? "";
    if (value.length > max) throw badRequest(`BOT_${field.toUpperCase()}_TOO_LONG`);
    profile.texts.set(key(call), value);
    return true;
  };
  const get: Handler = (call) => ({ [field]: profile.texts.get(key(call)) ?? profile.texts.get(`${field}:`) ?? "" });
  return [set, get];
}

function setWebhook(profile: BotProfile, call: Call): true {
  const url = text(call, "url") ?? "";
  if (url !== "" && !URL.canParse(url)) throw badRequest("bad webhook: Failed to parse URL");
  if (url !== "" && new URL(url).protocol !== "https:") {
    throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  }
  if (url !== "" && !WEBHOOK_PORTS.has(new URL(url).port)) {
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
  }
  call.world.updates.allow(call.params.allowed_updates as PollParams["allowed_updates"]);
  if (call.params.drop_pending_updates === true) call.world.updates.drop();
  profile.webhook = url;
  return true;
}

function getUpdates(profile: BotProfile, call: Call): unknown {
  if (profile.webhook !== "") throw webhookConflict();
  return call.world.updates.poll(call.params as PollParams, call.signal);
}

/** Methods about the bot itself and its updates. */
export function botMethods(profile: BotProfile): Record<string, Handler> {
  const [setMyName, getMyName] = textMethods(profile, "name", 64);
  const [setMyDescription, getMyDescription] = textMethods(profile, "description", 512);
  const [setMyShortDescription, getMyShortDescription] = textMethods(profile, "short_description", 120);
  return {
    // These fields come with getMe alone.
    getMe: (call) => ({
      ...call.world.bot,
      can_join_groups: true,
      can_read_all_group_messages: !call.world.privacyMode,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    }),
    getUpdates: (call) => getUpdates(profile, call),
    setWebhook: (call) => setWebhook(profile, call),
    deleteWebhook: (call) => setWebhook(profile, { ...call, params: { ...call.params, url: "" } }),
    getWebhookInfo: (call) => ({
      url: profile.webhook,
      has_custom_certificate: false,
      pending_update_count: call.world.updates.pendingCount,
    }),
    setMyCommands: (call) => setMyCommands(profile, call),
    getMyCommands: (call) => profile.commands.get(commandKey(call)) ?? [],
    deleteMyCommands: (call) => profile.commands.delete(commandKey(call)) || true,
    setMyName,
    getMyName,
    setMyDescription,
    getMyDescription,
    setMyShortDescription,
    getMyShortDescription,
    logOut: () => {
      profile.loggedOut = true;
      return true;
    },
    close: () => true,
  };
}
