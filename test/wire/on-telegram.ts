import type { FakeGroup, FakeMessage, FakePerson } from "../fakes/telegram/index.ts";
import { find, type Label, type Outcome, type Shown, type Somebody, type Where } from "./somebody.ts";
import { answersInSteps } from "./steps.ts";
import type { Wire } from "./wire.ts";

const NOTHING: Outcome = { toast: null, form: null };

/** The start parameter of a link into the private chat, or what a callback button carries. */
function actionOf(button: { url?: string; callback_data?: string }): string {
  if (button.callback_data !== undefined) return button.callback_data;
  return new URL(button.url ?? "http://none").searchParams.get("start") ?? "";
}

function shown(message: FakeMessage, where: Where): Shown {
  return {
    id: `${message.chatId}:${message.id}`,
    // The word joiner keeps clients from making commands and mentions of people's words.
    text: message.text.replaceAll("\u2060", ""),
    buttons: message.buttons.flat().map((button) => ({ label: button.text, action: actionOf(button as never) })),
    where,
  };
}

export class OnTelegram implements Somebody {
  readonly platform = "telegram";
  readonly name: string;
  readonly userId: string;
  readonly person: FakePerson;
  readonly #wire: Wire;
  home: FakeGroup | null = null;

  constructor(wire: Wire, person: FakePerson) {
    this.#wire = wire;
    this.person = person;
    this.name = person.user.first_name;
    this.userId = String(person.id);
  }

  #messages(where: Where): readonly FakeMessage[] {
    return where === "private" ? this.person.chat.fromBot : (this.home?.fromBot ?? []);
  }

  sees(where: Where = "private"): readonly Shown[] {
    return this.#messages(where).map((message) => shown(message, where));
  }

  async taps(label: Label, where: Where = "private"): Promise<Outcome> {
    const found = find(this.sees(where), label);
    if (!found) throw new Error(`${this.name} sees no button ${label} (${where})\n${this.#wire.telegram.transcript()}`);
    return this.tapsOn(found.shown, found.button.action);
  }

  async tapsOn({ id, where, buttons }: Shown, action: string): Promise<Outcome> {
    const message = this.#messages(where).find((each) => `${each.chatId}:${each.id}` === id);
    const label = buttons.find((each) => each.action === action)?.label;
    if (!message || label === undefined) throw new Error(`${this.name} no longer sees ${action} on ${id}`);
    const result = await this.person.taps(message, label);
    await this.#wire.calm();
    return { ...NOTHING, toast: result.text ?? null };
  }

  async types(command: string, where: Where = "private"): Promise<Outcome> {
    if (where === "home" && this.home) this.person.sendsIn(this.home, command);
    else this.person.sends(command);
    await this.#wire.calm();
    return NOTHING;
  }

  async writes(text: string): Promise<string> {
    const message = this.person.sends(text);
    await this.#wire.calm();
    return String(message.id);
  }

  async edits(id: string, text: string): Promise<void> {
    const message = this.person.chat.messages.find((each) => String(each.id) === id);
    if (!message) throw new Error(`no message ${id}`);
    this.person.edits(message, text);
    await this.#wire.calm();
  }

  async answers(text: string): Promise<void> {
    const card = this.#newest("home", /^answer_/) ?? this.#newest("private", /^(answer|pass)_/);
    if (card) await this.answersOn(card, text);
  }

  answersOn(card: Shown, text: string): Promise<void> {
    return answersInSteps(this, card, text);
  }

  #newest(where: Where, action: RegExp): Shown | undefined {
    return this.sees(where).findLast(({ buttons }) => buttons.some((each) => action.test(each.action)));
  }

  async submits(): Promise<void> {
    throw new Error("there are no forms on Telegram");
  }

  files(): readonly { name: string; text: string }[] {
    const sent = this.#wire.telegram.requests.filter(
      ({ method, params, outcome }) =>
        method === "sendDocument" && outcome === "ok" && Number(params.chat_id) === this.person.id,
    );
    return sent.map(({ params }) => {
      const { filename, content } = params.document as { filename: string; content: Buffer };
      return { name: filename, text: Buffer.from(content).toString("utf8") };
    });
  }
}
