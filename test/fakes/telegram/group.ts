import type {
  TelegramChat,
  TelegramChatFullInfo,
  TelegramChatMember,
  TelegramMessage,
  TelegramUser,
} from "@gramio/types";
import { meet, post, typed } from "./inbound.ts";
import { administrator, setMember } from "./membership.ts";
import type { FakeMessage } from "./message.ts";
import type { FakePerson } from "./person.ts";
import { ChatView } from "./view.ts";
import { ANONYMOUS, type Chat, GENERAL, isInside, type Permission, type Topic, type World } from "./world.ts";

/** How a group is made. The first member is its creator. */
export interface GroupOptions {
  title: string;
  members: FakePerson[];
  /** Default `group`, which is what a new private group is. */
  type?: "group" | "supergroup";
  /** A public supergroup's name. */
  username?: string;
}

const RESTRICTABLE: readonly Permission[] = [
  "can_send_messages",
  "can_send_photos",
  "can_send_documents",
  "can_send_videos",
  "can_send_voice_notes",
  "can_send_video_notes",
  "can_send_audios",
];

/** Messages of the general topic are not marked. */
export function inTopic(id: number): Partial<TelegramMessage> {
  return id === GENERAL ? {} : { message_thread_id: id, is_topic_message: true };
}

function newChat(world: World, options: GroupOptions): Chat {
  const type = options.type ?? "group";
  const id = type === "group" ? -(4_000_000_000 + world.serial()) : -(1_002_000_000_000 + world.serial());
  const name = options.username === undefined ? {} : { username: options.username };
  const wire: TelegramChat = { id, type, title: options.title, ...name };
  const chat: Chat = { wire, messages: [], members: new Map() };
  world.chats.set(id, chat);
  return chat;
}

/** A group of people, with or without the bot. */
export class FakeGroup extends ChatView {
  constructor(world: World, options: GroupOptions) {
    super(world, [newChat(world, options)]);
    for (const [i, { user }] of options.members.entries()) {
      const owner: TelegramChatMember = { status: "creator", user, is_anonymous: false };
      this.current.members.set(user.id, i === 0 ? owner : { status: "member", user });
    }
  }

  get title(): string {
    return this.current.wire.title ?? "";
  }

  get type(): string {
    return this.current.wire.type;
  }

  /** True while the bot is in the group. */
  get hasBot(): boolean {
    return isInside(this.current.members.get(this.world.bot.id));
  }

  /** The ids of everyone in it, the bot's too. */
  get memberIds(): number[] {
    return [...this.current.members.values()].filter(isInside).map((m) => m.user.id);
  }

  /** Adds the bot; the bot then knows all who are in. */
  addBot(by: FakePerson): void {
    const { world } = this;
    for (const id of this.memberIds) meet(world, id);
    setMember(world, this.current, by.user, { status: "member", user: world.bot });
    this.#service(by.user, joined(world.bot));
  }

  /** Removes the bot. A supergroup's bot learns it from `my_chat_member` alone. */
  removeBot(by: FakePerson): void {
    const { world } = this;
    setMember(world, this.current, by.user, { status: "kicked", user: world.bot, until_date: 0 });
    const message = world.add(this.current, { from: by.user, ...left(world.bot) });
    if (this.type === "group") world.notify("message", message.wire);
  }

  /** Brings somebody in; without `by` they come by themselves (a link). */
  adds(person: FakePerson, by: FakePerson = person): void {
    if (this.hasBot) meet(this.world, person.id);
    setMember(this.world, this.current, by.user, { status: "member", user: person.user });
    this.#service(by.user, joined(person.user));
  }

  /** Takes somebody out; without `by` they leave. */
  removes(person: FakePerson, by: FakePerson = person): void {
    const banned = by !== person && this.type === "supergroup";
    const next: TelegramChatMember = banned
      ? { status: "kicked", user: person.user, until_date: 0 }
      : { status: "left", user: person.user };
    setMember(this.world, this.current, by.user, next);
    this.#service(by.user, left(person.user));
  }

  /** A channel's posts and their discussion come here, the group has further public names, or a place on the map. */
  isKnownAs(further: Pick<TelegramChatFullInfo, "linked_chat_id" | "active_usernames" | "location">): void {
    this.current.further = further;
  }

  /** Makes the bot an administrator (by the group's creator). */
  makeBotAdmin(): void {
    setMember(this.world, this.current, this.#creator(), administrator(this.world.bot));
  }

  /** Takes the bot's rights away again. */
  demoteBot(): void {
    setMember(this.world, this.current, this.#creator(), { status: "member", user: this.world.bot });
  }

  /** Forbids everybody but administrators some kinds of messages; none: allows all again. Bots are not told. */
  forbids(...permissions: Permission[]): void {
    this.current.forbidden = new Set(permissions);
  }

  /** An administrator who remains anonymous writes, or a channel in which somebody speaks. */
  saysNameless(text: string, as: "admin" | "channel", options: { forwarded?: boolean } = {}): FakeMessage {
    const channel = { id: -1_001_234_567_890, type: "channel", title: "News" } as const;
    const from = as === "admin" ? ANONYMOUS : { ...ANONYMOUS, id: 136_817_688, username: "Channel_Bot" };
    const sender_chat = as === "admin" ? this.current.wire : channel;
    const forwarded = options.forwarded ? { is_automatic_forward: true as const } : {};
    return post(this.world, this.current, from, { ...typed(text), sender_chat, ...forwarded });
  }

  /** Gives the group a public name. Bots are not told. */
  becomesPublic(username: string): void {
    this.current.wire = { ...this.current.wire, type: "supergroup", username };
  }

  /** Restricts the bot alone. */
  restrictsBot(may: { can_send_messages: boolean }): void {
    const { bot } = this.world;
    const all = RESTRICTABLE.map((name) => [name, may.can_send_messages]);
    const member = { status: "restricted", user: bot, is_member: true, until_date: 0, ...Object.fromEntries(all) };
    setMember(this.world, this.current, this.#creator(), member as unknown as TelegramChatMember);
  }

  /** Deletes the group for everybody; bots are told that they are out of it. */
  deactivates(): void {
    setMember(this.world, this.current, this.#creator(), { status: "left", user: this.world.bot });
  }

  /** Turns the supergroup into one with topics. */
  becomesForum(): void {
    this.current.topics = new Map([[GENERAL, { closed: false, deleted: false }]]);
    this.current.wire = { ...this.current.wire, is_forum: true };
  }

  /** Makes a topic and returns its number. */
  opensTopic(name: string): number {
    const message = this.#service(this.#creator(), { forum_topic_created: { name, icon_color: 0x6fb9f0 } });
    message.wire = { ...message.wire, message_thread_id: message.id, is_topic_message: true };
    this.current.topics?.set(message.id, { closed: false, deleted: false });
    return message.id;
  }

  closesTopic(id: number): void {
    this.#topic(id).closed = true;
    this.#service(this.#creator(), { forum_topic_closed: {}, ...inTopic(id) });
  }

  reopensTopic(id: number): void {
    this.#topic(id).closed = false;
    this.#service(this.#creator(), { forum_topic_reopened: {}, ...inTopic(id) });
  }

  /** Bots are not told. */
  deletesTopic(id: number): void {
    this.#topic(id).deleted = true;
  }

  /**
   * Turns the group into a supergroup: a new id, new message ids, the old chat refuses everything. `silently`: the bot
   * never hears of it, as after a day without polling.
   */
  migrates(options: { silently?: boolean } = {}): void {
    if (options.silently) {
      this.#moves();
      return;
    }
    if (this.type !== "group") throw new Error("Only a basic group can migrate");
    const old = this.current;
    const by = this.#creator();
    const next = newChat(this.world, { title: this.title, members: [], type: "supergroup" });
    for (const [id, member] of old.members) next.members.set(id, member);
    this.#service(by, { migrate_to_chat_id: next.wire.id });
    old.migratedTo = next.wire.id;
    this.chats.push(next);
    this.#service(ANONYMOUS, { sender_chat: next.wire, migrate_from_chat_id: old.wire.id });
  }

  #moves(): void {
    const old = this.current;
    const next = newChat(this.world, { title: this.title, members: [], type: "supergroup" });
    for (const [id, member] of old.members) next.members.set(id, member);
    old.migratedTo = next.wire.id;
    this.chats.push(next);
  }

  #topic(id: number): Topic {
    const topic = this.current.topics?.get(id);
    if (!topic) throw new Error(`“${this.title}” has no topic ${id}`);
    return topic;
  }

  #creator(): TelegramUser {
    const creator = [...this.current.members.values()].find((m) => m.status === "creator");
    if (!creator) throw new Error(`“${this.title}” has no creator`);
    return creator.user;
  }

  #service(from: TelegramUser, content: Partial<TelegramMessage>): FakeMessage {
    return post(this.world, this.current, from, content);
  }
}

/** Real payloads still carry the two older spellings beside the documented field. */
function joined(user: TelegramUser): Partial<TelegramMessage> {
  const older = { new_chat_participant: user, new_chat_member: user };
  return { new_chat_members: [user], ...older };
}

function left(user: TelegramUser): Partial<TelegramMessage> {
  const older = { left_chat_participant: user };
  return { left_chat_member: user, ...older };
}
