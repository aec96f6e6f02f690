import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderParts, renderRows } from "../../adapters/discord/render.ts";
import type { Button } from "../../src/domain/message.ts";

// From Discord's documents (“Component Reference”), not from the adapter.
const LABEL = 80;
const CUSTOM_ID = 100;

describe("buttons", () => {
  const button = (n: number, effect: Button["effect"] = "reply", label = `Button ${n}`): Button => ({
    label,
    action: `do_${n}`,
    effect,
  });
  const many = (count: number) => Array.from({ length: count }, (_, n) => button(n));

  test("carry effect and action, and look as they should", () => {
    const rows = renderRows([
      [
        { ...button(1, "form"), style: "main" },
        { ...button(2, "replace"), style: "danger" },
      ],
      [button(3)],
    ]);
    expect(rows).toMatchObject([
      {
        type: 1,
        components: [
          { type: 2, style: 1, custom_id: "f:do_1" },
          { type: 2, style: 4, custom_id: "p:do_2" },
        ],
      },
      { type: 1, components: [{ type: 2, style: 2, custom_id: "r:do_3", label: "Button 3" }] },
    ]);
  });

  test("keep their rows where there is room, close up where there is not, and become menus beyond 25", () => {
    expect(renderRows(many(5).map((each) => [each]))).toHaveLength(5);
    expect(renderRows(many(7).map((each) => [each])).map((row) => row.components.length)).toEqual([5, 2]);
    expect(renderRows([many(6)]).map((row) => row.components.length)).toEqual([5, 1]);
    const menus = renderRows([many(30)]);
    expect(menus).toMatchObject([{ components: [{ type: 3, max_values: 1 }] }, { components: [{ type: 3 }] }]);
    const options = menus.flatMap((row) => row.components).flatMap((each) => ("options" in each ? each.options : []));
    expect(options?.map((option) => option?.value)).toEqual(many(30).map((each) => `r:${each.action}`));
  });

  test("stay within Discord's limits whatever they say", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (label) => {
        const [row] = renderRows([[{ ...button(1, "reply", label), action: "a".repeat(60) }]]);
        const [component] = row?.components ?? [];
        if (component === undefined || !("label" in component) || !("custom_id" in component))
          throw new Error("no button");
        expect(component.label?.length).toBeGreaterThan(0);
        expect(component.label?.length).toBeLessThanOrEqual(LABEL);
        expect(component.custom_id?.length).toBeLessThanOrEqual(CUSTOM_ID);
      }),
    );
  });

  test("come with the last part alone, and none twice", () => {
    const parts = renderParts({
      blocks: [{ type: "paragraph", text: "word ".repeat(600) }],
      buttons: [[button(1), button(1)]],
    });
    expect(parts.map((part) => part.components.map((row) => row.components.length))).toEqual([[], [1]]);
  });
});
