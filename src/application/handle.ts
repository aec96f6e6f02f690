/** One inbound event: facts, then one transaction with its claim; failures never lose it. */
import { isBlank } from "../domain/blank.ts";
import type { Person, Place } from "../domain/couple.ts";
import { stripWords } from "../domain/words.ts";
import { type Handle, type Inbound, type Reply, TryLater, type Way } from "../ports/chat.ts";
import { StoreUnavailable } from "../ports/store.ts";
import { act } from "./act.ts";
import { COMMANDS } from "./commands/index.ts";
import { type Ctx, capabilitiesOf, type Deps, type Facts, homeOf, type Work } from "./context.ts";
import { factsFor } from "./facts.ts";
import { handleMedia } from "./media/take.ts";
import { onPlaceEvent } from "./place-events.ts";
import { askPosting, placeToAsk, takeDown } from "./places/asking.ts";
import { tryAllReveals } from "./rounds/change.ts";
import { handleEdit, handleUnsupported } from "./rounds/edits.ts";
import { wordsAlone } from "./rounds/fields.ts";
import { handleText } from "./rounds/message.ts";
import { overheard, readByOthers } from "./silence.ts";
import { line } from "./speak.ts";

type Spoken = Extract<Inbound, { from: unknown }>;

const NONE: Reply = { type: "none" };
/** A bug is tried this often before the event is buried. */
const ATTEMPTS = 3;

/** Keeps what the platform says about a person up to date: their name, and that they can be reached. */
async function meet(work: Work, event: Spoken): Promise<Person | null> {
  const { tx } = work;
  const person = await tx.people.byAccount(event.from.platform, event.from.userId);
  if (!person) return null;
  const here = event.chat.kind === "private" || event.origin !== undefined;
  const reached = !person.reachable && here;
  const own = { kind: "private", platform: person.platform, userId: person.userId } as const;
  // What could not be shown there answers this very event: an answer comes through where a message may not.
  if (here && (await tx.outbox.hasParked(own))) await tx.outbox.unpark(own, event.origin);
  const { handle } = event.from;
  const name = person.named ? person.name : event.from.name;
  if (person.name === name && person.handle === handle && !reached) return person;
  const { handle: _before, ...rest } = person;
  const known = {
    ...rest,
    name,
    ...(handle === undefined ? {} : { handle }),
    reachable: person.reachable || reached,
  };
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
    way: wayOf(event),
    topic: event.topic ?? null,
    can: capabilitiesOf(work.deps, event.from.platform),
    me,
  };
}

async function runCommand(ctx: Ctx, event: Extract<Inbound, { type: "command" }>): Promise<Reply | void> {
  const command = COMMANDS.find(({ name }) => name === event.name);
  if (!command) return line(ctx, "unknown-command");
  if (command.secretWords && event.args !== "" && event.chat.kind === "shared" && ctx.can.commandsAreRead) {
    return readByOthers(ctx, event.messageId);
  }
  const { args: text, spans } = event;
  const said = isBlank(text) ? { text: "" } : stripWords(wordsAlone({ text, ...(spans ? { spans } : {}) }));
  return command.run(ctx, said.text.trim().replace(/\s+/g, " "), said);
}

function wayOf(event: Spoken): Way | null {
  if (event.type === "form") return "form";
  return event.type === "tap" ? event.by : null;
}

async function route(ctx: Ctx, event: Spoken): Promise<Reply | void> {
  switch (event.type) {
    case "command":
      return runCommand(ctx, event);
    case "tap":
      return act(ctx, event.action, event.by);
    case "form":
      return act(ctx, event.action, "form", { values: event.values, files: event.files ?? {} });
    case "text":
      return handleText(ctx, event);
    case "edited":
      return handleEdit(ctx, event.messageId, wordsAlone(event));
    case "media":
      return handleMedia(ctx, event);
    case "unsupported":
      return handleUnsupported(ctx);
    case "overheard":
      return overheard(ctx, event);
  }
}

/** Handles the event; or, without any effect, the place that the platform has to be asked about first. */
async function inTransaction(deps: Deps, facts: Facts, event: Inbound): Promise<Reply | Place> {
  return deps.store.transaction(async (tx) => {
    const work: Work = { deps, tx, now: deps.clock.now() };
    const ask = facts.posting === undefined ? await placeToAsk(work, event) : null;
    if (ask) return ask;
    // They come in hundreds when a connection begins, and most tell of nothing.
    if (event.type === "standing-changed" && facts.posting === undefined) return NONE;
    const platform = "platform" in event ? event.platform : event.from.platform;
    if (!(await tx.events.claim(platform, event.eventId, work.now))) return NONE;
    await takeDown(work, facts, event);
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
      return await withFacts(deps, event);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      last = error;
      const name = error instanceof Error ? error.name : "unknown";
      deps.log.warn("an event failed", { error: name, attempt: n, code: whereOf(error) });
    }
  }
  return bury(deps, event, last);
}

async function withFacts(deps: Deps, event: Inbound): Promise<Reply> {
  const facts = await factsFor(deps, event);
  const done = await inTransaction(deps, facts, event);
  if ("type" in done) return done;
  const again = await inTransaction(deps, { ...facts, posting: await askPosting(deps.adapters, done) }, event);
  return "type" in again ? again : NONE;
}

/** The place in our source where it failed: a stack without its message, which could hold content. */
function whereOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return /\((?:file:\/\/)?[^()]*?((?:src|adapters)\/[^()]+)\)/.exec(stack)?.[1] ?? "";
}
