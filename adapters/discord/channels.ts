/** Which channel a chat is: a shared one by its id, a direct one by the person it is with. */
import { type APIDMChannel, Routes } from "discord.js";
import type { Chat } from "../../src/ports/chat.ts";
import type { Api } from "./api.ts";
import { ApiFailure, UNKNOWN_CHANNEL } from "./errors.ts";
import { Recent } from "./recent.ts";

/** Direct channels that are remembered. */
const REMEMBERED = 20_000;

export class Channels {
  readonly #api: Api;
  readonly #direct = new Recent<string>(REMEMBERED);

  constructor(api: Api) {
    this.#api = api;
  }

  /** Runs `work` with the chat's channel; a direct one that Discord has forgotten is opened again. */
  async with<T>(to: Chat, work: (channel: string) => Promise<T>): Promise<T> {
    if (to.kind === "shared") return work(to.chatId);
    const known = this.#direct.get(to.userId);
    if (known === undefined) return work(await this.#open(to.userId));
    try {
      return await work(known);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.code !== UNKNOWN_CHANNEL) throw error;
      return work(await this.#open(to.userId));
    }
  }

  async #open(userId: string): Promise<string> {
    const body = { recipient_id: userId };
    const channel = await this.#api<APIDMChannel>("POST", Routes.userChannels(), { body, apart: true });
    this.#direct.set(userId, channel.id);
    return channel.id;
  }
}
