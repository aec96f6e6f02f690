/** What an operator needs to see. Label values come from fixed sets only: never a name, an id or a word anybody wrote. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { DeliveryResult, Inbound } from "../ports/chat.ts";
import { measureStandstills, SELDOM } from "./standstills.ts";

const PLATFORMS = ["telegram", "discord", "playground"] as const;
const OUTBOX_STATES = ["interactive", "scheduled", "parked", "dead"] as const;

type OutboxCounts = Readonly<Record<(typeof OUTBOX_STATES)[number], number>>;

export interface Metrics {
  /** An event of a platform arrived. */
  eventIn(platform: string, type: Inbound["type"]): void;
  /** An attempt to deliver a message ended. */
  delivery(platform: string, result: DeliveryResult["type"]): void;
  /** An event was given up on and kept as a dead letter. */
  deadLetter(platform: string): void;
  /** How long handling one event took, until it was committed. */
  handled(platform: string, type: Inbound["type"], ms: number): void;
  /** From the decision to reveal to the delivered reveal, in milliseconds. */
  revealed(ms: number): void;
  /** Everything in the text format of Prometheus. */
  text(): Promise<string>;
}

export interface MetricsSources {
  /** Rows of the outbox by state; asked at each scrape. */
  readonly outbox: () => Promise<OutboxCounts>;
  /** Whether so few use it that a number could be one person's; then only `up` and `stuck` are shown. */
  readonly few?: () => Promise<boolean>;
  /** Whether a message is held up or was given up on. */
  readonly stuck?: () => Promise<boolean>;
  /** Memory, CPU and event loop of the process; on by default. */
  readonly process?: boolean;
}

/** A platform outside the fixed set counts as `other`, so that a label can never grow without bound. */
function known(platform: string): string {
  return (PLATFORMS as readonly string[]).includes(platform) ? platform : "other";
}

/** Makes a registry of its own; nothing is shared between two of them. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  const few = new Registry();
  makeState(registry, sources);
  makeState(few, sources);
  if (sources.process !== false) measureProcess(registry);
  const counters = makeCounters(registry);
  const times = makeHistograms(registry);
  makeOutboxGauge(registry, sources.outbox);
  return {
    eventIn: (platform, type) => counters.events.inc({ platform: known(platform), type }),
    delivery: (platform, result) => counters.deliveries.inc({ platform: known(platform), result }),
    deadLetter: (platform) => counters.deadLetters.inc({ platform: known(platform) }),
    handled: (platform, type, ms) => times.handler.observe({ platform: known(platform), type }, ms / 1000),
    revealed: (ms) => times.reveal.observe(ms / 1000),
    // Who cannot be counted may be few.
    text: async () => ((await isFew(sources)) ? few : registry).metrics(),
  };
}

async function isFew({ few }: MetricsSources): Promise<boolean> {
  return few === undefined ? false : few().catch(() => true);
}

/** What can be said of any bot: yes or no, and nothing that grows. */
function makeState(registry: Registry, { stuck }: MetricsSources): void {
  const registers = [registry];
  new Gauge({ name: "ampersand_up", help: "1: it runs.", registers }).set(1);
  new Gauge({
    name: "ampersand_stuck",
    help: "1: a message waits for longer than a quarter of an hour, or was given up on.",
    registers,
    async collect() {
      this.reset();
      const is = await stuck?.().catch(() => null);
      if (is !== null) this.set(is === true ? 1 : 0);
    },
  });
}

/** Its own way to look at the event loop would wake the process a hundred times a second. */
function measureProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: SELDOM });
  measureStandstills(registry);
}

function makeCounters(registry: Registry) {
  const registers = [registry];
  return {
    events: new Counter({
      name: "ampersand_events_total",
      help: "Events that came in.",
      labelNames: ["platform", "type"],
      registers,
    }),
    deliveries: new Counter({
      name: "ampersand_deliveries_total",
      help: "Attempts to deliver a message, by how they ended.",
      labelNames: ["platform", "result"],
      registers,
    }),
    deadLetters: new Counter({
      name: "ampersand_dead_letters_total",
      help: "Events given up on. Each one wants a look.",
      labelNames: ["platform"],
      registers,
    }),
  };
}

function makeHistograms(registry: Registry) {
  const registers = [registry];
  return {
    handler: new Histogram({
      name: "ampersand_handler_seconds",
      help: "Time to handle one event, until it was committed.",
      labelNames: ["platform", "type"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    reveal: new Histogram({
      name: "ampersand_reveal_seconds",
      help: "Time from a reveal being due to its delivery.",
      buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300],
      registers,
    }),
  };
}

function makeOutboxGauge(registry: Registry, outbox: MetricsSources["outbox"]): void {
  new Gauge({
    name: "ampersand_outbox_rows",
    help: "Messages that wait in the outbox, by lane, or by state when they are parked or dead.",
    labelNames: ["state"],
    registers: [registry],
    async collect() {
      // A database that cannot be asked now must not hide the other numbers: this one is left out.
      this.reset();
      const counts = await outbox().catch(() => null);
      if (counts === null) return;
      for (const state of OUTBOX_STATES) this.set({ state }, counts[state]);
    },
  });
}
