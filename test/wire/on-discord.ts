import { COMMANDS } from "../../src/application/commands/index.ts";
import { see } from "../adapters/discord-markdown.ts";
import type { ChannelHandle, Exchange, Message, ModalView, Person } from "../fakes/discord/index.ts";
import { Kind } from "../fakes/discord/rules-components.ts";
import {
  changed,
  find,
  type Label,
  look,
  type Outcome,
  type Shown,
  type Somebody,
  type Value,
  type Where,
} from "./somebody.ts";
import type { Wire } from "./wire.ts";

/** `r:verb_arg` → `verb_arg`. */
const actionOf = (customId: string | undefined) => (customId ?? "").slice(2);

const read = new Map<string, string>();

/** What a person sees of it; the same text is read once. */
function plain(text: string): string {
  const known = read.get(text) ?? see(text).text;
  read.set(text, known);
  return known;
}

function shown(message: Message, where: Where): Shown {
  const buttons = message.buttons
    .filter((button) => button.customId !== undefined && !button.disabled)
    .map((button) => ({ label: button.label, action: actionOf(button.customId) }));
  return { id: message.id, text: plain(message.text), buttons, where };
}

export class OnDiscord implements Somebody {
  readonly platform = "discord";
  readonly name: string;
  readonly userId: string;
  readonly person: Person;
  readonly #wire: Wire;
  home: ChannelHandle | null = null;
  /** The form that was opened last. */
  #modal: ModalView | null = null;

  constructor(wire: Wire, person: Person) {
    this.#wire = wire;
    this.person = person;
    this.name = person.user.globalName ?? person.user.username;
    this.userId = person.id;
  }

  #messages(where: Where): readonly Message[] {
    if (where === "private") return this.person.sees;
    const all = this.home === null ? [] : this.person.reads(this.home);
    return all.filter((message) => !message.isEphemeral && message.author.bot);
  }

  sees(where: Where = "private"): readonly Shown[] {
    return this.#messages(where).map((message) => shown(message, where));
  }

  async taps(label: Label, where: Where = "private"): Promise<Outcome> {
    const found = find(this.sees(where), label);
    if (!found) throw new Error(`${this.name} sees no button ${label} (${where})\n${this.#wire.discord.transcript()}`);
    return this.tapsOn(found.shown, found.button.action);
  }

  async tapsOn({ id, where }: Shown, action: string): Promise<Outcome> {
    const message = this.#messages(where).find((each) => each.id === id);
    const button = message?.buttons.find((each) => actionOf(each.customId) === action);
    if (!message || !button?.customId) throw new Error(`${this.name} no longer sees ${action} on ${id}`);
    return this.#outcome(this.person.presses(message, button.customId));
  }

  async types(command: string, where: Where = "private"): Promise<Outcome> {
    const [name = "", ...words] = command.slice(1).split(" ");
    const known = COMMANDS.find((each) => each.name === name)?.options ?? [];
    // The last option takes what is left, as people would type it there.
    const values = known.map((_, i) => words.slice(i, i === known.length - 1 ? undefined : i + 1).join(" "));
    const options = Object.fromEntries(known.map((each, i) => [each.name, values[i] ?? ""]).filter(([, v]) => v));
    const place = where === "home" && this.home ? this.home : this.person.dm;
    return this.#outcome(this.person.runs(`/${name}`, options, place));
  }

  async #outcome(exchange: Exchange): Promise<Outcome> {
    const reply = await this.#wire.after(exchange.id);
    await exchange.response;
    if (reply.type === "form") {
      this.#modal = await exchange.modal;
      return { toast: null, form: this.#modal.fields.map((field) => field.label) };
    }
    const toast = reply.type === "toast" ? see((await exchange.reply).text).text : null;
    return { toast, form: null };
  }

  async writes(text: string): Promise<string> {
    const message = this.person.writesDM(text);
    await this.#wire.after(message.id);
    return message.id;
  }

  async edits(): Promise<void> {
    throw new Error("answers are changed by form on Discord");
  }

  async answers(text: string): Promise<void> {
    const open = (where: Where) =>
      this.sees(where).findLast(({ buttons }) => buttons.some(({ action }) => /^(answer|chg)_/.test(action)));
    const card = open("home") ?? open("private");
    if (!card) throw new Error(`${this.name} sees no card\n${this.#wire.discord.transcript()}`);
    await this.answersOn(card, text);
  }

  async answersOn(card: Shown, text: string): Promise<void> {
    for (let asked: Shown | undefined = card; asked; ) {
      const action = asked.buttons.find((each) => /^(answer|chg)_/.test(each.action))?.action ?? "";
      await this.tapsOn(asked, action);
      const before = look(this);
      await this.#fills(text);
      // A card with more fields than a form has goes on with another one.
      asked = changed(this, before).findLast(({ buttons }) => buttons.some((each) => each.action === action));
    }
  }

  /** The first of what is offered, and words; a file may be left out. */
  async #fills(text: string): Promise<void> {
    const fields = (this.#modal?.fields ?? []).filter((field) => field.type !== Kind.FileUpload);
    const value = (options: readonly { value: string }[]) => (options[0] ? [options[0].value] : text);
    await this.submits(Object.fromEntries(fields.map((field) => [field.customId, value(field.options)])));
  }

  async submits(values: Readonly<Record<string, Value>>): Promise<void> {
    if (!this.#modal) throw new Error(`no form is open for ${this.name}`);
    await this.#outcome(this.person.submits(this.#modal, values));
  }

  files(): readonly { name: string; text: string }[] {
    return this.person.sees.flatMap((message) =>
      message.attachments.map((file) => ({ name: file.filename, text: file.data.toString("utf8") })),
    );
  }
}
