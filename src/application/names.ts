/** “What shall I call you?”: a name of one's own choice instead of the one that the platform shows. */
import type { Couple, Person } from "../domain/couple.ts";
import type { Form } from "../domain/message.ts";
import { LONGEST_NAME, parseName } from "../domain/name.ts";
import { isRefusal } from "../domain/refusal.ts";
import { looksAlike } from "../domain/told-apart.ts";
import type { Reply } from "../ports/chat.ts";
import { type Ctx, homeOf, type Work } from "./context.ts";
import { awaitedOf, awaitWords, stopAwaiting } from "./rounds/awaited.ts";
import { refused } from "./rounds/sealing.ts";
import { changeMe } from "./settings.ts";
import { say, tell } from "./speak.ts";

/** Takes the words as the speaker's name. False, and they are told why, when it cannot be taken. */
export async function setName(ctx: Ctx, words: string): Promise<boolean> {
  const home = await homeOf(ctx.tx, ctx.me);
  const name = parseName(words, home?.partner.name ?? null);
  if (isRefusal(name)) {
    await refused(ctx, name);
    return false;
  }
  await say(await changeMe(ctx, { name, named: true }), "name-set");
  return true;
}

/** The platform's name again, now and whenever it changes there. */
export async function usePlatformName(ctx: Ctx): Promise<void> {
  await say(await changeMe(ctx, { name: ctx.from.name, named: false }), "name-set", {}, { replace: true });
}

/** Asks for the name: in a form where there are forms, else it is the next private message. */
export async function askName(ctx: Ctx, me: Person): Promise<Reply | void> {
  if (ctx.can.forms && ctx.way === "button") return { type: "form", form: nameForm(ctx, me) };
  // Where there are forms, messages are no answers: a button opens the form.
  if (!ctx.can.forms) await awaitWords(ctx, { me, couple: await ctx.tx.couples.ofPerson(me.id) }, "name");
  await say(ctx, "name");
}

function nameForm(ctx: Ctx, me: Person): Form {
  const t = (key: string) => ctx.deps.translate(me.language, key);
  const input = { kind: "text", max: LONGEST_NAME, long: false, ...(me.named ? { value: me.name } : {}) } as const;
  return {
    action: "name",
    title: t("name.form-title"),
    fields: [{ id: "name", label: t("name.form-label"), hint: t("name.form-hint"), required: true, input }],
  };
}

/** Takes a private message as the name, where the bot has just asked for it. A refused one is asked for again. */
export async function takeName(ctx: Ctx, words: string): Promise<boolean> {
  const awaited = ctx.me && (await awaitedOf(ctx, ctx.me.id));
  if (!ctx.me || awaited?.purpose !== "name") return false;
  if (await setName(ctx, words)) await stopAwaiting(ctx, ctx.me.id);
  return true;
}

/** Two people who come together under one name are told how they are shown, and how that can be changed. */
export async function tellOfOneName(
  work: Work,
  couple: Couple,
  [first, second]: readonly [Person, Person],
  by: string | null,
) {
  if (!looksAlike(first.name, second.name)) return;
  for (const person of [first, second]) {
    await tell(work, person, "one-name", { by }, { lane: "interactive", coupleId: couple.id });
  }
}
