/** What a button of the guide may do. A closed list, so that no page can end in a button that does nothing. */
import type { RitualKind } from "../domain/ritual-kind.ts";

/** Actions that stand alone: the Support Card, people to talk to, going first, the settings. */
const SINGLE = ["support", "resources", "gofirst", "settings"];

/** What a page may refer to. */
export interface Known {
  readonly cards: ReadonlySet<string>;
  readonly pages: ReadonlySet<string>;
  readonly rituals: readonly RitualKind[];
}

/**
 * Why a button with this action would do nothing, or undefined when it does something:
 * `checkin_<kind>` opens a ritual, `rwhen_<kind>` sets one up that comes back, `card_<id>`
 * opens one card for both, `guide_<id>` another page. Pure.
 */
export function deadEnd(action: string, { cards, pages, rituals }: Known): string | undefined {
  if (SINGLE.includes(action)) return undefined;
  const [verb = "", ...rest] = action.split("_");
  const target = rest.join("_");
  const listed = rituals.filter((kind) => kind.listed);
  const targets = new Map<string, ReadonlySet<string>>([
    ["checkin", new Set(rituals.map(({ id }) => id))],
    ["rwhen", new Set(listed.filter(({ usual }) => usual !== null).map(({ id }) => id))],
    ["card", cards],
    ["guide", pages],
  ]);
  const known = targets.get(verb);
  if (known === undefined) return `the bot has no action “${action}”`;
  return known.has(target) ? undefined : `“${action}” leads nowhere`;
}
