/**
 * The longest each piece of a card may be, in characters. `label`, `option` and
 * `placeholder` are what a Discord modal accepts; the others are what a phone
 * shows without scrolling.
 */
export const LIMITS = {
  cardId: 40,
  optionId: 20,
  text: 220,
  hint: 160,
  label: 45,
  option: 45,
  placeholder: 100,
  ready: 45,
  starter: 60,
  why: 220,
  /** What stands in a letter’s place: one or two sentences. */
  sentence: 300,
  /** Fields on one card. */
  fields: 5,
  /** Fields in one round, over all its cards: two forms. */
  roundFields: 10,
} as const;
