/** What a slash command sends, made from its registered definition as the client makes it. */

import { Impossible } from "./modal-view.ts";
import { attachmentPayload, channelPayload, memberPayload, userPayload } from "./payloads.ts";
import { storeFile } from "./posting.ts";
import type { Channel, Command, CommandOption, FileInput, Payload, User } from "./types.ts";
import type { World } from "./world.ts";

/** A value a person gives to an option; people, channels and files are given as themselves. */
export type OptionValue = string | number | boolean | FileInput | { readonly user: User } | { readonly state: Channel };

const Type = {
  Sub: 1,
  Group: 2,
  String: 3,
  Integer: 4,
  Boolean: 5,
  User: 6,
  Channel: 7,
  Number: 10,
  Attachment: 11,
} as const;
const IN_GUILD = 0;
const IN_BOT_DM = 1;

/** The `data` of a command interaction. Refuses what the client would not offer. */
export function commandData(
  world: World,
  written: string,
  options: Readonly<Record<string, OptionValue>>,
  channel: Channel,
): Payload {
  const [name = "", ...path] = written.replace(/^\//, "").split(" ");
  const command = world.commands.find((each) => each.name === name && (each.type ?? 1) === 1);
  if (command === undefined)
    throw new Impossible(`/${name} is not registered; there is ${world.commands.map((each) => each.name).join(", ")}`);
  assertContext(command, channel);
  const resolved: Record<string, Payload> = {};
  const list = optionsOf(world, command, path, options, channel, resolved);
  return {
    id: command.id,
    name: command.name,
    type: 1,
    ...(list.length > 0 ? { options: list } : {}),
    ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
  };
}

function assertContext(command: Command, channel: Channel): void {
  const here = channel.guild === undefined ? IN_BOT_DM : IN_GUILD;
  const isHidden = here === IN_BOT_DM && command.dm_permission === false && !command.contexts;
  if (isHidden || (command.contexts && !command.contexts.includes(here)))
    throw new Impossible(`/${command.name} is not offered here`);
}

function optionsOf(
  world: World,
  parent: CommandOption,
  path: readonly string[],
  given: Readonly<Record<string, OptionValue>>,
  channel: Channel,
  resolved: Record<string, Payload>,
): Payload[] {
  const [next, ...rest] = path;
  const known = parent.options ?? [];
  const hasSubs = known.some((option) => option.type === Type.Sub || option.type === Type.Group);
  if (next !== undefined) {
    const sub = known.find(
      (option) => option.name === next && (option.type === Type.Sub || option.type === Type.Group),
    );
    if (sub === undefined) throw new Impossible(`“${parent.name}” has no subcommand “${next}”`);
    return [{ name: next, type: sub.type, options: optionsOf(world, sub, rest, given, channel, resolved) }];
  }
  if (hasSubs) throw new Impossible(`“${parent.name}” needs one of its subcommands`);
  for (const name of Object.keys(given)) {
    if (!known.some((option) => option.name === name)) throw new Impossible(`“${parent.name}” has no option “${name}”`);
  }
  const missing = known.find((option) => option.required === true && given[option.name] === undefined);
  if (missing !== undefined) throw new Impossible(`“${parent.name}” needs “${missing.name}”`);
  return known.flatMap((option): Payload[] => {
    const value = given[option.name];
    if (value === undefined) return [];
    return [{ name: option.name, type: option.type, value: optionValue(world, option, value, channel, resolved) }];
  });
}

function optionValue(
  world: World,
  option: CommandOption,
  value: OptionValue,
  channel: Channel,
  resolved: Record<string, Payload>,
): unknown {
  if (typeof value === "object") return resolve(world, option, value, channel, resolved);
  if (option.choices && option.choices.length > 0) {
    const choice =
      option.choices.find((each) => each.value === value) ?? option.choices.find((each) => each.name === value);
    if (choice === undefined) throw new Impossible(`“${option.name}” has no choice “${String(value)}”`);
    return choice.value;
  }
  const wanted = option.type === Type.Boolean ? "boolean" : option.type === Type.String ? "string" : "number";
  if (typeof value !== wanted) throw new Impossible(`“${option.name}” takes a ${wanted}`);
  const size = typeof value === "string" ? [...value].length : Number(value);
  const min = typeof value === "string" ? option.min_length : option.min_value;
  const max = typeof value === "string" ? (option.max_length ?? 6000) : option.max_value;
  const isOut = wanted !== "boolean" && (size < (min ?? -Infinity) || size > (max ?? Infinity));
  const isBroken = option.type === Type.Integer && !Number.isInteger(value);
  if (isOut || isBroken) throw new Impossible(`“${option.name}” does not take ${String(value)}`);
  return value;
}

function resolve(
  world: World,
  option: CommandOption,
  value: object,
  channel: Channel,
  resolved: Record<string, Payload>,
): string {
  const put = (kind: string, id: string, payload: Payload): string => {
    resolved[kind] = { ...resolved[kind], [id]: payload };
    return id;
  };
  if ("user" in value && option.type === Type.User) {
    const { user } = value as { user: User };
    const member = channel.guild?.members.get(user.id);
    if (member !== undefined) {
      const { user: _, deaf: __, mute: ___, ...partial } = memberPayload(member);
      put("members", user.id, partial);
    }
    return put("users", user.id, userPayload(user));
  }
  if ("state" in value && option.type === Type.Channel) {
    const { state } = value as { state: Channel };
    return put("channels", state.id, channelPayload(state));
  }
  if ("data" in value && option.type === Type.Attachment) {
    const stored = storeFile(world, channel, value as FileInput);
    return put("attachments", stored.id, attachmentPayload(world, stored));
  }
  throw new Impossible(`“${option.name}” does not take that`);
}
