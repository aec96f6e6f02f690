/** Who the bot is, where its gateway is, and its commands. */

import { commandPayload, userPayload } from "./payloads.ts";
import { refuse } from "./refusal.ts";
import { type Call, ok, type Route, refuseIssues, route } from "./router.ts";
import { checkCommands } from "./rules-commands.ts";
import type { Command, CommandOption } from "./types.ts";

const DAY_MS = 24 * 3_600_000;

function application({ world }: Call): object {
  return {
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: "",
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: 0,
    team: null,
    hook: true,
    owner: null,
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    approximate_guild_count: world.botGuilds().length,
    integration_types_config: { "0": {}, "1": {} },
    bot: userPayload(world.bot),
  };
}

function gatewayBot({ gateway }: Call): object {
  return {
    url: gateway.url,
    shards: 1,
    session_start_limit: {
      total: gateway.identifyLimit,
      remaining: Math.max(0, gateway.identifyLimit - gateway.identifies),
      reset_after: DAY_MS,
      max_concurrency: 1,
    },
  };
}

function ownApplication({ world, params }: Call): void {
  if (params.app !== world.applicationId) throw refuse.unknownApplication();
}

function overwriteCommands(call: Call): object[] {
  const { world } = call;
  ownApplication(call);
  refuseIssues(call, checkCommands(call.body ?? []));
  const before = new Map(world.commands.map((command) => [command.name, command.id]));
  const definitions = (call.body ?? []) as readonly CommandOption[];
  world.commands = definitions.map((each): Command => ({ ...each, id: before.get(each.name) ?? world.ids.next() }));
  world.log.note(`commands: ${world.commands.map((command) => `/${command.name}`).join(" ")}`);
  return world.commands.map((command) => commandPayload(world, command));
}

function listCommands(call: Call): object[] {
  ownApplication(call);
  const full = call.query.get("with_localizations") === "true";
  return call.world.commands.map((command) => {
    const { name_localizations, description_localizations, ...rest } = commandPayload(call.world, command);
    return full ? { ...rest, name_localizations, description_localizations } : rest;
  });
}

function user(call: Call): object {
  const found = call.world.users.get(call.params.user ?? "");
  if (found === undefined) throw refuse.unknownUser();
  return userPayload(found);
}

export const appRoutes: readonly Route[] = [
  { ...route("GET", "/gateway", ({ gateway }) => ok({ url: gateway.url })), needsToken: false },
  route("GET", "/gateway/bot", (call) => ok(gatewayBot(call))),
  route("GET", "/users/@me", ({ world }) =>
    ok({ ...userPayload(world.bot), verified: true, mfa_enabled: true, locale: "en-US", email: null }),
  ),
  route("GET", "/users/:user", (call) => ok(user(call))),
  route("GET", "/applications/@me", (call) => ok(application(call))),
  route("GET", "/oauth2/applications/@me", (call) => ok(application(call))),
  route("GET", "/applications/:app/commands", (call) => ok(listCommands(call))),
  route("PUT", "/applications/:app/commands", (call) => ok(overwriteCommands(call))),
];
