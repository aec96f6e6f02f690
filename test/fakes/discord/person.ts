import { commandData, type OptionValue } from "./command-data.ts";
import { Exchange } from "./exchange.ts";
import { type Deed, interact } from "./interacting.ts";
import type { Message } from "./message.ts";
import { type FieldValue, Impossible, type ModalView, submission } from "./modal-view.ts";
import { canSee, may } from "./permissions.ts";
import { edit, post, remove } from "./posting.ts";
import { isSelect, Kind } from "./rules-components.ts";
import type { Channel, Component, FileInput, Payload, User } from "./types.ts";
import type { World } from "./world.ts";

/** A place a person can be in: a server's channel or a direct one. */
export interface Place {
  readonly state: Channel;
}

/** What a message has beside its words. */
interface Extra {
  readonly files?: readonly FileInput[];
  readonly repliesTo?: Message;
  /** A reply that does not notify who is replied to. */
  readonly quietly?: boolean;
  /** Fields of their own: a sticker, a poll, a forwarded message. */
  readonly carries?: Payload;
}

/** Somebody with Discord's client in hand. What the client would not let them do throws `Impossible`. */
export class Person {
  readonly user: User;
  readonly #world: World;
  readonly #timers: Set<NodeJS.Timeout>;

  constructor(world: World, user: User, timers: Set<NodeJS.Timeout>) {
    this.#world = world;
    this.user = user;
    this.#timers = timers;
  }

  get id(): string {
    return this.user.id;
  }

  /** The direct channel with the bot. */
  get dm(): Place {
    return { state: this.#world.openDirectChannel(this.user) };
  }

  /**
   * Runs a slash command as it is registered, such as `person.runs('/checkin', { ritual: 'heart' }, channel)`;
   * subcommands follow the name after a space. Without a place it is run in the direct channel.
   */
  runs(command: string, options: Readonly<Record<string, OptionValue>> = {}, place: Place = this.dm): Exchange {
    this.#assertCanAct(place.state, true);
    const data = commandData(this.#world, command, options, place.state);
    const written = Object.entries(options).map(([name, value]) => ` ${name}:${String(value)}`);
    return this.#acts({
      type: 2,
      user: this.user,
      channel: place.state,
      data,
      summary: `runs ${command}${written.join("")}`,
    });
  }

  /** Presses a button, named by what it says or by its custom id. */
  presses(message: Message, labelOrCustomId: string): Exchange {
    const button = this.#usable(message, labelOrCustomId);
    if (button.type !== Kind.Button || !button.custom_id)
      throw new Impossible(`“${labelOrCustomId}” is no button to press`);
    const data = { id: button.id, custom_id: button.custom_id, component_type: Kind.Button };
    return this.#uses(message, data, `presses “${button.label ?? button.custom_id}”`);
  }

  /** Chooses in a select menu, by values or by what the options say. */
  selects(message: Message, customId: string, choices: readonly string[]): Exchange {
    const menu = this.#usable(message, customId);
    if (!isSelect(menu)) throw new Impossible(`“${customId}” is no select menu`);
    const options = menu.options ?? [];
    const values = choices.map(
      (name) => (options.find((each) => each.value === name) ?? options.find((each) => each.label === name))?.value,
    );
    const known = values.filter((value) => value !== undefined);
    if (known.length < choices.length) throw new Impossible(`“${customId}” has no option ${choices.join(", ")}`);
    if (known.length < (menu.min_values ?? 1) || known.length > (menu.max_values ?? 1))
      throw new Impossible(`“${customId}” does not take ${known.length} choices`);
    const data = { id: menu.id, custom_id: menu.custom_id, component_type: menu.type, values: known };
    return this.#uses(message, data, `selects ${known.join(", ")}`);
  }

  /** Sends off a modal; fields are named by label or custom id. What is left out keeps what it shows. */
  submits(modal: ModalView, values: Readonly<Record<string, FieldValue>>): Exchange {
    const { opener } = modal.state;
    if (opener.user !== this.user) throw new Impossible(`${this.user.username} was not shown “${modal.title}”`);
    const data = submission(this.#world, modal.state, values);
    const { channel, source } = opener;
    return this.#acts({
      type: 5,
      user: this.user,
      channel,
      data,
      source,
      parent: opener,
      summary: `submits “${modal.title}”`,
    });
  }

  /** Writes to the bot directly. */
  writesDM(text: string, extra: Extra = {}): Message {
    return this.writes(this.dm, text, extra);
  }

  /** Writes into a channel. */
  writes(place: Place, text: string, extra: Extra = {}): Message {
    this.#assertCanAct(place.state, false);
    if (!may(this.user, place.state, "SendMessages")) throw new Impossible(`${this.user.username} cannot write there`);
    const reference = extra.repliesTo === undefined ? {} : { message_reference: { message_id: extra.repliesTo.id } };
    const quiet = extra.quietly
      ? { allowed_mentions: { parse: ["users", "roles", "everyone"], replied_user: false } }
      : {};
    const body = { content: text, ...reference, ...quiet };
    const { files = [], carries = {} } = extra;
    return post(this.#world, { channel: place.state, author: this.user, body, files, carries });
  }

  /** Edits an own message. */
  edits(message: Message, text: string): void {
    if (message.author !== this.user || message.deleted) throw new Impossible("Only own messages can be edited");
    edit(this.#world, message, { content: text });
  }

  /** Deletes an own message. */
  deletes(message: Message): void {
    if (message.author !== this.user) throw new Impossible("Only own messages can be deleted");
    remove(this.#world, message);
  }

  /** Shows another name from now on. */
  renames(name: string): void {
    this.user.globalName = name;
  }

  /** Takes no more direct messages from servers (50007 for the bot). */
  closesDMs(): void {
    this.user.takesDms = false;
    this.#world.log.note(`${this.user.username} closes direct messages`);
  }

  opensDMs(): void {
    this.user.takesDms = true;
    this.#world.log.note(`${this.user.username} opens direct messages`);
  }

  /** Adds the app to the account, so that it works without a common server. */
  installsApp(): void {
    this.user.installed = true;
  }

  /** What the bot has said to this person alone: ephemeral answers and direct messages, oldest first. */
  get sees(): readonly Message[] {
    const all = [...this.#world.channels.values()].flatMap((channel) =>
      channel.log.filter((message) =>
        channel.recipient === this.user ? message.author !== this.user : message.onlyFor === this.user,
      ),
    );
    const own = all.filter((message) => this.#reads(message) && !message.isLoading);
    return own.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  }

  /** Everything this person can read in a place now, oldest first. */
  reads(place: Place): readonly Message[] {
    return place.state.log.filter((message) => this.#reads(message) && !message.isLoading);
  }

  #reads(message: Message): boolean {
    if (message.deleted || message.channel.deleted || !canSee(this.user, message.channel)) return false;
    return message.onlyFor === undefined || message.onlyFor === this.user;
  }

  #usable(message: Message, name: string): Component {
    if (!this.#reads(message)) throw new Impossible(`${this.user.username} cannot see the message “${message.text}”`);
    const component = message.find(name);
    const there = message.buttons.map((button) => button.label).join(", ");
    if (component === undefined)
      throw new Impossible(`There is no “${name}” under “${message.text}”; there is: ${there || "nothing"}`);
    if (component.disabled === true) throw new Impossible(`“${name}” is disabled`);
    return component;
  }

  #assertCanAct(channel: Channel, isCommand: boolean): void {
    const { username } = this.user;
    if (channel.deleted || !canSee(this.user, channel)) throw new Impossible(`${username} cannot see that channel`);
    const { guild } = channel;
    if (guild === undefined) {
      if (this.#world.sharesGuild(this.user) || this.user.installed) return;
      throw new Impossible(`${username} has no server in common with the bot`);
    }
    if (!isCommand) return;
    if (!guild.members.has(this.#world.bot.id)) throw new Impossible("The bot is not in that server");
    if (!may(this.user, channel, "UseApplicationCommands"))
      throw new Impossible(`${username} may not use commands there`);
  }

  #uses(message: Message, data: Deed["data"], summary: string): Exchange {
    const { channel } = message;
    return this.#acts({ type: 3, user: this.user, channel, data, source: message, summary });
  }

  /** An interaction that no client of ours would make: whatever it is, in a place, from this person. */
  forges(type: Deed["type"], data: unknown, place: Place = this.dm, source?: Message): Exchange {
    const deed = { type, user: this.user, channel: place.state, data: data as Deed["data"], source };
    return this.#acts({ ...deed, summary: `forges ${JSON.stringify(data)?.slice(0, 80)}` });
  }

  #acts(deed: Deed): Exchange {
    return new Exchange(this.#world, interact(this.#world, deed, this.#timers));
  }
}
