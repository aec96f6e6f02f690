/** An action says by which ways it may come: without that it does not compile. `npm run types` reads this file. */
import { expect, test } from "vitest";
import { ACTIONS } from "../../src/application/act.ts";
import { CONFIRMABLE, type ConfirmVerb } from "../../src/application/confirm-states.ts";
import type { Action } from "../../src/application/taps/tap.ts";

const run = async () => {};

// @ts-expect-error: it does not say by which ways it may come.
const withoutWays: Action = { run };
// @ts-expect-error: there is no such way.
const byPost: Action = { by: ["post"], run };
// @ts-expect-error: a verb that does not confirm has no token.
const notConfirming: ConfirmVerb = "answer";

test("every action declares its ways", () => {
  expect([withoutWays, byPost, notConfirming]).toHaveLength(3);
  for (const [verb, { by }] of Object.entries(ACTIONS)) {
    expect(by.length, verb).toBeGreaterThan(0);
    expect(verb).toMatch(/^[a-z]+$/);
  }
});

test("what a link opens is this and nothing else", () => {
  const opens = Object.keys(ACTIONS).filter((verb) => ACTIONS[verb]?.by.includes("link"));
  expect(opens.toSorted()).toEqual("answer checkin guide hello inv join open resources support".split(" "));
});

test("exactly what confirms can show its confirmation", () => {
  const asking = Object.keys(ACTIONS).filter((verb) => ACTIONS[verb]?.asks);
  expect(asking.toSorted()).toEqual(Object.keys(CONFIRMABLE).toSorted());
});
