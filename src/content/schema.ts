/**
 * The shape of the files in `data/decks/<lang>/*.yaml` and `data/rituals/*.yaml`.
 * Unknown keys are refused, so a misspelt key is an error and not a silent default.
 *
 * What a card may leave out:
 *
 * | key                       | when left out                                          |
 * |---------------------------|--------------------------------------------------------|
 * | `rev`                     | 1                                                      |
 * | `strategy`                | the deck's `strategy`                                  |
 * | `depth`                   | 1                                                      |
 * | `form`                    | `choice` with `options`, `scale` with `scale`, else `open` |
 * | `tone`                    | `warm`                                                 |
 * | `disclosure`              | `both`                                                 |
 * | `ld`                      | `adapt` with `ld_text`, else `ok`                      |
 * | `needs`, `starters`, `must_not_imply` | none                                       |
 * | `marks`                   | `appreciation` for that form, else none                |
 * | `adult`                   | false                                                  |
 * | `time_ok`                 | all day; day and evening for a heavy card              |
 * | `cluster`                 | the card's own id: a family of one                     |
 * | `part`                    | its place in the file                                  |
 * | `rest`                    | the next part of the path comes at once                |
 * | `listening`               | 0: every response is offered                           |
 * | `lone`                    | a lone tick goes without a word                        |
 * | `keeps`                   | true                                                   |
 *
 * `heavy` is not written at all: it follows from depth and strategy.
 *
 * What is answered is written in one of four ways, at most one of them:
 *  - nothing: one required text field `answer`;
 *  - `parts: {id: label, …}`: several required text fields;
 *  - `options: {id: label, …}`, with `several: true` for any number: a field
 *    `pick` and an optional text field `line`;
 *  - `scale: {from, to, low, high}`: a field `mark` and an optional text field `line`;
 *  - `fields: […]` spells everything out (an empty list makes a spoken card).
 *
 * The labels of these ready-made fields are in `data/decks/<lang>/_labels.yaml`;
 * a deck may replace some under its own `labels`.
 */
import { z } from "zod";
import { MEDIA_KINDS } from "../domain/card.ts";
import { LIMITS } from "./limits.ts";

const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, "use a-z, 0-9 and -, beginning with a letter");
const shortId = slug.max(LIMITS.optionId);
const words = (max: number) => z.string().trim().min(1).max(max);
const depth = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const strategy = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
]);

const fieldBase = {
  id: shortId,
  label: words(LIMITS.label),
  optional: z.boolean().default(false),
  leads: slug.max(LIMITS.cardId).optional(),
};

const textField = z.strictObject({
  ...fieldBase,
  kind: z.literal("text"),
  placeholder: words(LIMITS.placeholder).optional(),
  ready: words(LIMITS.ready).optional(),
});

const scaleShape = {
  from: z.int().min(0).max(10),
  to: z.int().min(1).max(10),
  low: words(LIMITS.option).optional(),
  high: words(LIMITS.option).optional(),
};
const spans = ({ from, to }: { from: number; to: number }) => to > from && to - from <= 9;
const SPAN = "`to` must be one to nine steps above `from`";

const scaleField = z.strictObject({ ...fieldBase, kind: z.literal("scale"), ...scaleShape }).refine(spans, SPAN);

const anyOptions = z
  .record(shortId, words(LIMITS.option))
  .refine((all) => Object.keys(all).length >= 1, "give at least one option");
const options = anyOptions.refine((all) => Object.keys(all).length >= 2, "give at least two options");

/** One option alone is a question of yes or nothing: what both have to tick. */
const choiceField = z
  .strictObject({ ...fieldBase, kind: z.enum(["choice", "choices"]), options: anyOptions })
  .refine(({ kind, options: all }) => kind === "choices" || Object.keys(all).length >= 2, "give at least two options");

const mediaField = z.strictObject({
  ...fieldBase,
  kind: z.literal("media"),
  accept: z.array(z.enum(MEDIA_KINDS)).min(1),
  words: z.boolean().default(false),
});

const field = z.discriminatedUnion("kind", [textField, scaleField, choiceField, mediaField]);

/** `20m`, `2h`, `1d`, `1y`: minutes, hours, days, years; the two words are explained at `Rest`. */
const rest = z.union([z.literal("next-day"), z.literal("share"), z.string().regex(/^\d{1,3}[mhdy]$/)]);
const effect = z.enum(["gentle", "support", "rest-ritual", "change-ritual"]);
const effects = z.record(shortId, z.record(shortId, z.array(effect).min(1)));

/** How a part of a path lasts and goes on; see `Step`. */
const path = {
  part: z.int().min(1).max(60).optional(),
  rest: rest.optional(),
  silent: z.boolean().default(false),
  lasts: z.array(z.int().min(1).max(2880)).max(4).default([]),
  turns: z.boolean().default(false),
};

/** What must be true of a couple for a card to fit them. */
const need = z.enum(["cohabit", "apart", "kids", "pets"]);

const card = z
  .strictObject({
    id: slug.max(LIMITS.cardId),
    rev: z.int().positive().default(1),
    strategy: strategy.optional(),
    theme: slug.max(24),
    depth: depth.default(1),
    form: z.enum(["open", "template", "scale", "choice", "guess", "appreciation", "photo"]).optional(),
    tone: z.enum(["warm", "playful", "thoughtful", "brave"]).default("warm"),
    disclosure: z.enum(["both", "match", "own", "gift"]).default("both"),
    text: words(LIMITS.text),
    hint: words(LIMITS.hint).optional(),
    starters: z.array(words(LIMITS.starter)).default([]),
    parts: z.record(shortId, words(LIMITS.label)).optional(),
    options: options.optional(),
    several: z.boolean().default(false),
    scale: z.strictObject(scaleShape).refine(spans, SPAN).optional(),
    fields: z.array(field).max(LIMITS.fields).optional(),
    why: words(LIMITS.why).optional(),
    source: words(LIMITS.why).optional(),
    ld: z.enum(["ok", "adapt", "no"]).optional(),
    ld_text: words(LIMITS.text).optional(),
    needs: z.array(need).default([]),
    adult: z.boolean().default(false),
    time_ok: z
      .array(z.enum(["morning", "day", "evening"]))
      .min(1)
      .optional(),
    cluster: slug.max(LIMITS.cardId).optional(),
    marks: z.array(z.enum(["good-news", "appreciation"])).optional(),
    must_not_imply: z.array(words(120)).default([]),
    translator_note: words(300).optional(),
    ...path,
    listening: z.int().min(0).max(72).default(0),
    shows: slug.max(LIMITS.cardId).optional(),
    lone: z.literal("ask").optional(),
    sentence: words(LIMITS.sentence).optional(),
    small: slug.optional(),
    effects: effects.default({}),
    keeps: z.boolean().default(true),
  })
  .superRefine((raw, context) => {
    const ways = [raw.parts, raw.options, raw.scale, raw.fields].filter((way) => way !== undefined);
    if (ways.length > 1) context.addIssue("write at most one of parts, options, scale and fields");
    if (raw.ld === "adapt" && raw.ld_text === undefined) context.addIssue("`ld: adapt` needs `ld_text`");
    if (raw.several && raw.options === undefined) context.addIssue("`several` needs `options`");
    const asks = [raw.lone, raw.sentence, raw.small].filter((key) => key !== undefined).length;
    if (asks !== 0 && asks !== 3) context.addIssue("`lone: ask` goes with `sentence` and `small`");
  });

/** The words of the ready-made fields, in the deck's language. */
export const labelsSchema = z.strictObject({
  answer: words(LIMITS.label),
  line: words(LIMITS.label),
  pick: words(LIMITS.label),
  several: words(LIMITS.label),
  mark: words(LIMITS.label),
});

export const deckSchema = z.strictObject({
  deck: slug.max(20),
  title: words(60),
  order: z.enum(["shuffle", "sequence"]).default("shuffle"),
  strategy,
  labels: labelsSchema.partial().optional(),
  cards: z.array(card).min(1),
});

const deckNames = z.array(slug).min(1);

const cardNames = z.union([slug, z.array(slug).min(1).max(3)]);

export const ritualSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z]{2,12}$/, "use two to twelve letters a-z"),
    strategy: strategy.optional(),
    usual: z
      .string()
      .regex(
        /^(daily|weekdays|mon|tue|wed|thu|fri|sat|sun|monthly \d{1,2}|yearly \d\d-\d\d) \d\d:\d\d$/,
        "use the words of /rituals add, such as `daily 20:00` or `sun 19:00`",
      )
      .optional(),
    plan: z.record(z.string().regex(/^[1-7*]$/, "use a weekday 1 to 7, or *"), deckNames),
    append: slug.optional(),
    lengths: z.record(z.string().regex(/^\d{1,3}$/, "minutes"), z.int().min(0).max(3)).optional(),
    first: cardNames.optional(),
    draw: z.enum(["paced", "fixed", "sequence"]),
    step: z.enum(["occurrence", "run"]).optional(),
    opens: z.enum(["together", "alone"]).default("together"),
    working: z.union([z.literal(false), z.int().min(1)]).optional(),
    offer: z.strictObject({ after: z.int().min(0) }).optional(),
    picture: z.literal("board").optional(),
    listed: z.boolean().optional(),
  })
  .superRefine((raw, context) => {
    if ((raw.draw === "sequence") !== (raw.step !== undefined)) context.addIssue("`step` goes with `draw: sequence`");
    if (raw.step === "occurrence" && raw.usual === undefined) context.addIssue("`step: occurrence` needs `usual`");
    if (raw.lengths !== undefined && raw.append === undefined) context.addIssue("`lengths` needs `append`");
    if (raw.listed && raw.usual === undefined) context.addIssue("without `usual` it cannot be listed");
  });

export type RawCard = z.output<typeof card>;
export type RawField = z.output<typeof field>;
export type RawDeck = z.output<typeof deckSchema>;
export type RawRitual = z.output<typeof ritualSchema>;
export type Labels = z.output<typeof labelsSchema>;
