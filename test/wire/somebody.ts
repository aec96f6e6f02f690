/** A person with a client, whichever platform it is of: what the stories of this folder are told with. */
import type { FileInput } from "../fakes/discord/types.ts";

export type Where = "private" | "home";

export interface ShownButton {
  readonly label: string;
  /** What a tap on it means to the application; empty for a foreign link. */
  readonly action: string;
}

/** A message as its reader sees it, without markup. */
export interface Shown {
  readonly id: string;
  readonly text: string;
  readonly buttons: readonly ShownButton[];
  readonly where: Where;
}

/** What a tap or a command showed at once, beside messages. */
export interface Outcome {
  readonly toast: string | null;
  /** Labels of the form's fields, when one was opened. */
  readonly form: readonly string[] | null;
}

export type Label = string | RegExp;

/** Words, options, or uploaded files. */
export type Value = string | readonly string[] | readonly FileInput[];

export interface Somebody {
  readonly name: string;
  readonly platform: "telegram" | "discord" | "playground";
  readonly userId: string;
  /** What the bot shows to this person now, oldest first. In private: to this person alone. */
  sees(where?: Where): readonly Shown[];
  /** Taps the newest button like this. */
  taps(label: Label, where?: Where): Promise<Outcome>;
  /** Taps a button of one message. */
  tapsOn(shown: Shown, action: string): Promise<Outcome>;
  /** Types a command with its words, `/pause 3`. */
  types(command: string, where?: Where): Promise<Outcome>;
  /** Writes to the bot in private. The id is for `edits`. */
  writes(text: string): Promise<string>;
  edits(id: string, text: string): Promise<void>;
  /** Opens the newest open card and answers its one question. */
  answers(text: string): Promise<void>;
  /** Answers everything that a card asks: the first of what is offered, words wherever words will do. */
  answersOn(card: Shown, text: string): Promise<void>;
  /** Fills in and sends off the form that a tap has just opened, by labels. */
  submits(values: Readonly<Record<string, Value>>): Promise<void>;
  /** Files that the bot sent to this person alone. */
  files(): readonly { readonly name: string; readonly text: string }[];
}

function matches(label: Label, text: string): boolean {
  return typeof label === "string" ? text === label : label.test(text);
}

/** The newest message of `all` with a button like this. */
export function find(all: readonly Shown[], label: Label): { shown: Shown; button: ShownButton } | null {
  for (const shown of all.toReversed()) {
    const button = shown.buttons.find((each) => matches(label, each.label));
    if (button) return { shown, button };
  }
  return null;
}

/** Everything somebody can read, for comparing and for failures. */
export function read(person: Somebody, where: Where = "private"): string {
  return person
    .sees(where)
    .map(({ text, buttons }) => [text, ...buttons.map((each) => `[${each.label}]`)].join("\n"))
    .join("\n---\n");
}

export function last(person: Somebody, where: Where = "private"): string {
  return person.sees(where).at(-1)?.text ?? "";
}

/** How every message of a chat stands, to find what has changed since. */
export type Look = ReadonlyMap<string, string>;

export function look(person: Somebody, where: Where = "private"): Look {
  return new Map(person.sees(where).map(({ id, text, buttons }) => [id, JSON.stringify([text, buttons])]));
}

/** Messages that came, or changed where they stand. */
export function changed(person: Somebody, before: Look, where: Where = "private"): readonly Shown[] {
  return person.sees(where).filter(({ id, text, buttons }) => before.get(id) !== JSON.stringify([text, buttons]));
}
