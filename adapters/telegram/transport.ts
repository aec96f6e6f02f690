/** The wire, on telegraf: one gateway for every call, and updates into one handler. */
import { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { Telegraf, TelegramError } from "telegraf";
import type { z } from "zod";
import { PlatformRefused, Refused, TOKEN_REFUSED, Unreached } from "./errors.ts";
import { silenceTelegraf } from "./quiet.ts";
import type { Me, RawUpdate } from "./schema.ts";

export interface CallOptions<S extends z.ZodType> {
  /** What the result must look like; an answer that does not is as good as none. */
  readonly schema: S;
  readonly timeoutMs: number;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

export interface Transport {
  /** Calls a method. Throws `Refused` or `Unreached` only; never hangs. */
  call<S extends z.ZodType>(
    method: string,
    params: Readonly<Record<string, unknown>>,
    options: CallOptions<S>,
  ): Promise<z.infer<S>>;
  /** Gives an update to the handler. Rejects with what the handler throws. */
  feed(update: RawUpdate): Promise<void>;
  /** Who the bot is; telegraf asks for it before the first update. */
  introduce(me: Me): void;
  /** Waits for the calls in hand and closes the connections. Later calls are `Unreached`. */
  close(): Promise<void>;
}

export interface TransportParts {
  readonly token: string;
  readonly apiRoot: string;
  readonly onUpdate: (update: unknown) => Promise<void>;
}

const DEFAULT_ROOT = "https://api.telegram.org";

type RawCall = (method: string, params: object, options: { signal: AbortSignal }) => Promise<unknown>;

/** telegraf resolves against the root as a URL: without the slash it would drop the last segment. */
function rootUrl(apiRoot: string): string {
  const root = apiRoot === "" ? DEFAULT_ROOT : apiRoot;
  return root.endsWith("/") ? root : `${root}/`;
}

/** Where a file of the bot's can be read: holds the token. */
export function fileAddress(token: string, apiRoot: string, path: string): string {
  return new URL(`file/bot${token}/${path}`, rootUrl(apiRoot)).href;
}

function createBot({ token, apiRoot, onUpdate }: TransportParts, agent: Agent): Telegraf {
  if (!/^\d+:[\w-]+$/.test(token)) throw new PlatformRefused(TOKEN_REFUSED);
  silenceTelegraf();
  const bot = new Telegraf(token, {
    handlerTimeout: Number.POSITIVE_INFINITY,
    telegram: { apiRoot: rootUrl(apiRoot), webhookReply: false },
  });
  // telegraf drops an agent for http roots when it is given in the options.
  bot.telegram.options.agent = agent;
  bot.use((context) => onUpdate(context.update));
  // Its own handler prints the update.
  bot.catch((error) => {
    throw error;
  });
  return bot;
}

/**
 * With an upload telegraf silently drops parameters that are objects: they go as JSON.
 * A copy, because telegraf writes into what it is given.
 */
function flatten(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isUpload = (value: unknown) => typeof value === "object" && value !== null && "source" in value;
  if (!Object.values(params).some(isUpload)) return { ...params };
  const flat = Object.entries(params).map(([key, value]) => {
    return [key, typeof value === "object" && value !== null && !isUpload(value) ? JSON.stringify(value) : value];
  });
  return Object.fromEntries(flat);
}

/** Leaves telegraf's error behind: it holds what was sent, and the address with the token. */
function translate(error: unknown): Error {
  // Only the platform gives a number: anything else comes from something in between.
  if (error instanceof TelegramError && typeof error.code === "number") {
    const { retry_after: retryAfterSeconds, migrate_to_chat_id: migrateToChatId } = error.parameters ?? {};
    return new Refused({
      code: error.code,
      description: String(error.description ?? ""),
      retryAfterSeconds,
      migrateToChatId,
    });
  }
  const { code, type, name } = (error ?? {}) as { code?: unknown; type?: unknown; name?: unknown };
  const why = [code, type, name].find((word) => typeof word === "string" && /^[\w-]{1,40}$/.test(word));
  return new Unreached(String(why ?? "unknown"));
}

/** Runs `work` with a signal that fires after `ms` or with `outer`, and gives up at that moment even if `work` does not. */
async function bounded<T>(work: (signal: AbortSignal) => Promise<T>, ms: number, outer?: AbortSignal): Promise<T> {
  const inner = new AbortController();
  let giveUp: (why: string) => void = () => {};
  const gaveUp = new Promise<never>((_, reject) => {
    giveUp = (why) => {
      reject(new Unreached(why));
      inner.abort();
    };
  });
  const onAbort = () => giveUp("aborted");
  const timer = setTimeout(() => giveUp("timeout"), ms);
  outer?.addEventListener("abort", onAbort);
  if (outer?.aborted) onAbort();
  const running = work(inner.signal);
  running.catch(() => {});
  try {
    return await Promise.race([running, gaveUp]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
    gaveUp.catch(() => {});
  }
}

/** Throws `PlatformRefused` for a token that cannot be one. */
export function createTransport(parts: TransportParts): Transport {
  const options = { keepAlive: true };
  const agent = parts.apiRoot.startsWith("http://") ? new Agent(options) : new SecureAgent(options);
  const bot = createBot(parts, agent);
  const raw = (bot.telegram.callApi as unknown as RawCall).bind(bot.telegram);
  const inHand = new Set<Promise<unknown>>();
  let closed = false;
  return {
    async call(method, params, { schema, timeoutMs, signal }) {
      if (closed) throw new Unreached("closed");
      const calling = bounded((inner) => raw(method, flatten(params), { signal: inner }), timeoutMs, signal);
      inHand.add(calling);
      try {
        const parsed = schema.safeParse(await calling);
        if (!parsed.success) throw new Unreached("strange-answer");
        return parsed.data;
      } catch (error) {
        throw error instanceof Unreached ? error : translate(error);
      } finally {
        inHand.delete(calling);
      }
    },
    feed: (update) => bot.handleUpdate(update as unknown as Parameters<Telegraf["handleUpdate"]>[0]),
    introduce(me) {
      bot.botInfo = { ...me, is_bot: true, first_name: "", ...NOT_ASKED };
    },
    async close() {
      closed = true;
      await Promise.allSettled(inHand);
      agent.destroy();
    },
  };
}

/** telegraf's type wants these; nothing here reads them. */
const NOT_ASKED = { can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false };
