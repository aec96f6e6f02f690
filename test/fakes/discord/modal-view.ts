/** A modal as a person sees it, and what its submission sends. */

import { attachmentPayload } from "./payloads.ts";
import { storeFile } from "./posting.ts";
import { Kind } from "./rules-components.ts";
import type { Component, FileInput, Modal, Payload } from "./types.ts";
import type { World } from "./world.ts";

/** An act that Discord's client would not let a person do. */
export class Impossible extends Error {}

export type FieldValue = string | boolean | readonly string[] | readonly FileInput[];

interface Field {
  readonly label: string;
  readonly description: string | undefined;
  readonly customId: string;
  readonly type: number;
  readonly required: boolean;
  /** What is filled in already. */
  readonly prefilled: string | undefined;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

export interface ModalView {
  readonly state: Modal;
  readonly title: string;
  readonly customId: string;
  readonly fields: readonly Field[];
}

interface Slot {
  readonly label: string;
  readonly description: string | undefined;
  readonly component: Component;
}

function slotsOf(modal: Modal): Slot[] {
  return modal.components.flatMap((each): Slot[] => {
    const description = each.description ?? undefined;
    if (each.component !== undefined) return [{ label: each.label ?? "", description, component: each.component }];
    return (each.components ?? []).map((input) => ({
      label: input.label ?? "",
      description: undefined,
      component: input,
    }));
  });
}

/** A modal with its fields in plain words. */
export function viewOf(modal: Modal): ModalView {
  const fields = slotsOf(modal).map(
    ({ label, description, component }): Field => ({
      label,
      description,
      customId: component.custom_id ?? "",
      type: component.type,
      required: component.required !== false,
      prefilled: component.value ?? undefined,
      options: component.options ?? [],
    }),
  );
  return { state: modal, title: modal.title, customId: modal.customId, fields };
}

/** The `data` of a modal submit. Refuses what the client would not send. */
export function submission(world: World, modal: Modal, values: Readonly<Record<string, FieldValue>>): Payload {
  const unknown = Object.keys(values).filter((key) => !slotsOf(modal).some((slot) => isNamed(slot, key)));
  if (unknown.length > 0) throw new Impossible(`“${modal.title}” has no field ${unknown.join(", ")}`);
  const attachments: Payload = {};
  const fill = (slot: Slot) => filled(world, modal, slot, valueFor(slot, values), attachments);
  const slots = slotsOf(modal);
  const components = modal.components.map((each): Payload => {
    const own = slots.filter((slot) => slot.component === each.component || each.components?.includes(slot.component));
    if (each.type === Kind.Label) return { type: each.type, id: each.id, component: own.map(fill)[0] };
    if (each.type === Kind.ActionRow) return { type: each.type, id: each.id, components: own.map(fill) };
    return { type: each.type, id: each.id };
  });
  const resolved = Object.keys(attachments).length === 0 ? {} : { resolved: { attachments } };
  return { custom_id: modal.customId, components, ...resolved };
}

function isNamed(slot: Slot, key: string): boolean {
  return slot.component.custom_id === key || slot.label === key;
}

function valueFor(slot: Slot, values: Readonly<Record<string, FieldValue>>): FieldValue | undefined {
  return Object.entries(values).find(([key]) => isNamed(slot, key))?.[1];
}

function filled(world: World, modal: Modal, slot: Slot, value: FieldValue | undefined, attachments: Payload): Payload {
  const { component } = slot;
  const base = { type: component.type, id: component.id, custom_id: component.custom_id };
  if (component.type === Kind.TextInput) return { ...base, value: textFor(slot, value) };
  if (component.type === Kind.Checkbox) return { ...base, value: value ?? component.default === true };
  if (component.type === Kind.RadioGroup) return { ...base, value: chosen(slot, value)[0] ?? null };
  if (component.type !== Kind.FileUpload) return { ...base, values: chosen(slot, value) };
  const files = (value ?? []) as readonly FileInput[];
  counted(slot, files);
  const stored = files.map((file) => storeFile(world, modal.opener.channel, file));
  for (const each of stored) attachments[each.id] = attachmentPayload(world, each);
  return { ...base, values: stored.map((each) => each.id) };
}

function textFor(slot: Slot, value: FieldValue | undefined): string {
  const { component, label } = slot;
  const text = value ?? component.value ?? "";
  if (typeof text !== "string") throw new Impossible(`“${label}” takes a text`);
  const { length } = [...text];
  if (length === 0 && component.required === false) return text;
  const min = Math.max(component.min_length ?? 0, component.required === false ? 0 : 1);
  if (length < min) throw new Impossible(`“${label}” needs ${min} characters`);
  if (length > (component.max_length ?? 4000))
    throw new Impossible(`“${label}” takes ${component.max_length ?? 4000} characters`);
  return text;
}

/** The values of the chosen options; a person names an option by what it says, a test may use its value. */
function chosen(slot: Slot, value: FieldValue | undefined): string[] {
  const options = slot.component.options ?? [];
  const preset = options.filter((option) => option.default === true).map((option) => option.value);
  const names = value === undefined ? preset : [value].flat().map(String);
  const values = names.map((name) => {
    const option = options.find((each) => each.value === name) ?? options.find((each) => each.label === name);
    if (option === undefined && options.length > 0) throw new Impossible(`“${slot.label}” has no option “${name}”`);
    return option?.value ?? name;
  });
  counted(slot, values);
  return values;
}

function counted(slot: Slot, values: readonly unknown[]): void {
  const { component, label } = slot;
  if (values.length === 0 && component.required === false) return;
  const isGroup = component.type === Kind.CheckboxGroup;
  const most = component.max_values ?? (isGroup ? (component.options?.length ?? 1) : 1);
  const least = component.min_values ?? 1;
  if (values.length < least || values.length > most)
    throw new Impossible(`“${label}” takes ${least} to ${most} choices`);
}
