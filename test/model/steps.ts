/** What may happen to a couple, as plain data: fast-check makes it, shrinks it, and a run can be written down. */
import fc from "fast-check";
import { DAY, HOUR, MINUTE } from "../../src/domain/ids.ts";

export type Who = "ana" | "ben";

export type Step =
  | { readonly do: "checkin"; readonly who: Who; readonly kind: string; readonly shared: boolean }
  | { readonly do: "say"; readonly who: Who; readonly size: number }
  /** Taps one of the buttons in sight: the `which`-th, counted from the newest. */
  | { readonly do: "tap"; readonly who: Who; readonly which: number; readonly shared: boolean }
  /** Presses the newest button with this label; for histories written by hand. */
  | { readonly do: "press"; readonly who: Who; readonly label: string; readonly shared: boolean }
  | { readonly do: "edit"; readonly who: Who; readonly back: number }
  | { readonly do: "command"; readonly who: Who; readonly text: string; readonly shared: boolean }
  | { readonly do: "later"; readonly ms: number }
  | { readonly do: "third"; readonly joins: boolean }
  | { readonly do: "block"; readonly who: Who; readonly on: boolean }
  | { readonly do: "bot"; readonly there: boolean }
  | { readonly do: "fail"; readonly how: "retry" | "held" | "rejected" }
  | { readonly do: "restart" }
  | { readonly do: "duplicate" }
  /** A stranger does something that was seen on one of the couple's buttons. */
  | { readonly do: "stranger"; readonly which: number };

const who = fc.constantFrom<Who>("ana", "ben");

const COMMANDS = [
  "/answer",
  "/start",
  "/rituals",
  "/rituals rest heart",
  "/rituals wake heart",
  "/rituals add heart daily 08:30",
  "/rituals add checkin sun 19:00",
  "/settings",
  "/settings quiet 21:00-09:00",
  "/settings quiet off",
  "/settings quiet 12:00-14:00",
  "/settings timezone Asia/Tokyo",
  "/settings timezone Europe/Berlin",
  "/settings cards each",
  "/settings cards shared",
  "/settings reminders off",
  "/pause",
  "/pause 3",
  "/resume",
  "/jar",
  "/jar What shall we plant?",
  "/letter",
  "/support",
  "/support Bring me tea",
  "/pulse",
  "/repair",
  "/grow",
  "/guide",
  "/checkin signal",
  "/settings date 03-12 gentle",
  "/settings keep month",
  "/privacy",
  "/export",
  "/help",
  "/nonsense",
] as const;

const weighted = <T>(...options: readonly { weight: number; arbitrary: fc.Arbitrary<T> }[]) => fc.oneof(...options);

/** A step of a couple's life; `kinds` are the ritual kinds of the content under test. */
function stepOf(kinds: readonly string[]): fc.Arbitrary<Step> {
  const step = <T extends Step["do"]>(name: T, rest: object) => fc.record({ do: fc.constant(name), ...rest }) as never;
  return weighted<Step>(
    { weight: 4, arbitrary: step("checkin", { who, kind: fc.constantFrom(...kinds), shared: fc.boolean() }) },
    { weight: 14, arbitrary: step("say", { who, size: fc.constantFrom(0, 0, 0, 1, 1, 3200, 3990, 4100) }) },
    { weight: 16, arbitrary: step("tap", { who, which: fc.nat(11), shared: fc.boolean() }) },
    { weight: 3, arbitrary: step("edit", { who, back: fc.nat(3) }) },
    { weight: 4, arbitrary: step("command", { who, text: fc.constantFrom(...COMMANDS), shared: fc.boolean() }) },
    {
      weight: 6,
      arbitrary: step("later", {
        ms: fc.constantFrom(1000, 4000, 20 * MINUTE, HOUR, 5 * HOUR, 11 * HOUR, DAY, 3 * DAY, 8 * DAY, 31 * DAY),
      }),
    },
    { weight: 2, arbitrary: step("third", { joins: fc.boolean() }) },
    { weight: 2, arbitrary: step("block", { who, on: fc.boolean() }) },
    { weight: 1, arbitrary: step("bot", { there: fc.boolean() }) },
    { weight: 2, arbitrary: step("fail", { how: fc.constantFrom("retry", "held") }) },
    { weight: 2, arbitrary: step("restart", {}) },
    { weight: 2, arbitrary: step("duplicate", {}) },
    { weight: 2, arbitrary: step("stranger", { which: fc.nat(20) }) },
  );
}

export function historyOf(kinds: readonly string[], maxLength: number): fc.Arbitrary<readonly Step[]> {
  return fc.array(stepOf(kinds), { minLength: 4, maxLength, size: "max" });
}

/** One line a step: a counterexample as it is written into a named test. */
export function written(steps: readonly Step[]): string {
  return steps.map((step) => JSON.stringify(step)).join("\n");
}
