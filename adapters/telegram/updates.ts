/** One update: what it means, its effect, and the answer to a tap. */
import { type Handle, type Inbound, type Reply, TryLater } from "../../src/ports/chat.ts";
import type { Log } from "../../src/ports/log.ts";
import { Echoes } from "./echoes.ts";
import { failureFields, Refused } from "./errors.ts";
import { chatsOf, toInbound } from "./inbound.ts";
import { MAX_TOAST, type Timing } from "./limits.ts";
import { type CallbackQuery, done, type Me, type RawUpdate, type Update, update as updateSchema } from "./schema.ts";
import type { Transport } from "./transport.ts";
import { backoff, wait } from "./wait.ts";

export interface UpdateParts {
  readonly handle: Handle;
  readonly me: Me;
  readonly timing: Timing;
  readonly log: Log;
  /** Fires when what is not committed is left for the next run. */
  readonly stopping: AbortSignal;
}

/** Handler failures other than `TryLater` break its promise: a bug, repeated this often before it is passed over. */
const MAX_CRASHES = 5;
const ANSWER_TRIES = 3;
/** The client of who tapped waits no longer, about. */
const TAP_LIVES_MS = 30_000;
const NOTHING: Reply = { type: "none" };

/** Keys of the chats an update belongs to. One that is not understood has a key of its own. */
export function lanesOf(raw: RawUpdate): readonly string[] {
  const parsed = updateSchema.safeParse(raw);
  return parsed.success ? chatsOf(parsed.data).map(String) : [];
}

export class Updates {
  readonly #parts: UpdateParts;
  readonly #transport: Transport;
  readonly #echoes = new Echoes();
  readonly #answers = new Set<Promise<void>>();

  constructor(parts: UpdateParts, transport: Transport) {
    this.#parts = parts;
    this.#transport = transport;
  }

  /** Resolves when the effect is committed or there is none; rejects when `stopping` came first. */
  async handle(raw: unknown): Promise<void> {
    const parsed = updateSchema.safeParse(raw);
    if (!parsed.success) {
      this.#parts.log.error("telegram update not understood", { id: String((raw as RawUpdate).update_id) });
      return;
    }
    const update = parsed.data;
    const event = toInbound(update, this.#parts.me);
    const news = event && this.#echoes.filter(event, happenedAt(update));
    const reply = news ? await this.#commit(news) : NOTHING;
    if (update.callback_query) this.#answer(update.callback_query, reply);
  }

  /** Waits until every tapper has got an answer, or it is too late for one. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#answers);
  }

  async #commit(event: Inbound): Promise<Reply> {
    const { handle, timing, log, stopping } = this.#parts;
    let crashes = 0;
    for (let attempt = 1; ; attempt++) {
      try {
        return await handle(event);
      } catch (error) {
        const id = event.eventId;
        if (!(error instanceof TryLater) && ++crashes >= MAX_CRASHES) {
          log.error("telegram event given up", { id, ...failureFields(error) });
          return NOTHING;
        }
        log.warn("telegram event waits for another attempt", { id, attempt, ...failureFields(error) });
      }
      await wait(backoff(attempt, timing.backoffFirstMs, timing.backoffMaxMs), stopping);
      stopping.throwIfAborted();
    }
  }

  /** Beside the lane: the next event of the chat need not wait for it. */
  #answer(query: CallbackQuery, reply: Reply): void {
    const answering = this.#sendAnswer(query, reply);
    this.#answers.add(answering);
    void answering.finally(() => this.#answers.delete(answering));
  }

  /** Once; repeated only when it is not known to have arrived. One that comes too late is no fault. */
  async #sendAnswer(query: CallbackQuery, reply: Reply): Promise<void> {
    const { timing, log, stopping } = this.#parts;
    const shared = query.message !== undefined && query.message.chat.type !== "private";
    const toast = reply.type === "toast" ? { text: shorten(reply.text), ...(shared ? { show_alert: true } : {}) } : {};
    const params = { callback_query_id: query.id, ...toast };
    for (let attempt = 1; attempt <= ANSWER_TRIES; attempt++) {
      try {
        await this.#transport.call("answerCallbackQuery", params, { schema: done, timeoutMs: timing.answerMs });
        return;
      } catch (error) {
        log.debug("telegram tap not answered", { attempt, ...failureFields(error) });
        if ((error instanceof Refused && error.code < 429) || stopping.aborted) return;
        const asked = error instanceof Refused ? (error.retryAfterMs ?? 0) : 0;
        if (asked > TAP_LIVES_MS) return;
        await wait(Math.max(asked, backoff(attempt, timing.backoffFirstMs, timing.backoffMaxMs)), stopping);
      }
    }
  }
}

function happenedAt(update: Update): number {
  const dated = update.message ?? update.my_chat_member ?? update.chat_member;
  return (dated?.date ?? 0) * 1000;
}

/** Counted in code points, which never cuts a character; the platform counts no finer. */
function shorten(text: string): string {
  const whole = text.toWellFormed();
  return whole.length <= MAX_TOAST ? whole : `${whole.slice(0, MAX_TOAST - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
