/** The core, wired: what comes in goes to the application, what falls due too, and what it says is sent. */
import { commandSpecs } from "./application/commands/index.ts";
import type { Deps } from "./application/context.ts";
import { createHandle } from "./application/handle.ts";
import { createOutgoing } from "./application/outgoing.ts";
import { createTrials, type Trials } from "./application/places/trials.ts";
import { renewHours } from "./application/rituals/renew-hours.ts";
import { onTimer } from "./application/timers.ts";
import { createDispatcher, type Dispatcher } from "./delivery/dispatcher.ts";
import type { LaneParts } from "./delivery/lane.ts";
import { DAY } from "./domain/ids.ts";
import { createDraw } from "./pictures/draw.ts";
import type { ChatAdapter, Handle, Inbound } from "./ports/chat.ts";
import type { Draw } from "./ports/pictures.ts";
import type { Store } from "./ports/store.ts";
import type { HandleTimer } from "./schedule/due.ts";
import { type Heartbeat, startHeartbeat } from "./schedule/heartbeat.ts";
import type { Metrics } from "./web/metrics.ts";

export interface Core {
  readonly handle: Handle;
  readonly dispatcher: Dispatcher;
  /** Starts the adapters, then the heartbeat and the sending. Rejects when every platform refuses. */
  start(): Promise<void>;
  /** Does what is due and sends what can be sent; for a clock that was moved. */
  settle(): Promise<void>;
  /** Takes nothing more, finishes what is in hand. */
  stop(): Promise<void>;
}

export type CoreParts = Omit<Deps, "wake" | "adapters"> & {
  readonly adapters: readonly ChatAdapter[];
  readonly metrics?: Metrics;
  /** Default: as PNG, on a thread of its own. */
  readonly draw?: Draw;
  /** A platform's start failed for good, and another one goes on. */
  readonly onLost?: (platform: string, error: unknown) => void;
  /** Of the time zone data that this runs with; default: the runtime's own. */
  readonly tzVersion?: string;
};

/** Event ids are remembered this long: no platform repeats an event later. */
const CLAIMS_KEPT = 14 * DAY;
/** Messages can be edited by a tap on them this long. */
const MESSAGES_KEPT = 400 * DAY;

function measured(handle: Handle, metrics: Metrics | undefined): Handle {
  if (!metrics) return handle;
  return async (event: Inbound) => {
    const platform = "platform" in event ? event.platform : event.from.platform;
    const begun = performance.now();
    metrics.eventIn(platform, event.type);
    const reply = await handle(event);
    metrics.handled(platform, event.type, performance.now() - begun);
    return reply;
  };
}

function resultsOf({ metrics, clock }: CoreParts): LaneParts["onResult"] {
  return (platform, result, row) => {
    metrics?.delivery(platform, result);
    const revealed = result === "delivered" && row.operation === "send" && row.content.view === "reveal";
    if (revealed) metrics?.revealed(clock.now() - row.createdAt);
  };
}

/**
 * Starts every platform, and its sending once it is connected. One that cannot be reached or is refused
 * holds up no other. Rejects when none is left that could be served.
 */
async function startAll(parts: CoreParts, handle: Handle, dispatcher: Dispatcher, trials: Trials): Promise<void> {
  const { adapters, log, content, translate, onLost } = parts;
  const commands = commandSpecs(content, translate);
  let lost = 0;
  await Promise.all(
    adapters.map(async (adapter) => {
      const { platform } = adapter;
      try {
        await adapter.start(handle, commands);
        dispatcher.open(platform);
        log.info("a platform is served", { platform });
      } catch (error) {
        lost += 1;
        if (lost === adapters.length) throw error;
        onLost?.(platform, error);
        return;
      }
      await trials.all(platform);
    }),
  );
}

/** Wires the core over a store and adapters. Nothing runs before `start`. */
export function assemble(parts: CoreParts): Core {
  const { store, clock, log, adapters, metrics } = parts;
  const deps: Deps = {
    ...parts,
    adapters: new Map(adapters.map((adapter) => [adapter.platform, adapter])),
    wake: () => dispatcher.wake(),
    onBuried: (platform) => metrics?.deadLetter(platform),
  };
  const outgoing = createOutgoing(deps);
  const trials = createTrials(deps);
  const dispatcher = createDispatcher({
    ...{ store, clock, outgoing, log, adapters, onResult: resultsOf(parts) },
    draw: parts.draw ?? createDraw(),
  });
  const handle = measured(createHandle(deps), metrics);
  let heartbeat: Heartbeat | null = null;
  let pruning: NodeJS.Timeout | undefined;
  return {
    handle,
    dispatcher,
    async start() {
      await prune(parts);
      pruning = setInterval(() => void prune(parts).catch(() => log.warn("pruning has to wait")), DAY).unref();
      await renewHours(deps, parts.tzVersion ?? process.versions.tz ?? "");
      const started = startAll(parts, handle, dispatcher, trials);
      const woken = storeThen(store, () => {
        dispatcher.wake();
        trials.askDue();
      });
      heartbeat = startHeartbeat({ store: woken, clock, log, handleTimer: askingToo(onTimer(deps), trials) });
      await started;
    },
    async settle() {
      await heartbeat?.tick();
      await trials.settled();
      await dispatcher.idle();
    },
    async stop() {
      clearInterval(pruning);
      await Promise.all(adapters.map((adapter) => adapter.stop()));
      await heartbeat?.stop();
      await trials.settled();
      await dispatcher.stop();
    },
  };
}

/** A place that is due is also asked about, outside of the timer's transaction. */
function askingToo(handleTimer: HandleTimer, trials: Trials): HandleTimer {
  return async (tx, timer, now) => {
    await handleTimer(tx, timer, now);
    if (timer.kind === "place") trials.due(timer.ref);
  };
}

/** What falls due may have something to say or to ask: that is done once its transaction is committed. */
function storeThen(store: Store, then: () => void): Store {
  return {
    async transaction(work) {
      const result = await store.transaction(work);
      then();
      return result;
    },
    close: () => store.close(),
  };
}

async function prune({ store, clock }: CoreParts): Promise<void> {
  const now = clock.now();
  await store.transaction(async (tx) => {
    await tx.events.prune(now - CLAIMS_KEPT);
    await tx.messages.prune(now - MESSAGES_KEPT);
    await tx.confirmations.prune(now);
  });
}
