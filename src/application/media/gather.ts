/** The files of an event, fetched before its transaction: only those that a question waits for. */
import type { Person } from "../../domain/couple.ts";
import { isAsked } from "../../domain/round/decide.ts";
import type { ChatAdapter, Inbound, Received } from "../../ports/chat.ts";
import { type Fetched, MAX_MEDIA } from "../../ports/media.ts";
import { type Deps, homeOf, type MyHome, type Work } from "../context.ts";
import { fieldsOf } from "../rounds/fields.ts";
import { targetOf } from "./target.ts";
import { fits } from "./words.ts";

type FilesEvent = Extract<Inbound, { type: "media" | "form" }>;

/** By the file's reference. */
export async function gather(
  deps: Deps,
  adapter: ChatAdapter,
  event: FilesEvent,
): Promise<ReadonlyMap<string, Fetched>> {
  const wanted = await deps.store.transaction(async (tx) => {
    const person: Person | null = await tx.people.byAccount(event.from.platform, event.from.userId);
    const home = await homeOf(tx, person);
    const work = { deps, tx, now: deps.clock.now() };
    if (!home) return [];
    return event.type === "form" ? uploaded(work, home, event) : sent(work, adapter, home, event);
  });
  const found = wanted.map(async ({ file }) => [file, await adapter.fetch(file)] as const);
  return new Map(await Promise.all(found));
}

async function sent(work: Work, adapter: ChatAdapter, home: MyHome, event: Extract<FilesEvent, { type: "media" }>) {
  const target = await targetOf({ ...work, chat: event.chat, can: adapter.capabilities }, home, event);
  return target.type === "take" ? [event.media] : [];
}

async function uploaded(work: Work, home: MyHome, event: Extract<FilesEvent, { type: "form" }>): Promise<Received[]> {
  const round = await work.tx.rounds.byId(event.action.split("_")[1] ?? "");
  if (!round || round.coupleId !== home.couple.id || !isAsked(round, home.seat)) return [];
  if (round.state === "revealed") return [];
  const asked = fieldsOf(work.deps.content, round, home.me.language);
  return Object.entries(event.files ?? {}).flatMap(([id, [first]]) => {
    const field = asked[Number(id)]?.field;
    const isWanted = first && field?.kind === "media" && fits(field, first.kind) && (first.size ?? 0) <= MAX_MEDIA;
    return isWanted ? [first] : [];
  });
}
