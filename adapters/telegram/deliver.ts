/** Deliveries → calls, one part after the other. */
import type { Chat, Delivery, DeliveryResult, Operation } from "../../src/ports/chat.ts";
import { planEdit, type Ref, readRef, refOf } from "../../src/ports/refs.ts";
import { isGone, isNotModified, isNotText, isStuck, isUndeletable, Refused, stays, toResult } from "./errors.ts";
import type { Timing } from "./limits.ts";
import { type TappedMessage, tappedMessage } from "./origin.ts";
import { blankPayload, editPayload, mediaPayloads, type Payload, sendPayload, type Target } from "./payload.ts";
import { NOTHING, type Part, render } from "./render.ts";
import { done, sent } from "./schema.ts";
import type { Transport } from "./transport.ts";

export interface DeliverParts {
  readonly transport: Transport;
  readonly timing: Timing;
  /** The bot's user name. */
  readonly username: () => string;
}

type OnPart = (index: number, ref: string) => Promise<void>;

const DELIVERED: DeliveryResult = { type: "delivered" };

/** The platform's id of the chat that is addressed. */
function chatIdOf(chat: Chat): number {
  return Number(chat.kind === "private" ? chat.userId : chat.chatId);
}

function targetOf({ to, topic }: Delivery, silent: boolean): Target {
  return { chatId: chatIdOf(to), silent, topic };
}

function keyOf(part: Part): string | null {
  return part.kind === "media" ? part.media.key : null;
}

export class Deliveries {
  readonly #parts: DeliverParts;

  constructor(parts: DeliverParts) {
    this.#parts = parts;
  }

  /** See `ChatAdapter.deliver`. Rejects only with what `onPart` rejects with. */
  async deliver(delivery: Delivery, onPart: OnPart): Promise<DeliveryResult> {
    try {
      return await this.#carryOut(delivery, onPart);
    } catch (error) {
      return toResult(error, delivery.to);
    }
  }

  #carryOut(delivery: Delivery, onPart: OnPart): Promise<DeliveryResult> {
    const { operation, to } = delivery;
    if (operation.type === "send") return this.#send(delivery, operation, onPart);
    if (operation.type === "edit") return this.#edit(delivery, operation, onPart);
    return this.#delete(to, operation.refs);
  }

  #render({ to, operation, small }: Delivery): readonly Part[] {
    if (operation.type === "delete") return [];
    const context = { shared: to.kind === "shared", username: this.#parts.username(), small: small === true };
    return render(operation.message, context);
  }

  async #send(
    delivery: Delivery,
    operation: Extract<Operation, { type: "send" }>,
    onPart: OnPart,
  ): Promise<DeliveryResult> {
    const parts = this.#render(delivery);
    if (parts.length === 0) return { type: "rejected", reason: "the message has nothing to show", because: "bug" };
    const tapped = delivery.replace ? tappedMessage(delivery.origin) : null;
    const target = targetOf(delivery, operation.message.silent === true);
    for (const [index, part] of parts.entries()) {
      if (index < operation.fromPart) continue;
      const replaced = index === 0 && tapped && (await this.#replace(delivery.to, tapped, part));
      const ref = replaced ? tapped.messageId : await this.#sendPart(delivery.to, part, target);
      await onPart(index, refOf(ref, keyOf(part)));
    }
    return DELIVERED;
  }

  async #sendPart(to: Chat, part: Part, target: Target): Promise<number> {
    if (part.kind === "media") return this.#sendMedia(to, part, target);
    if (part.kind === "file") return this.#sendFile(to, part, target);
    return this.#call(sendPayload(part, target));
  }

  async #call({ method, params }: Payload): Promise<number> {
    const options = { schema: sent, timeoutMs: this.#parts.timing.callMs };
    return (await this.#parts.transport.call(method, params, options)).message_id;
  }

  /** What is refused as a picture or a voice goes as a document; what is refused even so is named in words. */
  async #sendMedia(to: Chat, part: Extract<Part, { kind: "media" }>, target: Target): Promise<number> {
    for (const payload of mediaPayloads(part, target)) {
      try {
        return await this.#call(payload);
      } catch (error) {
        const result = toResult(error, to);
        // A chat may allow words and no pictures. Where it allows no words either, they are what is refused in the end.
        const isOfThisKind = result.type === "unreachable" && result.why === "no-access";
        if (result.type !== "rejected" && !isOfThisKind) throw error;
      }
    }
    const { media, ...rest } = part;
    const text = `${media.caption}\n${media.instead}`;
    return this.#call(sendPayload({ ...rest, kind: "text", text, entities: [] }, target));
  }

  /** One of several files that is refused must not keep the others back. */
  async #sendFile(to: Chat, part: Extract<Part, { kind: "file" }>, target: Target): Promise<number> {
    const { file, ...rest } = part;
    try {
      return await this.#call(sendPayload(part, target));
    } catch (error) {
      if (file.instead === undefined || toResult(error, to).type !== "rejected") throw error;
      return this.#call(sendPayload({ ...rest, kind: "text", text: file.instead, entities: [] }, target));
    }
  }

  /** True when the tapped message shows the part now; false when it cannot, so that it is sent instead. */
  async #replace(to: Chat, tapped: TappedMessage, part: Part): Promise<boolean> {
    if (part.kind !== "text" || tapped.chatId !== String(chatIdOf(to))) return false;
    try {
      await this.#editPart(to, tapped.messageId, part);
      return true;
    } catch (error) {
      // Deleted, too old, not ours: a new message says it as well. What is wrong with the chat comes out there.
      if (error instanceof Refused && error.code === 400) return false;
      throw error;
    }
  }

  async #editPart(to: Chat, messageId: number, part: Part): Promise<void> {
    const { method, params } = editPayload(part, chatIdOf(to), messageId);
    try {
      await this.#parts.transport.call(method, params, { schema: done, timeoutMs: this.#parts.timing.callMs });
    } catch (error) {
      if (!isNotModified(error)) throw error;
    }
  }

  async #edit(
    delivery: Delivery,
    operation: Extract<Operation, { type: "edit" }>,
    onPart: OnPart,
  ): Promise<DeliveryResult> {
    const { to } = delivery;
    const target = targetOf(delivery, true);
    const keyed = (part: Part) => ({ key: keyOf(part), isNew: part.kind !== "media" || part.media.data !== null });
    const { shown, gone } = planEdit(this.#render(delivery), operation.refs, keyed);
    // What was taken back goes first, files before words: it must not wait for what stays.
    let kept = await this.#removeAll(to, gone);
    for (const [index, { part, ref }] of shown.entries()) {
      const renewed = ref
        ? await this.#renew(to, Number(ref.id), part, target)
        : await this.#sendPart(to, part, target);
      if (renewed instanceof Refused) kept = renewed;
      else await onPart(index, refOf(renewed, keyOf(part)));
    }
    // One that cannot be changed or removed holds up nothing else, but it must not pass as done.
    return kept ? stays(kept) : DELIVERED;
  }

  /**
   * The id of the message that shows the part now, or the refusal where the old one can only stay. One that its reader
   * deleted stays deleted.
   */
  async #renew(to: Chat, messageId: number, part: Part, target: Target): Promise<number | Refused> {
    if (part.kind === "media" && !part.keyboard) return messageId;
    try {
      await this.#editPart(to, messageId, part);
      return messageId;
    } catch (error) {
      if (isGone(error)) return messageId;
      if (isStuck(error)) return this.#putAnew(to, messageId, part, target);
      if (!isNotText(error)) throw error;
    }
    // A picture cannot become words: the words come anew.
    const shown = await this.#sendPart(to, part, target);
    await this.#remove(to, { id: String(messageId), key: null });
    return shown;
  }

  /** In place of a message that cannot be changed. It goes first: it may show what was taken back. */
  async #putAnew(to: Chat, messageId: number, part: Part, target: Target): Promise<number | Refused> {
    const kept = await this.#removeAll(to, [{ id: String(messageId), key: null }]);
    return kept ?? this.#sendPart(to, part, target);
  }

  async #delete(to: Chat, refs: readonly string[]): Promise<DeliveryResult> {
    const kept = await this.#removeAll(to, refs.map(readRef));
    return kept ? stays(kept) : DELIVERED;
  }

  /** The platform's refusal where one of them stays; everything that can be removed is. */
  async #removeAll(to: Chat, refs: readonly Ref[]): Promise<Refused | null> {
    let kept: Refused | null = null;
    for (const ref of refs) {
      try {
        await this.#remove(to, ref);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (!isUndeletable(error) && toResult(error, to).type !== "rejected") throw error;
        kept = error;
      }
    }
    return kept;
  }

  /** Deletes; where the platform no longer lets us, empties the message. Gone already is as good. */
  async #remove(to: Chat, ref: Ref): Promise<void> {
    const params = { chat_id: chatIdOf(to), message_id: Number(ref.id) };
    try {
      await this.#parts.transport.call("deleteMessage", params, { schema: done, timeoutMs: this.#parts.timing.callMs });
    } catch (error) {
      if (isGone(error)) return;
      if (!isUndeletable(error)) throw error;
      await this.#blank(to, ref, error);
    }
  }

  /** Throws `refusal` where nothing helps: words that stay readable must not pass as deleted. */
  async #blank(to: Chat, { id, key }: Ref, refusal: unknown): Promise<void> {
    try {
      if (key !== null) await this.#call(blankPayload(chatIdOf(to), Number(id)));
      else await this.#editPart(to, Number(id), { kind: "text", text: NOTHING, entities: [] });
    } catch (error) {
      if (isGone(error)) return;
      // A file that is no part of an answer has no key; it is known by what the platform says.
      if (key === null && isNotText(error)) return this.#blank(to, { id, key: "file" }, refusal);
      throw error instanceof Refused && error.code === 400 ? refusal : error;
    }
  }
}
