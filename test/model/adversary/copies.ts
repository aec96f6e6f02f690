/** The copies of a reveal, as each of the two got them: who was shown the other's half shows theirs too. */
import type { Message } from "../../../src/domain/message.ts";
import { chatKey } from "../../../src/ports/outbox.ts";
import type { Actor } from "../../scenario/actor.ts";
import { type StagePlatform, textOf } from "../../scenario/platform.ts";

interface Copy {
  readonly round: string;
  readonly reader: string;
  readonly halves: readonly string[];
  readonly at: number;
}

export class Copies {
  readonly #copies: Copy[] = [];
  readonly #readers = new Map<string, string>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  between(ana: Actor, ben: Actor): void {
    for (const one of [ana, ben]) this.#readers.set(chatKey(one.home), one.name);
  }

  watch(platform: StagePlatform): void {
    const deliver = platform.deliver.bind(platform);
    platform.deliver = async (delivery, onPart) => {
      const { to, operation } = delivery;
      const result = await deliver(delivery, onPart);
      const reader = this.#readers.get(chatKey(to));
      if (reader !== undefined && operation.type === "send") this.#shown(reader, operation.message);
      return result;
    };
  }

  #shown(reader: string, message: Message): void {
    if (!/You have both answered\./.test(textOf(message))) return;
    const actions = message.buttons.flat().map(({ action }) => action);
    const round = /(?:resp|half)_([A-Za-z0-9]{16})/.exec(actions.join(" "))?.[1] ?? "";
    const halves = message.blocks.flatMap((block) => (block.type === "quote" ? [block.by] : []));
    this.#copies.push({ round, reader, halves: [...new Set(halves)], at: this.#now() });
  }

  /** What is unfair about them, in words; null when nothing is. */
  unfair(): string | null {
    for (const [index, copy] of this.#copies.entries()) {
      const isFirst = !this.#copies
        .slice(0, index)
        .some(({ round, reader }) => round === copy.round && reader === copy.reader);
      const before = this.#copies
        .slice(0, index)
        .find(
          (one) =>
            one.reader !== copy.reader &&
            one.halves.includes(copy.reader) &&
            (one.round === copy.round || copy.round === ""),
        );
      if (isFirst && before && !copy.halves.includes(before.reader))
        return `${before.reader} was shown the half of ${copy.reader}, and the copy of ${copy.reader} came without that of ${before.reader}`;
    }
    return null;
  }
}
