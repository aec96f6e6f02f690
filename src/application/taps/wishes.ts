/** Buttons of one's own wishes, and of the people outside to talk to. */
import type { Ctx } from "../context.ts";
import { takeAway } from "../passing.ts";
import { say } from "../speak.ts";
import { addDate, dropDate, setCountry, setKeep } from "../wishes.ts";
import { type Actions, BUTTON, notYours, OPENS, type Tap } from "./tap.ts";

function mine(handle: (ctx: Ctx, args: readonly string[]) => Promise<void>): Tap {
  return async (ctx, args) => (ctx.me ? handle(ctx, args) : notYours(ctx));
}

const MOODS = ["joyful", "gentle"];
const MONTH = /^(0[1-9]|1[0-2])$/;

const dates = mine(async (ctx, [mood = "", month = ""]) => {
  const params = MOODS.includes(mood) ? { mood, ...(MONTH.test(month) ? { month } : {}) } : {};
  await say(ctx, "dates", params, { replace: true });
});

export const wishTaps: Actions = {
  // For everybody, in every state: who has no couple, who has left, who was never here.
  resources: { by: OPENS, run: (ctx) => say(ctx, "resources") },
  resgone: { by: BUTTON, run: (ctx) => takeAway(ctx, "resources.gone") },
  away: { by: BUTTON, run: (ctx) => takeAway(ctx, "brief.gone") },
  country: { by: BUTTON, run: (ctx, [region = ""]) => say(ctx, "country", { region }, { replace: true }) },
  cset: { by: BUTTON, run: (ctx, [code = ""]) => setCountry(ctx, code) },
  keep: {
    by: BUTTON,
    run: mine((ctx, [value = ""]) => (value === "" ? say(ctx, "keep", {}, { replace: true }) : setKeep(ctx, value))),
    asks: mine((ctx) => say(ctx, "keep")),
  },
  dates: { by: BUTTON, run: dates },
  dateset: { by: BUTTON, run: mine((ctx, [mood = "", date = ""]) => addDate(ctx, date, mood)) },
  dateoff: { by: BUTTON, run: mine((ctx, [date = ""]) => dropDate(ctx, date)) },
};
