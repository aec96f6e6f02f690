/** One row on its way: composed, guarded and delivered. */
import type { Audience, ChatAdapter, Delivery, DeliveryResult, Retry } from "../ports/chat.ts";
import type { OutboxRow } from "../ports/outbox.ts";
import type { Composed } from "../ports/outgoing.ts";
import type { Draw } from "../ports/pictures.ts";
import { type Attempts, DRAWING_ATTEMPTS, drawn } from "./drawing.ts";
import type { Leave } from "./leaves.ts";
import { type After, type SettleParts, settle, surely } from "./settle.ts";
import { simpler } from "./simpler.ts";

export interface SendParts extends SettleParts {
  readonly adapter: ChatAdapter;
  /** Waits for a place in the pace over all chats. */
  readonly token: () => Promise<void>;
  /** Resolves when a request of a row whose turn has come may leave. */
  readonly leave: () => Promise<Leave>;
  readonly draw: Draw;
  /** For metrics. */
  readonly onResult: (result: DeliveryResult["type"], row: OutboxRow) => void;
}

const NOTHING: After = { type: "nothing" };
const ASK_AGAIN = { type: "retry", afterMs: 2_000, scope: "chat", heldBack: true } as const;
/** A message with more text than this may need several parts, whose progress is kept. */
const MAY_SPLIT = 1500;

type Guard = NonNullable<Extract<Composed, { type: "message" }>["guard"]>;
type Sendable = Exclude<Composed, { type: "wait" } | { type: "drop" }>;

/** Composes a row as it is now; null when it waits, is dropped or is gone. */
async function prepare(parts: SendParts, id: string): Promise<{ row: OutboxRow; composed: Sendable } | null> {
  const { store, clock, outgoing } = parts;
  return store.transaction(async (tx) => {
    const row = await tx.outbox.byId(id);
    if (row?.state !== "waiting") return null;
    const composed = await outgoing.compose(tx, row, clock.now());
    if (composed.type === "drop") await tx.outbox.remove(row.id);
    else if (composed.type === "wait") await tx.outbox.update({ ...row, notBefore: composed.until });
    else {
      // What changes while it is under way is not in its words: that makes an edit of its own.
      if (row.operation === "edit") await tx.outbox.begin(row.id);
      return { row, composed };
    }
    return null;
  });
}

/** Written down at once, each in a transaction of its own: what follows may end the process. */
function attemptsOf({ store }: SendParts, { id }: OutboxRow): Attempts {
  return {
    begin: (key) => store.transaction((tx) => tx.outbox.beginDrawing(id, key, DRAWING_ATTEMPTS)),
    succeeded: (key) => store.transaction((tx) => tx.outbox.endDrawing(id, key)),
  };
}

async function deliveryOf(parts: SendParts, row: OutboxRow, composed: Sendable): Promise<Delivery> {
  const base = {
    id: row.id,
    to: row.to,
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(row.replace ? { replace: true } : {}),
    ...(row.form === "small" || row.form === "words" ? { small: true } : {}),
  };
  if (composed.type === "delete") return { ...base, operation: { type: "delete", refs: row.refs } };
  const onFailure = () => parts.log.warn("a picture could not be drawn", { view: row.content.view, id: row.id });
  const whole = await drawn(parts.draw, composed.message, attemptsOf(parts, row), onFailure);
  const message = simpler(whole, row.form);
  const topic = composed.topic === undefined ? {} : { topic: composed.topic };
  if (row.operation === "edit")
    return { ...base, ...topic, operation: { type: "edit", message, refs: editedRefs(row) } };
  return { ...base, ...topic, operation: { type: "send", message, fromPart: row.sentRefs.length } };
}

/** An edit may have replaced or added parts before it failed: it goes on with those. */
function editedRefs(row: OutboxRow): readonly string[] {
  const parts = Math.max(row.refs.length, row.sentRefs.length);
  return Array.from({ length: parts }, (_, part) => row.sentRefs[part] ?? row.refs[part]).filter(
    (ref) => ref !== undefined,
  );
}

function maySplit(row: OutboxRow, composed: Sendable): boolean {
  if (composed.type === "delete") return false;
  if (row.form !== undefined) return true;
  if (composed.message.blocks.some((b) => b.type === "media" || b.type === "picture")) return true;
  const length = composed.message.blocks.reduce((sum, b) => sum + ("text" in b ? b.text.length : 0), 0);
  return length > MAY_SPLIT || composed.message.blocks.some((b) => b.type === "file");
}

/** Sends one row. Throws only for bugs and for storage that is not there. */
export async function sendRow(parts: SendParts, id: string): Promise<After> {
  const prepared = await prepare(parts, id);
  if (!prepared) return NOTHING;
  const { row, composed } = prepared;
  const { outgoing, store, clock } = parts;
  // Before it is asked who is there: that must not be long ago when it is sent.
  const delivery = await deliveryOf(parts, row, composed);
  const guard = composed.type === "message" ? composed.guard : null;
  if (guard) {
    const audience = await audienceOf(parts, guard);
    if (typeof audience === "object") return settle(parts, row, audience);
    // Cut off, by an end or a lost connection, it is no doubt about who is there: asked again later.
    if (audience === "unknown" && !parts.adapter.healthy()) {
      await settle(parts, row, ASK_AGAIN);
      return NOTHING;
    }
    const refusal = audience === "unknown" ? await refusalOf(parts, guard) : null;
    // Who cannot see it or write there cannot tell who is in it: that is the reason, and not a doubt.
    if (refusal) return settle(parts, row, refusal);
    if (audience !== "only-two") {
      await store.transaction((tx) => outgoing.reroute(tx, row, audience, clock.now()));
      return NOTHING;
    }
  }
  const { result, refs } = await deliver(parts, row, composed, delivery);
  parts.onResult(result.type, row);
  return settle(parts, { ...row, sentRefs: refs }, result);
}

/** Whether it is the place itself that takes nothing now. */
async function refusalOf({ adapter }: SendParts, { chatId }: Guard): Promise<DeliveryResult | null> {
  const posting = await adapter.posting(chatId);
  if (posting === "yes" || posting === "unknown") return null;
  return { type: "unreachable", why: posting === "no-access" ? "no-access" : "chat-gone" };
}

/** What it asks of the platform counts like messages. */
async function audienceOf({ adapter, token, leave }: SendParts, { chatId, two }: Guard): Promise<Audience | Retry> {
  const requests = Array.from({ length: adapter.pace.perAudience ?? 0 });
  await Promise.all(requests.map(token));
  const leaves = await Promise.all(requests.map(leave));
  try {
    return await adapter.audience(chatId, two);
  } finally {
    for (const each of leaves) each.answered();
  }
}

/** Each part waits for its own turn and leave; when there may be several, what became of each is written down. */
async function deliver(parts: SendParts, row: OutboxRow, composed: Sendable, delivery: Delivery) {
  const { adapter, token } = parts;
  const refs = [...row.sentRefs];
  const keep = maySplit(row, composed);
  let leave = await parts.leave();
  let begun = false;
  try {
    const result = await adapter.deliver(delivery, async (index, ref) => {
      leave.answered();
      begun = true;
      refs[index] = ref;
      if (!keep) return;
      await surely(parts, (tx) => tx.outbox.update({ ...row, sentRefs: [...refs] }));
      await token();
      leave = await parts.leave();
    });
    // After the last part it is for one that there was not.
    if (result.type === "delivered" && begun) leave.unused();
    return { result, refs };
  } finally {
    leave.answered();
  }
}
