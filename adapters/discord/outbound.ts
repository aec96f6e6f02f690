/** Our deliveries → requests, and where a private message goes: to the interaction, or to the direct chat. */
import { type APIMessage, MessageFlags, Routes } from "discord.js";
import type { Message } from "../../src/domain/message.ts";
import type { Chat, Delivery, DeliveryResult } from "../../src/ports/chat.ts";
import { planEdit, type Ref, readRef, refOf } from "../../src/ports/refs.ts";
import type { Api } from "./api.ts";
import { Channels } from "./channels.ts";
import { ApiFailure, isInteractionOver, MISSING_PERMISSIONS, toResult, UNKNOWN_MESSAGE } from "./errors.ts";
import type { Interactions } from "./live.ts";
import { nonce } from "./nonce.ts";
import { decodeOrigin, fitsPlace, mayAnswer, type Origin } from "./origin.ts";
import { meaningOf } from "./refusals.ts";
import { insteadOf, keyOf, type Part, renderParts, stays, withoutFiles } from "./render.ts";
import {
  deleteEphemeral,
  deleteOriginal,
  editEphemeral,
  editOriginal,
  editPayload,
  followUp,
  payload,
} from "./webhook.ts";

export interface Outside {
  readonly api: Api;
  readonly now: () => number;
  readonly interactions: Interactions;
  /** A person whose direct chat is closed. */
  readonly onClosed: (userId: string) => void;
}

type OnPart = (index: number, ref: string) => Promise<void>;

/** One delivery at work: after the first refusal its origin is not tried again. */
interface Job {
  readonly delivery: Delivery;
  readonly silent: boolean;
  origin: Origin | null;
}

export class Outbound {
  readonly #out: Outside;
  readonly #channels: Channels;

  constructor(outside: Outside) {
    this.#out = outside;
    this.#channels = new Channels(outside.api);
  }

  /** See `ChatAdapter.deliver`: failures of Discord's become results, those of `onPart` pass through. */
  async deliver(delivery: Delivery, onPart: OnPart): Promise<DeliveryResult> {
    try {
      await this.#run(delivery, onPart);
      await this.#tidy(delivery);
      return { type: "delivered" };
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const result = toResult(error);
      // Its own messages the bot can always remove: it is somebody else's that it may not, and the chat is well.
      if (delivery.operation.type === "delete" && error.code === MISSING_PERMISSIONS) {
        return { type: "rejected", reason: error.message, because: "stays" };
      }
      if (result.type !== "unreachable" || delivery.to.kind !== "private") return result;
      this.#out.onClosed(delivery.to.userId);
      return { type: "unreachable", why: "closed" };
    }
  }

  async #run(delivery: Delivery, onPart: OnPart): Promise<void> {
    const { operation } = delivery;
    if (operation.type === "delete") {
      const kept = await this.#removeAll(delivery.to, operation.refs.map(readRef), delivery.origin);
      if (kept) throw kept;
      return;
    }
    const job = await this.#job(delivery, operation.message);
    const parts = renderParts(operation.message, delivery.small);
    if (operation.type === "edit") return this.#edit(job, parts, operation.refs, onPart);
    for (const [index, part] of parts.entries()) {
      if (index >= operation.fromPart) await onPart(index, refOf(await this.#show(job, part, index), keyOf(part)));
    }
  }

  /** The answer was given elsewhere, in the channel or on an older message: nothing is to be waited for. */
  async #tidy(delivery: Delivery): Promise<void> {
    const origin = decodeOrigin(delivery.origin);
    const live = origin === null ? undefined : this.#out.interactions.known(origin);
    if (origin === null || live === undefined || origin.until <= this.#out.now()) return;
    if ((await live.answered) !== "reply" || live.isClaimed) return;
    live.claim(delivery.id);
    // What stays is an empty line that its reader alone sees; Discord ends it after 15 minutes.
    await deleteOriginal(this.#out.api, origin).catch(() => undefined);
  }

  async #job(delivery: Delivery, message: Message): Promise<Job> {
    const origin = decodeOrigin(delivery.origin);
    const isUsable = origin !== null && origin.until > this.#out.now() && mayAnswer(origin, delivery);
    // Not before Discord has the acknowledgement: until then the token works for nothing else.
    if (isUsable) await this.#out.interactions.of(origin).answered;
    return { delivery, silent: message.silent === true, origin: isUsable ? origin : null };
  }

  /** Shows a new part and returns its id. A file that Discord does not take is named in words. */
  async #show(job: Job, part: Part, index: number): Promise<string> {
    const { media } = part;
    const simpler = media ? insteadOf(part, media) : withoutFiles(part);
    if (!simpler) return this.#send(job, part, index);
    try {
      return await this.#send(job, part, index);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      const result = toResult(error);
      // A channel may allow words and no files; where it allows no words either, they are refused in the end.
      if (result.type !== "rejected" && !(result.type === "unreachable" && result.why === "no-access")) throw error;
      return this.#send(job, simpler, index);
    }
  }

  /** Discord's refusal of the interaction leads to the ordinary way. */
  async #send(job: Job, part: Part, index: number): Promise<string> {
    const { delivery, origin } = job;
    if (origin !== null) {
      try {
        const id = await this.#answer(origin, delivery, part, index);
        if (id !== null) return id;
      } catch (error) {
        if (!(error instanceof ApiFailure) || !isInteractionOver(error)) throw error;
      }
      job.origin = null;
    }
    return this.#channels.with(delivery.to, (channel) => this.#post(channel, job, part, index));
  }

  /** Null when the interaction takes no answer. */
  async #answer(origin: Origin, delivery: Delivery, part: Part, index: number): Promise<string | null> {
    const live = this.#out.interactions.of(origin);
    const answered = await live.answered;
    if (answered === "lost") return null;
    const isReplaced = answered === "update" && delivery.replace === true && fitsPlace(origin, delivery.to);
    const wantsOriginal = index === 0 && (answered === "reply" || isReplaced);
    if (delivery.to.kind === "shared" && !(isReplaced && wantsOriginal)) return null;
    if (wantsOriginal && live.claim(delivery.id)) {
      const id = await this.#original(origin, part);
      if (id !== null) return this.#remembered(origin, id);
    }
    if (delivery.to.kind === "shared") return null;
    return this.#remembered(origin, await followUp(this.#out.api, origin, part));
  }

  /** Null when the original is gone: its reader has dismissed it. */
  async #original(origin: Origin, part: Part): Promise<string | null> {
    try {
      return await editOriginal(this.#out.api, origin, part);
    } catch (error) {
      if (error instanceof ApiFailure && error.code === UNKNOWN_MESSAGE) return null;
      throw error;
    }
  }

  #remembered(origin: Origin, messageId: string): string {
    if (origin.sight !== "direct") this.#out.interactions.remember(messageId, origin);
    return messageId;
  }

  async #post(channel: string, job: Job, part: Part, index: number): Promise<string> {
    const flags = job.silent ? MessageFlags.SuppressNotifications : 0;
    const { body, files } = payload(part, flags);
    const once = { nonce: nonce(job.delivery.id, index), enforce_nonce: true };
    const message = await this.#out.api<APIMessage>("POST", Routes.channelMessages(channel), {
      body: { ...body, ...once },
      files,
    });
    return message.id;
  }

  /** Changes the messages part by part; sends what is missing, removes what is too much. */
  async #edit(job: Job, parts: readonly Part[], refs: readonly string[], onPart: OnPart): Promise<void> {
    const keyed = (part: Part) => ({ key: keyOf(part), isNew: part.media?.data !== null });
    const { shown, gone } = planEdit(parts, refs, keyed);
    // What was taken back goes first, files before words: it must not wait for what stays.
    const kept = await this.#removeAll(job.delivery.to, gone);
    for (const [index, { part, ref }] of shown.entries()) {
      const isShown = ref !== null && (stays(part) || (await this.#change(job, ref.id, part)));
      const id = isShown ? ref.id : await this.#show(job, part, index);
      await onPart(index, refOf(id, keyOf(part)));
    }
    // One that cannot be removed holds up nothing else, but it must not pass as removed.
    if (kept) throw kept;
  }

  /** False when the message is gone, or had to go. */
  async #change(job: Job, ref: string, part: Part): Promise<boolean> {
    const { api, interactions, now } = this.#out;
    const key = interactions.keyOf(ref, now());
    try {
      if (key !== null) await editEphemeral(api, key, ref, part);
      else
        await this.#channels.with(job.delivery.to, (id) =>
          api("PATCH", Routes.channelMessage(id, ref), editPayload(part)),
        );
      return true;
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      // It must not go on showing what was to be changed, a half taken back perhaps: a new one takes its place.
      const isStuck = meaningOf(error.code) === "stays";
      if (isStuck) await this.#remove(job.delivery.to, ref);
      const isGone = error.code === UNKNOWN_MESSAGE || isStuck;
      if (isGone || (key !== null && isInteractionOver(error))) return false;
      throw error;
    }
  }

  /** Discord's refusal where one of them stays; everything that can be removed is. */
  async #removeAll(to: Chat, refs: readonly Ref[], origin?: string): Promise<ApiFailure | null> {
    let kept: ApiFailure | null = null;
    for (const { id } of refs) {
      try {
        await this.#remove(to, id, origin);
      } catch (error) {
        if (!(error instanceof ApiFailure) || toResult(error).type !== "rejected") throw error;
        kept = error;
      }
    }
    return kept;
  }

  /** `origin`: of the event that the message answered, for what is not remembered since a restart. */
  async #remove(to: Chat, ref: string, origin?: string): Promise<void> {
    const { api, interactions, now } = this.#out;
    const key = interactions.keyOf(ref, now()) ?? this.#keyOfOrigin(origin);
    try {
      if (key !== null) await deleteEphemeral(api, key, ref);
      else await this.#channels.with(to, (id) => api("DELETE", Routes.channelMessage(id, ref)));
    } catch (error) {
      const isGone =
        error instanceof ApiFailure && (error.code === UNKNOWN_MESSAGE || (key !== null && isInteractionOver(error)));
      if (!isGone) throw error;
    }
  }

  #keyOfOrigin(text: string | undefined): Origin | null {
    const origin = decodeOrigin(text);
    const isEphemeral = origin !== null && origin.sight !== "direct" && origin.until > this.#out.now();
    return isEphemeral ? origin : null;
  }
}
