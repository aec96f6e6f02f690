/** What the bot says to somebody on Telegram, and whether it is about what they have just done. */
import type { FakeMessage, FakePerson } from "../../fakes/telegram/index.ts";
import { PATIENCE } from "./actor.ts";
import type { Scene } from "./scene.ts";

/** After this long without another line, one that may be an echo is taken for what there is. */
const ECHO_WAIT = 5_000;

export interface Line {
  readonly message: FakeMessage;
  /** It cannot be a repeat of an earlier line. */
  readonly sure: boolean;
}

export class Lines {
  readonly #scene: Scene;
  readonly #person: FakePerson;

  constructor(scene: Scene, person: FakePerson) {
    this.#scene = scene;
    this.#person = person;
  }

  get #all(): readonly FakeMessage[] {
    return this.#person.chat.fromBot;
  }

  since(order: number, pattern: RegExp): readonly FakeMessage[] {
    return this.#all.filter((message) => this.#scene.orderOf(message) > order && pattern.test(message.text));
  }

  /** What a kill may have made the bot say again, before anything else, says nothing about what was done since. */
  isEcho(message: FakeMessage): boolean {
    const order = this.#scene.orderOf(message);
    const before = this.#all.findLast((each) => this.#scene.orderOf(each) < order);
    return before !== undefined && before.texts[0] === message.texts[0] && this.#scene.isCut(before);
  }

  /** What the bot says in private from now on, by a new message or on an old one; `but`: not this text. */
  async next(order: number, pattern: RegExp, but = ""): Promise<Line | null> {
    const any = () => this.since(order, pattern).filter((message) => message.text !== but);
    const sure = () => any().findLast((message) => !this.isEcho(message));
    const first = await this.#scene.until(sure, ECHO_WAIT);
    const message = first ?? (await this.#scene.until(() => sure() ?? any().at(-1), PATIENCE - ECHO_WAIT));
    return message && { message, sure: !this.isEcho(message) };
  }
}
