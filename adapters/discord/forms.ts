/** Our form → a modal, and a submitted modal → its values. Pure. */
import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from "discord.js";
import type { Form, FormField } from "../../src/domain/message.ts";
import type { Received } from "../../src/ports/chat.ts";
import { cut, oneLine } from "./escape.ts";
import * as limits from "./limits.ts";
import { received } from "./received.ts";
import { type Input, read } from "./schema.ts";

type Choice = Extract<FormField["input"], { kind: "choice" | "choices" }>;
type Text = Extract<FormField["input"], { kind: "text" }>;

const PREFIX = "m:";

function textInput(field: FormField, input: Text): APIComponentInLabel {
  const max = Math.max(1, Math.min(input.max, limits.TEXT_INPUT_MAX));
  // Cut without half a character, and without a mark of ours: this text is handed in again.
  const value = (input.value ?? "").slice(0, max).replace(/[\uD800-\uDBFF]$/, "");
  return {
    type: ComponentType.TextInput,
    custom_id: field.id,
    style: input.long ? TextInputStyle.Paragraph : TextInputStyle.Short,
    max_length: max,
    required: field.required,
    ...(input.placeholder ? { placeholder: cut(oneLine(input.placeholder), limits.PLACEHOLDER_MAX) } : {}),
    ...(value === "" ? {} : { value }),
  };
}

function options(input: Choice, most: number) {
  const chosen = input.chosen.slice(0, input.kind === "choice" ? 1 : undefined);
  return input.options.slice(0, most).map((option) => ({
    value: option.id,
    label: cut(oneLine(option.label), limits.OPTION_LABEL_MAX) || "…",
    ...(chosen.includes(option.id) ? { default: true } : {}),
  }));
}

/** A menu where a group has no room, or, with a single choice, nothing to choose from. */
function menu(field: FormField, input: Choice): APIComponentInLabel {
  const offered = options(input, limits.SELECT_OPTIONS_MAX);
  return {
    type: ComponentType.StringSelect,
    custom_id: field.id,
    options: offered,
    required: field.required,
    min_values: field.required ? 1 : 0,
    max_values: input.kind === "choice" ? 1 : offered.length,
  };
}

function choiceInput(field: FormField, input: Choice): APIComponentInLabel {
  const offered = options(input, limits.GROUP_OPTIONS_MAX);
  const common = { custom_id: field.id, options: offered, required: field.required };
  if (input.options.length > limits.GROUP_OPTIONS_MAX) return menu(field, input);
  if (input.kind === "choices") {
    return {
      type: ComponentType.CheckboxGroup,
      ...common,
      min_values: field.required ? 1 : 0,
      max_values: offered.length,
    };
  }
  // A radio group cannot be emptied again, and needs two options: a menu can do both.
  if (!field.required || input.options.length < 2) return menu(field, input);
  return { type: ComponentType.RadioGroup, ...common };
}

function inputOf(field: FormField): APIComponentInLabel {
  const { input } = field;
  if (input.kind === "text") return textInput(field, input);
  if (input.kind !== "media") return choiceInput(field, input);
  const { id, required } = field;
  return {
    type: ComponentType.FileUpload,
    custom_id: id,
    required,
    min_values: required ? 1 : 0,
    max_values: 1,
  };
}

function labelled(field: FormField): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: cut(oneLine(field.label), limits.FIELD_LABEL_MAX) || "…",
    ...(field.hint ? { description: cut(oneLine(field.hint), limits.FIELD_HINT_MAX) } : {}),
    component: inputOf(field),
  };
}

/** The modal that asks what `form` asks, with what was answered before filled in. */
export function renderForm(form: Form): APIModalInteractionResponseCallbackData {
  return {
    custom_id: `${PREFIX}${form.action}`,
    title: cut(oneLine(form.title), limits.MODAL_TITLE_MAX) || "…",
    components: form.fields.slice(0, limits.MODAL_FIELDS_MAX).map(labelled),
  };
}

function valuesOf(input: Input): readonly string[] {
  if ("values" in input) return input.values;
  return input.value === null ? [] : [input.value];
}

export interface Submitted {
  readonly action: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Only where the form takes any. */
  readonly files?: Readonly<Record<string, readonly Received[]>>;
}

/**
 * The action of a submitted form, its values and files by field; null when the modal is none of ours, or
 * any input cannot be understood: it must not count as one that was left empty.
 */
export function readForm(data: unknown): Submitted | null {
  const modal = read.modal(data);
  if (!modal?.custom_id.startsWith(PREFIX)) return null;
  const attachments = modal.resolved?.attachments ?? {};
  const submitted = modal.components.flatMap(({ component }) => (component === undefined ? [] : [component]));
  const isUpload = (input: Input) => {
    const ids = valuesOf(input);
    const looksSo = ids.length > 0 && ids.every((id) => Object.hasOwn(attachments, id));
    return input.type === undefined ? looksSo : input.type === ComponentType.FileUpload;
  };
  const rest = submitted.filter((input) => !isUpload(input));
  const values = Object.fromEntries(rest.map((input) => [input.custom_id, valuesOf(input)]));
  const uploaded = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const file = Object.hasOwn(attachments, id) ? read.attachment(attachments[id]) : null;
      return file === null ? [] : [received(file)];
    });
  const action = modal.custom_id.slice(PREFIX.length);
  const files = submitted.filter(isUpload).map((each) => [each.custom_id, uploaded(valuesOf(each))] as const);
  return { action, values, ...(files.length === 0 ? {} : { files: Object.fromEntries(files) }) };
}
