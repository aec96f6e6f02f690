/** Servers and channels in the hands of whoever runs them. */
import type { Message } from "./message.ts";
import {
  channelPayload,
  guildCreatePayload,
  guildPayload,
  memberPayload,
  rolePayloads,
  userPayload,
} from "./payloads.ts";
import { bits, canSee, EVERYONE, type PermissionName } from "./permissions.ts";
import type { Person } from "./person.ts";
import { Intent } from "./posting.ts";
import type { Channel, Guild, Overwrite, Payload, Role } from "./types.ts";
import { newChannel, type World } from "./world.ts";

export interface OverwriteInput {
  readonly allow?: readonly PermissionName[];
  readonly deny?: readonly PermissionName[];
}

export interface ChannelInput {
  readonly name?: string;
  /** Only these people and the bot see it. */
  readonly privateTo?: readonly Person[];
}

/** What an overwrite is for: a person, a role, `'everyone'` or `'bot'`. */
export type Target = Person | RoleHandle | "everyone" | "bot";

/** A channel and what stands in it. */
export class ChannelHandle {
  readonly state: Channel;
  readonly #world: World;

  constructor(world: World, state: Channel) {
    this.#world = world;
    this.state = state;
  }

  get id(): string {
    return this.state.id;
  }

  /** What everyone in the channel can read now, oldest first. */
  get messages(): readonly Message[] {
    return this.state.log.filter((message) => !message.deleted && !message.isEphemeral && !message.isLoading);
  }

  get last(): Message | undefined {
    return this.messages.at(-1);
  }

  /** Sets the overwrite of a person, role, everyone or the bot; with neither allow nor deny it is removed. */
  overwrite(target: Target, input: OverwriteInput): this {
    const id = this.#idOf(target);
    const isMember = target === "bot" || (typeof target === "object" && "user" in target);
    const overwrite: Overwrite = {
      id,
      type: isMember ? 1 : 0,
      allow: bits(input.allow ?? []),
      deny: bits(input.deny ?? []),
    };
    if (overwrite.allow === 0n && overwrite.deny === 0n) this.state.overwrites.delete(id);
    else this.state.overwrites.set(id, overwrite);
    emit(this.#world, "CHANNEL_UPDATE", channelPayload(this.state));
    return this;
  }

  /** Removes the channel with everything in it. */
  delete(): void {
    this.state.deleted = true;
    this.state.guild?.channels.delete(this.state.id);
    emit(this.#world, "CHANNEL_DELETE", channelPayload(this.state));
  }

  /** Whether the bot can see the channel. */
  get botCanSee(): boolean {
    return canSee(this.#world.bot, this.state);
  }

  #idOf(target: Target): string {
    if (target === "everyone") return this.state.guild?.id ?? "";
    return target === "bot" ? this.#world.bot.id : target.id;
  }
}

export class RoleHandle {
  readonly state: Role;

  constructor(state: Role) {
    this.state = state;
  }

  get id(): string {
    return this.state.id;
  }
}

function emit(world: World, name: string, data: Payload, intent: number = Intent.Guilds): void {
  world.emit({ name, intent, data: () => data });
}

/** A server. Every change is told to the bot as the intents allow. */
export class GuildHandle {
  readonly state: Guild;
  readonly #world: World;

  constructor(world: World, state: Guild) {
    this.#world = world;
    this.state = state;
  }

  get id(): string {
    return this.state.id;
  }

  /** Makes a text channel; `privateTo` hides it from everyone else but the bot. */
  channel(input: ChannelInput = {}): ChannelHandle {
    const { ids } = this.#world;
    const state = newChannel({
      id: ids.next(),
      type: 0,
      guild: this.state,
      recipient: undefined,
      name: input.name ?? "us",
    });
    const view = bits(["ViewChannel"]);
    if (input.privateTo !== undefined) {
      state.overwrites.set(this.id, { id: this.id, type: 0, allow: 0n, deny: view });
      for (const { id } of [...input.privateTo, this.#world.bot])
        state.overwrites.set(id, { id, type: 1, allow: view, deny: 0n });
    }
    this.state.channels.set(state.id, state);
    this.#world.channels.set(state.id, state);
    this.#tell("CHANNEL_CREATE", channelPayload(state));
    return new ChannelHandle(this.#world, state);
  }

  /** Puts the bot into the server, with these permissions beyond everyone's. */
  addBot(permissions: readonly PermissionName[] = []): this {
    const { bot, ids, clock } = this.#world;
    const role: Role = { id: ids.next(), name: bot.username, permissions: EVERYONE | bits(permissions), botId: bot.id };
    this.state.roles.set(role.id, role);
    this.state.members.set(bot.id, { user: bot, roles: new Set([role.id]), joinedAt: clock.now() });
    this.#tell("GUILD_CREATE", guildCreatePayload(this.#world, this.state));
    return this;
  }

  /** Throws the bot out. */
  removeBot(): void {
    const { bot } = this.#world;
    this.state.members.delete(bot.id);
    for (const role of this.state.roles.values()) if (role.botId === bot.id) this.state.roles.delete(role.id);
    emit(this.#world, "GUILD_DELETE", { id: this.id });
  }

  adds(person: Person): void {
    const member = { user: person.user, roles: new Set<string>(), joinedAt: this.#world.clock.now() };
    this.state.members.set(person.id, member);
    this.#tell("GUILD_MEMBER_ADD", { ...memberPayload(member), guild_id: this.id }, Intent.GuildMembers);
  }

  removes(person: Person): void {
    this.state.members.delete(person.id);
    this.#tell("GUILD_MEMBER_REMOVE", { guild_id: this.id, user: userPayload(person.user) }, Intent.GuildMembers);
  }

  /** Makes a role, such as `guild.role({ name: 'Mods', permissions: ['Administrator'] })`. */
  role(input: { readonly name: string; readonly permissions?: readonly PermissionName[] }): RoleHandle {
    const role: Role = {
      id: this.#world.ids.next(),
      name: input.name,
      permissions: bits(input.permissions ?? []),
      botId: undefined,
    };
    this.state.roles.set(role.id, role);
    this.#tellRole("GUILD_ROLE_CREATE", role);
    return new RoleHandle(role);
  }

  /** Changes what a role may do. */
  changesRole(role: RoleHandle, permissions: readonly PermissionName[]): void {
    role.state.permissions = bits(permissions);
    this.#tellRole("GUILD_ROLE_UPDATE", role.state);
  }

  deletesRole(role: RoleHandle): void {
    this.state.roles.delete(role.id);
    for (const member of this.state.members.values()) member.roles.delete(role.id);
    this.#tell("GUILD_ROLE_DELETE", { guild_id: this.id, role_id: role.id });
  }

  /** Gives a role to a member. Bots without the members intent hear of it only for themselves. */
  gives(person: Person | "bot", role: RoleHandle): void {
    const id = person === "bot" ? this.#world.bot.id : person.id;
    const member = this.state.members.get(id);
    if (member === undefined) throw new Error("Not a member");
    member.roles.add(role.id);
    const intent = person === "bot" ? Intent.Guilds : Intent.GuildMembers;
    this.#tell("GUILD_MEMBER_UPDATE", { ...memberPayload(member), guild_id: this.id }, intent);
  }

  transfersTo(owner: Person): void {
    this.state.ownerId = owner.id;
    this.#tell("GUILD_UPDATE", guildPayload(this.state));
  }

  /** What `with_counts` answers; undefined for the true number. */
  set approximateMemberCount(count: number | undefined) {
    this.state.approximateMemberCount = count;
  }

  /** An outage of this server. */
  goesUnavailable(): void {
    this.state.unavailable = true;
    emit(this.#world, "GUILD_DELETE", { id: this.id, unavailable: true });
  }

  comesBack(): void {
    this.state.unavailable = false;
    this.#tell("GUILD_CREATE", guildCreatePayload(this.#world, this.state));
  }

  #tell(name: string, data: Payload, intent: number = Intent.Guilds): void {
    if (this.state.members.has(this.#world.bot.id)) emit(this.#world, name, data, intent);
  }

  #tellRole(name: string, role: Role): void {
    const payload = rolePayloads(this.state).find((each) => each.id === role.id);
    this.#tell(name, { guild_id: this.id, role: payload });
  }
}
