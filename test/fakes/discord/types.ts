/** The state that the fake keeps. Every request reads and changes this, and tests assert it. */
import type { Message } from "./message.ts";

export type Snowflake = string;
export type Payload = Record<string, unknown>;

export interface User {
  readonly id: Snowflake;
  username: string;
  globalName: string | null;
  readonly bot: boolean;
  /** The language of the person's client, such as `en-US`. */
  locale: string;
  /** Whether the person takes direct messages from members of servers they share. */
  takesDms: boolean;
  /** Whether the person has installed the app for themselves. */
  installed: boolean;
}

export interface Role {
  readonly id: Snowflake;
  name: string;
  permissions: bigint;
  /** The bot whose own role this is. */
  readonly botId: Snowflake | undefined;
}

export interface Overwrite {
  readonly id: Snowflake;
  /** 0 a role, 1 a member. */
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface Member {
  readonly user: User;
  readonly roles: Set<Snowflake>;
  readonly joinedAt: number;
}

export interface Guild {
  readonly id: Snowflake;
  name: string;
  ownerId: Snowflake;
  locale: string;
  readonly roles: Map<Snowflake, Role>;
  readonly members: Map<Snowflake, Member>;
  readonly channels: Map<Snowflake, Channel>;
  /** What `with_counts` answers, when a test wants it to differ from the truth. */
  approximateMemberCount: number | undefined;
  unavailable: boolean;
}

export interface Channel {
  readonly id: Snowflake;
  /** 0 a server's text channel, 1 a direct one. */
  readonly type: 0 | 1;
  readonly guild: Guild | undefined;
  /** The other side of a direct channel. */
  readonly recipient: User | undefined;
  name: string;
  overwrites: Map<Snowflake, Overwrite>;
  deleted: boolean;
  /** Everything ever sent here, ephemeral and deleted messages included, oldest first. */
  readonly log: Message[];
  /** `author:nonce` to the message that it named. */
  readonly nonces: Map<string, Message>;
}

export interface Attachment {
  readonly id: Snowflake;
  readonly filename: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly description: string | undefined;
  readonly channelId: Snowflake;
  readonly createdAt: number;
}

/** What a file is before it has been sent. */
export interface FileInput {
  readonly name: string;
  readonly data: Buffer | string;
  readonly contentType?: string;
}

/** Any component of a message or a modal, loosely: `type` decides which members it has. */
export interface Component {
  readonly type: number;
  id?: number;
  readonly custom_id?: string;
  readonly label?: string | null;
  readonly description?: string | null;
  readonly content?: string;
  readonly style?: number;
  readonly url?: string | null;
  readonly disabled?: boolean | null;
  readonly emoji?: unknown;
  readonly sku_id?: unknown;
  readonly value?: string | null;
  readonly placeholder?: string | null;
  readonly required?: boolean | null;
  readonly default?: boolean | null;
  readonly min_length?: number | null;
  readonly max_length?: number | null;
  readonly min_values?: number | null;
  readonly max_values?: number | null;
  readonly options?: readonly SelectOption[];
  readonly components?: readonly Component[];
  readonly component?: Component;
  readonly accessory?: Component;
}

interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string | null;
  readonly default?: boolean | null;
}

export interface Embed {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly footer?: { readonly text: string } | null;
  readonly author?: { readonly name: string } | null;
  readonly fields?: readonly { readonly name: string; readonly value: string }[] | null;
}

interface AllowedMentions {
  readonly parse?: readonly string[] | null;
  readonly users?: readonly Snowflake[] | null;
  readonly roles?: readonly Snowflake[] | null;
  readonly replied_user?: boolean | null;
}

/** The body of a request that makes or changes a message. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly Embed[] | null;
  readonly components?: readonly Component[] | null;
  readonly flags?: number | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly attachments?: readonly { id: string | number; filename?: string; description?: string | null }[] | null;
  readonly message_reference?: { message_id?: Snowflake; fail_if_not_exists?: boolean } | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
  readonly poll?: unknown;
  readonly sticker_ids?: readonly Snowflake[] | null;
}

/** A command or an option of one, as registered. */
export interface CommandOption {
  readonly type?: number;
  readonly name: string;
  readonly description?: string;
  readonly name_localizations?: Record<string, string> | null;
  readonly description_localizations?: Record<string, string> | null;
  readonly required?: boolean | null;
  readonly options?: readonly CommandOption[] | null;
  readonly choices?: readonly CommandChoice[] | null;
  readonly autocomplete?: boolean | null;
  readonly min_length?: number | null;
  readonly max_length?: number | null;
  readonly min_value?: number | null;
  readonly max_value?: number | null;
}

interface CommandChoice {
  readonly name: string;
  readonly name_localizations?: Record<string, string> | null;
  readonly value: string | number;
}

export interface Command extends CommandOption {
  readonly id: Snowflake;
  readonly contexts?: readonly number[] | null;
  readonly dm_permission?: boolean | null;
}

/** How an interaction was acknowledged. */
export type Ack = "message" | "deferred" | "deferredUpdate" | "update" | "modal";

export interface Modal {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly Component[];
  /** The interaction that was answered with this modal. */
  readonly opener: Interaction;
}

export interface Interaction {
  readonly id: Snowflake;
  readonly token: string;
  /** 2 command, 3 component, 5 modal submit. */
  readonly type: 2 | 3 | 5;
  readonly user: User;
  readonly channel: Channel;
  readonly createdAt: number;
  /** What the person did, for transcripts. */
  readonly summary: string;
  readonly payload: Payload;
  /** The message whose component was used, also for a modal opened from one. */
  readonly source: Message | undefined;
  readonly parent: Interaction | undefined;
  ack: Ack | undefined;
  /** Nobody answered in time: the person was told that the app did not respond. */
  failed: boolean;
  modal: Modal | undefined;
  original: Message | undefined;
  /** Whether `original` was still to come when it was acknowledged. */
  readonly followUps: Message[];
}

/** A refused body: what `violations` lists. */
export interface Violation {
  readonly request: string;
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** An event of the gateway, before it is known who hears it. */
export interface GatewayEvent {
  readonly name: string;
  /** The intent bit a session needs; 0 for events that every session gets. */
  readonly intent: number;
  /** What a session with these intents gets to see. */
  readonly data: (intents: number) => unknown;
}
