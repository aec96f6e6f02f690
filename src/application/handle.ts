/** One inbound event: facts, then one transaction with its claim; failures never lose it. */
import { isBlank } from "../domain/blank.ts";
import type { Person } from "../domain/couple.ts";
import { type Handle, type Inbound, type Reply, TryLater } from "../ports/chat.ts";
import { StoreUnavailable } from "../ports/store.ts";
import { COMMANDS } from "./commands/index.ts";
import { type Ctx, capabilitiesOf, type Deps, type Facts, homeOf, type Work } from "./context.ts";
import { factsFor } from "./facts.ts";
import { handleMedia } from "./media/take.ts";
import { onPlaceEvent } from "./place-events.ts";
import { tryAllReveals } from "./rounds/change.ts";
import { handleEdit, handleUnsupported } from "./rounds/edits.ts";
import { sealForm } from "./rounds/form.ts";
import { handleText } from "./rounds/message.ts";
import { line, say } from "./speak.ts";
import { discoverTaps } from "./taps/discover.ts";
import { jarForm, jarTaps } from "./taps/jar.ts";
import { letterDayForm, letterTaps } from "./taps/letters.ts";
import { ownTaps } from "./taps/own.ts";
import { roundTaps } from "./taps/rounds.ts";
import { supportTaps } from "./taps/support.ts";
import { notYours, type Tap } from "./taps/tap.ts";
import { wishTaps } from "./taps/wishes.ts";
import { wordTaps } from "./taps/words.ts";

type Spoken = Extract<Inbound, { from: unknown }>;

const NONE: Reply = { type: "none" };
const TAPS: Readonly<Record<string, Tap>> = {
  ...roundTaps,
  ...wordTaps,
  ...ownTaps,
  ...discoverTaps,
  ...supportTaps,
  ...wishTaps,
  ...jarTaps,
  ...letterTaps,
};
/** A bug is tried this often before the event is buried. */
const ATTEMPTS = 3;

/** Keeps what the platform says about a person up to date: their name, and that they can be reached. */
async function meet(work: Work, event: Spoken): Promise<Person | null> {
  const { tx } = work;
  const person = await tx.people.byAccount(event.from.platform, event.from.userId);
  if (!person) return null;
  const reached = !person.reachable && (event.chat.kind === "private" || event.origin !== undefined);
  if (reached) await tx.outbox.unpark({ kind: "private", platform: person.platform, userId: person.userId });
  if (person.name === event.from.name && !reached) return person;
  const known = { ...person, name: event.from.name, reachable: person.reachable || reached };
  await tx.people.save(known);
  const home = reached ? await homeOf(tx, known) : null;
  if (home) await tryAllReveals(work, home);
  return known;
}

function contextOf(work: Work, facts: Facts, event: Spoken, me: Person | null): Ctx {
  return {
    ...work,
    facts,
    from: event.from,
    chat: event.chat,
    origin: event.origin ?? null,
    messageId: "messageId" in event ? (event.messageId ?? null) : null,
    can: capabilitiesOf(work.deps, event.from.platform),
    me,
  };
}

async function runCommand(ctx: Ctx, event: Extract<Inbound, { type: "command" }>): Promise<Reply | void> {
  const command = COMMANDS.find(({ name }) => name === event.name);
  if (!command) return line(ctx, "unknown-command");
  if (command.secretWords && event.args !== "" && event.chat.kind === "shared" && ctx.can.commandsAreRead) {
    return readByOthers(ctx, event);
  }
  return command.run(ctx, isBlank(event.args) ? "" : event.args.trim());
}

/** Own words typed where others read them are not taken (*Decided*). */
async function readByOthers(ctx: Ctx, event: Extract<Inbound, { type: "command" }>): Promise<void> {
  await say(ctx, "readable");
  if (event.messageId === undefined) return;
  const content = { view: "none", params: {} };
  await ctx.tx.outbox.add(
    {
      dedupe: ctx.deps.random.id(),
      lane: "interactive",
      to: event.chat,
      coupleId: null,
      personId: null,
      content,
      operation: "delete",
      refs: [event.messageId],
    },
    ctx.now,
  );
}

async function runTap(ctx: Ctx, action: string): Promise<Reply | void> {
  const [verb = "", ...args] = action.split("_");
  const tap = Object.hasOwn(TAPS, verb) ? TAPS[verb] : undefined;
  return tap ? tap(ctx, args) : notYours(ctx);
}

/** A form comes back with the action it was opened with; most are cards. */
function runForm(ctx: Ctx, { action, values, files }: Extract<Inbound, { type: "form" }>): Promise<Reply | void> {
  const [verb, id = ""] = action.split("_");
  if (verb === "jarput") return jarForm(values.question?.[0] ?? "")(ctx, []);
  return verb === "letterday" ? letterDayForm(ctx, id, values.date?.[0] ?? "") : sealForm(ctx, action, values, files);
}

async function route(ctx: Ctx, event: Spoken): Promise<Reply | void> {
  switch (event.type) {
    case "command":
      return runCommand(ctx, event);
    case "tap":
      return runTap(ctx, event.action);
    case "form":
      return runForm(ctx, event);
    case "text":
      return handleText(ctx, event);
    case "edited":
      return handleEdit(ctx, event.messageId, event.text);
    case "media":
      return handleMedia(ctx, event);
    case "unsupported":
      return handleUnsupported(ctx);
  }
}

async function inTransaction(deps: Deps, facts: Facts, event: Inbound): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const work: Work = { deps, tx, now: deps.clock.now() };
    const platform = "platform" in event ? event.platform : event.from.platform;
    if (!(await tx.events.claim(platform, event.eventId, work.now))) return NONE;
    if ("platform" in event) {
      await onPlaceEvent(work, facts, event);
      return NONE;
    }
    const me = await meet(work, event);
    return (await route(contextOf(work, facts, event, me), event)) ?? NONE;
  });
}

/** The last resort of an event that keeps failing: its id is kept for the operator, never its content. */
async function bury(deps: Deps, event: Inbound, error: unknown): Promise<Reply> {
  const platform = "platform" in event ? event.platform : event.from.platform;
  const name = error instanceof Error ? error.name : "unknown";
  await deps.store.transaction(async (tx) => {
    await tx.events.bury(platform, event.eventId, name, deps.clock.now());
    if ("from" in event) {
      const work = { deps, tx, now: deps.clock.now() };
      await line(contextOf(work, {}, event, await tx.people.byAccount(platform, event.from.userId)), "sorry");
    }
  });
  deps.onBuried?.(platform);
  deps.log.error("an event was given up on", { platform, error: name, id: event.eventId });
  return NONE;
}

/**
 * The handler that adapters feed. An event takes effect once; when storage cannot take it the adapter
 * repeats it (`TryLater`); one that fails for a bug is tried again, then buried with an alert.
 */
export function createHandle(deps: Deps): Handle {
  return async (event) => {
    try {
      const reply = await attempt(deps, event);
      deps.wake();
      return reply;
    } catch (error) {
      if (error instanceof StoreUnavailable) throw new TryLater("the database cannot take it now");
      throw error;
    }
  };
}

async function attempt(deps: Deps, event: Inbound): Promise<Reply> {
  let last: unknown;
  for (let n = 1; n <= ATTEMPTS; n++) {
    try {
      return await inTransaction(deps, await factsFor(deps, event), event);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      last = error;
      const name = error instanceof Error ? error.name : "unknown";
      deps.log.warn("an event failed", { error: name, attempt: n, code: whereOf(error) });
    }
  }
  return bury(deps, event, last);
}

/** The place in our source where it failed: a stack without its message, which could hold content. */
function whereOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return /\((?:file:\/\/)?[^()]*?((?:src|adapters)\/[^()]+)\)/.exec(stack)?.[1] ?? "";
}
