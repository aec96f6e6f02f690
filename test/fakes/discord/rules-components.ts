/** What the documents say about components and the description leaves out ("Component Reference"). */
import type { Issues, Path } from "./issues.ts";
import type { Component } from "./types.ts";

export const Kind = {
  ActionRow: 1,
  Button: 2,
  StringSelect: 3,
  TextInput: 4,
  UserSelect: 5,
  RoleSelect: 6,
  MentionableSelect: 7,
  ChannelSelect: 8,
  Section: 9,
  TextDisplay: 10,
  Container: 17,
  Label: 18,
  FileUpload: 19,
  RadioGroup: 21,
  CheckboxGroup: 22,
  Checkbox: 23,
} as const;

const LINK = 5;
const PREMIUM = 6;

export interface Placed {
  readonly component: Component;
  readonly path: Path;
}

/** Every component of a tree with the path to it, parents before children. */
export function everyComponent(components: readonly Component[], path: Path = ["components"]): Placed[] {
  return components.flatMap((component, index) => placed(component, [...path, index]));
}

function placed(component: Component, path: Path): Placed[] {
  const inner = component.component === undefined ? [] : placed(component.component, [...path, "component"]);
  const accessory = component.accessory === undefined ? [] : placed(component.accessory, [...path, "accessory"]);
  const children = everyComponent(component.components ?? [], [...path, "components"]);
  return [{ component, path }, ...children, ...inner, ...accessory];
}

/** Whether a component is one of the menus that take a whole row. */
export function isSelect(component: Component): boolean {
  return (
    component.type === Kind.StringSelect || (component.type >= Kind.UserSelect && component.type <= Kind.ChannelSelect)
  );
}

/** The rules that hold for components wherever they stand. */
export function checkComponents(all: readonly Placed[], issues: Issues): void {
  const named = all.filter(({ component }) => typeof component.custom_id === "string");
  const ids = named.map(({ component, path }) => ({ path: [...path, "custom_id"], value: component.custom_id }));
  issues.unique(ids, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
  const numbered = all.filter(({ component }) => typeof component.id === "number" && component.id !== 0);
  const numbers = numbered.map(({ component, path }) => ({ path: [...path, "id"], value: component.id }));
  issues.unique(numbers, "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated");
  for (const each of all) checkOne(each, issues);
}

function checkOne({ component, path }: Placed, issues: Issues): void {
  if (component.type === Kind.ActionRow) checkRow(component, path, issues);
  if (component.type === Kind.Button) checkButton(component, path, issues);
  if (component.options !== undefined) checkOptions(component, path, issues);
  if (isSelect(component) && component.custom_id === undefined) required([...path, "custom_id"], issues);
  if (component.type === Kind.TextDisplay) issues.length([...path, "content"], component.content ?? "", 1, 4000);
}

function required(path: Path, issues: Issues): void {
  issues.add(path, "BASE_TYPE_REQUIRED", "This field is required");
}

function checkRow(row: Component, path: Path, issues: Issues): void {
  const children = row.components ?? [];
  const at = [...path, "components"];
  const buttons = children.filter((child) => child.type === Kind.Button).length;
  if (buttons === children.length) issues.length(at, children, 1, 5);
  else if (children.length > 1)
    issues.add(at, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
}

function checkButton(button: Component, path: Path, issues: Issues): void {
  const isLink = button.style === LINK;
  if (button.style === PREMIUM) return;
  if (!button.label && !button.emoji) {
    issues.add(path, "BUTTON_COMPONENT_MISSING_LABEL_OR_EMOJI", "A button must have a label or an emoji");
  }
  if (isLink && !button.url) issues.add([...path, "url"], "BUTTON_COMPONENT_URL_REQUIRED", "A url is required");
  if (isLink && button.custom_id) {
    issues.add(
      path,
      "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
      "A custom id and url cannot both be specified",
    );
  }
  if (!isLink && !button.custom_id) {
    issues.add([...path, "custom_id"], "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required");
  }
  if (!isLink && button.url) {
    issues.add(
      path,
      "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
      "A custom id and url cannot both be specified",
    );
  }
}

/** Options of select menus, radio groups and checkbox groups. */
function checkOptions(component: Component, path: Path, issues: Issues): void {
  const options = component.options ?? [];
  const [min, max] = optionCount(component.type);
  issues.length([...path, "options"], options, min, max);
  const values = options.map((option, index) => ({ path: [...path, "options", index, "value"], value: option.value }));
  issues.unique(values, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
  const chosen = options.filter((option) => option.default === true).length;
  const most =
    component.type === Kind.RadioGroup ? 1 : (component.max_values ?? (isSelect(component) ? 1 : options.length));
  if (chosen > most)
    issues.add([...path, "options"], "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Too many default values");
  const least = component.min_values ?? 1;
  if (component.type !== Kind.RadioGroup && least > most) {
    issues.add(
      [...path, "min_values"],
      "SELECT_COMPONENT_MIN_VALUES_LARGER_THAN_MAX",
      "min_values cannot exceed max_values",
    );
  }
  if (component.type !== Kind.RadioGroup && (component.max_values ?? 0) > options.length) {
    issues.add(
      [...path, "max_values"],
      "SELECT_COMPONENT_MAX_VALUES_EXCEEDS_OPTIONS",
      "max_values exceeds the options",
    );
  }
}

function optionCount(type: number): readonly [number, number] {
  if (type === Kind.RadioGroup) return [2, 10];
  return type === Kind.CheckboxGroup ? [1, 10] : [1, 25];
}
