/** What the documents ask of a modal beyond the published description ("Interaction Responses: Modal"). */
import { Issues, type Path } from "./issues.ts";
import { checkComponents, everyComponent, Kind } from "./rules-components.ts";
import { checkSchema } from "./schema.ts";
import type { Component, Payload } from "./types.ts";

/** Everything wrong with the callback that opens a modal; an empty list when nothing is. */
export function checkModal(callback: Payload): Issues {
  const issues = new Issues();
  checkSchema("callbackModal", callback, issues);
  if (issues.list.length > 0) return issues;
  const data = callback.data as { components: Component[] };
  issues.length(["data", "components"], data.components, 1, 5);
  const all = everyComponent(data.components, ["data", "components"]);
  checkComponents(all, issues);
  for (const { component, path } of all) {
    if (component.type === Kind.TextInput) checkTextInput(component, path, issues);
    if (component.component !== undefined) checkInLabel(component.component, [...path, "component"], issues);
    if (component.type === Kind.ActionRow) checkRow(component, path, issues);
  }
  return issues;
}

function checkTextInput(input: Component, path: Path, issues: Issues): void {
  const min = input.min_length ?? 0;
  const max = input.max_length ?? 4000;
  if (min > max)
    issues.add([...path, "min_length"], "TEXT_INPUT_COMPONENT_MIN_LENGTH_EXCEEDS_MAX", "min_length exceeds max_length");
  const value = input.value ?? "";
  if (value !== "") issues.length([...path, "value"], value, min, max);
}

/** A component in a label takes its name from it, and cannot be disabled: the modal could not be sent. */
function checkInLabel(component: Component, path: Path, issues: Issues): void {
  if (component.type === Kind.TextInput && (component.label ?? null) !== null) {
    issues.add(
      [...path, "label"],
      "TEXT_INPUT_COMPONENT_LABEL_NOT_ALLOWED",
      "A text input in a label has no label of its own",
    );
  }
  if (component.disabled === true) {
    issues.add([...path, "disabled"], "MODAL_COMPONENT_CANNOT_BE_DISABLED", "Components in modals cannot be disabled");
  }
  const isGroup = component.type === Kind.CheckboxGroup || component.type === Kind.FileUpload;
  if (isGroup && component.min_values === 0 && component.required !== false) {
    issues.add(
      [...path, "required"],
      "SELECT_COMPONENT_REQUIRED_WITH_MIN_VALUES_ZERO",
      "min_values 0 needs required to be false",
    );
  }
}

/** The older layout: one text input a row, with its own label. */
function checkRow(row: Component, path: Path, issues: Issues): void {
  const children = row.components ?? [];
  issues.length([...path, "components"], children, 1, 1);
  children.forEach((child, index) => {
    if ((child.label ?? null) === null)
      issues.add([...path, "components", index, "label"], "BASE_TYPE_REQUIRED", "This field is required");
  });
}
