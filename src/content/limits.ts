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
  /** Fields in one round, an appended card's included. */
  fields: 5,
} as const;
