import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readForm, renderForm } from "../../adapters/discord/forms.ts";
import type { Form, FormField } from "../../src/domain/message.ts";

// From Discord's documents (“Component Reference”), not from the adapter.
const TITLE = 45;
const LABEL = 45;
const DESCRIPTION = 100;
const PLACEHOLDER = 100;

const Kind = { Select: 3, Text: 4, Label: 18, Radio: 21, Checkboxes: 22 } as const;

function options(count: number) {
  return Array.from({ length: count }, (_, n) => ({ id: `o${n}`, label: `Option ${n}` }));
}

function field(id: string, input: FormField["input"], required = true): FormField {
  return { id, label: "How are you", required, input };
}

function form(...fields: FormField[]): Form {
  return { action: "answer_abc", title: "Today", fields };
}

function component(one: FormField) {
  const [label] = renderForm(form(one)).components;
  if (label === undefined || !("component" in label)) throw new Error("no label");
  return label.component;
}

describe("a form becomes a modal", () => {
  test("with one label for each field, and its action", () => {
    const text: FormField = {
      ...field("a", { kind: "text", max: 4000, long: true, value: "before", placeholder: "…" }),
      hint: "take your time",
    };
    expect(renderForm(form(text, field("b", { kind: "text", max: 80, long: false }, false)))).toEqual({
      custom_id: "m:answer_abc",
      title: "Today",
      components: [
        {
          type: Kind.Label,
          label: "How are you",
          description: "take your time",
          component: {
            type: Kind.Text,
            custom_id: "a",
            style: 2,
            max_length: 4000,
            required: true,
            placeholder: "…",
            value: "before",
          },
        },
        {
          type: Kind.Label,
          label: "How are you",
          component: { type: Kind.Text, custom_id: "b", style: 1, max_length: 80, required: false },
        },
      ],
    });
  });

  test("one choice: a radio group of up to ten, else a menu", () => {
    const choice = (count: number, required = true) =>
      component(field("c", { kind: "choice", options: options(count), chosen: ["o1"] }, required));
    expect(choice(7)).toMatchObject({
      type: Kind.Radio,
      required: true,
      options: { length: 7, 1: { value: "o1", default: true } },
    });
    expect(choice(11)).toMatchObject({ type: Kind.Select, min_values: 1, max_values: 1, options: { length: 11 } });
    expect(choice(1)).toMatchObject({ type: Kind.Select });
    expect(choice(30)).toMatchObject({ type: Kind.Select, options: { length: 25 } });
    // A radio group cannot be emptied again.
    expect(choice(3, false)).toMatchObject({ type: Kind.Select, required: false, min_values: 0, max_values: 1 });
  });

  test("several choices: a checkbox group of up to ten, else a menu", () => {
    const choices = (count: number, required = true) =>
      component(field("c", { kind: "choices", options: options(count), chosen: ["o0", "o2"] }, required));
    const defaults = { 0: { default: true }, 1: { value: "o1" }, 2: { default: true } };
    expect(choices(8)).toMatchObject({
      type: Kind.Checkboxes,
      min_values: 1,
      max_values: 8,
      options: { length: 8, ...defaults },
    });
    expect(choices(8, false)).toMatchObject({ type: Kind.Checkboxes, min_values: 0, required: false });
    expect(choices(12)).toMatchObject({ type: Kind.Select, min_values: 1, max_values: 12, options: defaults });
  });

  test("stays within Discord's limits whatever the words are", () => {
    const words = fc.string({ unit: "grapheme", maxLength: 300 });
    fc.assert(
      fc.property(words, words, words, words, fc.integer({ min: 1, max: 200 }), (title, label, hint, value, max) => {
        const one: FormField = {
          id: "a",
          label,
          hint,
          required: true,
          input: { kind: "text", max, placeholder: hint, value, long: true },
        };
        const modal = renderForm({ action: "a".repeat(60), title, fields: Array.from({ length: 7 }, () => one) });
        expect(modal.custom_id.length).toBeLessThanOrEqual(100);
        expect(modal.title.length).toBeGreaterThan(0);
        expect(modal.title.length).toBeLessThanOrEqual(TITLE);
        expect(modal.components.length).toBe(5);
        for (const each of modal.components) {
          if (!("component" in each) || !("max_length" in each.component)) throw new Error("not a text");
          expect(each.label.length).toBeGreaterThan(0);
          expect(each.label.length).toBeLessThanOrEqual(LABEL);
          expect(each.description?.length ?? 1).toBeLessThanOrEqual(DESCRIPTION);
          expect(each.component.placeholder?.length ?? 1).toBeLessThanOrEqual(PLACEHOLDER);
          expect(each.component.value?.length ?? 0).toBeLessThanOrEqual(max);
          expect(value.startsWith(each.component.value ?? "")).toBe(true);
        }
      }),
    );
  });
});

describe("a submitted modal becomes values", () => {
  test("by field, in the port's shape", () => {
    const submitted = {
      custom_id: "m:answer_abc",
      components: [
        { type: Kind.Label, id: 1, component: { type: Kind.Text, id: 2, custom_id: "a", value: "my\nwords" } },
        { type: Kind.Label, id: 3, component: { type: Kind.Radio, id: 4, custom_id: "b", value: "o1" } },
        { type: Kind.Label, id: 5, component: { type: Kind.Radio, id: 6, custom_id: "c", value: null } },
        { type: Kind.Label, id: 7, component: { type: Kind.Checkboxes, id: 8, custom_id: "d", values: ["o1", "o2"] } },
        { type: Kind.Label, id: 9, component: { type: Kind.Select, id: 10, custom_id: "e", values: [] } },
      ],
    };
    expect(readForm(submitted as never)).toEqual({
      action: "answer_abc",
      values: { a: ["my\nwords"], b: ["o1"], c: [], d: ["o1", "o2"], e: [] },
    });
  });

  test("of somebody else's modal: nothing", () => {
    expect(readForm({ custom_id: "other", components: [] })).toBeNull();
  });
});
