import { deliver } from "./interacting.ts";
import type { Message } from "./message.ts";
import type { ModalView } from "./modal-view.ts";
import { viewOf } from "./modal-view.ts";
import type { Ack, Interaction, Payload } from "./types.ts";
import type { World } from "./world.ts";

/** One thing a person did, and everything the bot answers to it. */
export class Exchange {
  readonly #world: World;
  readonly interaction: Interaction;

  constructor(world: World, interaction: Interaction) {
    this.#world = world;
    this.interaction = interaction;
  }

  get id(): string {
    return this.interaction.id;
  }

  get token(): string {
    return this.interaction.token;
  }

  /** The event as the bot got it. */
  get payload(): Payload {
    return this.interaction.payload;
  }

  /** How it was acknowledged, so far. */
  get ack(): Ack | undefined {
    return this.interaction.ack;
  }

  /** Whether the person was told that the application did not respond. */
  get failed(): boolean {
    return this.interaction.failed;
  }

  /** Resolves with this exchange when it is acknowledged; rejects when that came too late. */
  get response(): Promise<this> {
    return this.#settled(() => this.ack !== undefined, "an acknowledgement").then(() => this);
  }

  /** The modal that was opened; resolves with the acknowledgement, rejects when that is something else. */
  get modal(): Promise<ModalView> {
    return this.#settled(() => this.ack !== undefined, "a modal").then(() => {
      const { modal, ack } = this.interaction;
      if (modal === undefined) throw new Error(`No modal for “${this.interaction.summary}” but: ${ack}`);
      return viewOf(modal);
    });
  }

  /** The first answer that has something to read: a message, or what a deferred one became. */
  get reply(): Promise<Message> {
    return this.#settled(() => this.messages[0], "a reply");
  }

  /** All answers that can be seen now: no longer loading, not deleted; the first answer, then follow-ups. */
  get messages(): readonly Message[] {
    const { ack, original, followUps } = this.interaction;
    const first = ack === "message" || ack === "deferred" || ack === "update" ? original : undefined;
    return [first, ...followUps].filter((each) => each !== undefined && !each.isLoading && !each.deleted) as Message[];
  }

  /** The answers that only this person sees. */
  get ephemeral(): readonly Message[] {
    return this.messages.filter((message) => message.isEphemeral);
  }

  /** What the answers say, one after the other. */
  get text(): string {
    return this.messages.map((message) => message.text).join("\n");
  }

  /** Sends the same event to the bot once more. */
  redeliver(): void {
    deliver(this.#world, this.interaction);
  }

  async #settled<T>(fn: () => T, what: string): Promise<NonNullable<Exclude<T, false>>> {
    const summary = `${what} for “${this.interaction.user.username} ${this.interaction.summary}”`;
    const found = await this.#world.log.waitFor(() => fn() || (this.failed && "failed"), { what: summary });
    if (found === "failed")
      throw new Error(`The application did not respond: ${summary}\n${this.#world.log.transcript()}`);
    return found as NonNullable<Exclude<T, false>>;
  }
}
