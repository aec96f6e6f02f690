import { everyComponent, Kind } from "./rules-components.ts";
import { Flag } from "./rules-message.ts";
import type { Attachment, Channel, Component, Embed, Interaction, Payload, Snowflake, User } from "./types.ts";

export interface Button {
  readonly label: string;
  readonly customId: string | undefined;
  readonly url: string | undefined;
  readonly disabled: boolean;
}

export interface MessageInit {
  readonly id: Snowflake;
  readonly channel: Channel;
  readonly author: User;
  readonly flags?: number;
  readonly nonce?: string | number | undefined;
  /** The interaction that this message answers. */
  readonly interaction?: Interaction | undefined;
  readonly isFollowUp?: boolean;
  readonly repliesTo?: Message | undefined;
}

/** One message as it stands in the fake, with what people read in it. */
export class Message {
  readonly id: Snowflake;
  readonly channel: Channel;
  readonly author: User;
  readonly nonce: string | number | undefined;
  readonly interaction: Interaction | undefined;
  readonly isFollowUp: boolean;
  readonly repliesTo: Message | undefined;
  content = "";
  embeds: readonly Embed[] = [];
  components: readonly Component[] = [];
  attachments: readonly Attachment[] = [];
  flags: number;
  /** Fields beside the words: a sticker, a poll, a forwarded message. */
  carries: Payload = {};
  /** Ids of the people who were notified by a mention. */
  pings: readonly Snowflake[] = [];
  pingsEveryone = false;
  editedAt: number | undefined;
  deleted = false;
  /** What `text` was before each edit, oldest first. */
  readonly earlier: string[] = [];

  constructor(init: MessageInit) {
    this.id = init.id;
    this.channel = init.channel;
    this.author = init.author;
    this.flags = init.flags ?? 0;
    this.nonce = init.nonce;
    this.interaction = init.interaction;
    this.isFollowUp = init.isFollowUp ?? false;
    this.repliesTo = init.repliesTo;
  }

  /** Everything that can be read: the content, then embeds and text components. */
  get text(): string {
    const embeds = this.embeds.flatMap((embed) => [
      embed.author?.name,
      embed.title,
      embed.description,
      ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
      embed.footer?.text,
    ]);
    const displays = everyComponent(this.components).map(({ component }) =>
      component.type === Kind.TextDisplay ? component.content : undefined,
    );
    return [this.content, ...embeds, ...displays].filter((part) => part).join("\n");
  }

  get isEphemeral(): boolean {
    return (this.flags & Flag.Ephemeral) !== 0;
  }

  /** “… is thinking”: acknowledged, the answer is still to come. */
  get isLoading(): boolean {
    return (this.flags & Flag.Loading) !== 0;
  }

  /** The one person who can see an ephemeral message. */
  get onlyFor(): User | undefined {
    return this.isEphemeral ? this.interaction?.user : undefined;
  }

  get buttons(): readonly Button[] {
    const buttons = everyComponent(this.components).filter(({ component }) => component.type === Kind.Button);
    return buttons.map(({ component }) => ({
      label: component.label ?? "",
      customId: component.custom_id,
      url: component.url ?? undefined,
      disabled: component.disabled === true,
    }));
  }

  /** The component with this custom id, or the button with this label. */
  find(labelOrCustomId: string): Component | undefined {
    const all = everyComponent(this.components).map(({ component }) => component);
    const byId = all.find((component) => component.custom_id === labelOrCustomId);
    return byId ?? all.find((component) => component.type === Kind.Button && component.label === labelOrCustomId);
  }
}
