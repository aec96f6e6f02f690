/** How long the event loop takes for a turn: what comes meanwhile waits that long. */
import { type Histogram, monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge, type Registry } from "prom-client";

/** In milliseconds; for whoever can be told how often to look, and not that nobody need. */
export const SELDOM = 2 ** 31 - 1;

/** What is shown of the turns since the last scrape, by the names that prom-client has for it. */
const SHOWN: Readonly<Record<string, (turns: Histogram) => number>> = {
  min: (turns) => turns.min,
  max: (turns) => turns.max,
  mean: (turns) => turns.mean,
  stddev: (turns) => turns.stddev,
  p50: (turns) => turns.percentile(50),
  p90: (turns) => turns.percentile(90),
  p99: (turns) => turns.percentile(99),
};

const nameOf = (key: string) => `nodejs_eventloop_lag_${key}_seconds`;

/** Measures every turn and wakes nobody for it: at rest it costs nothing, and it misses none. */
export function measureStandstills(registry: Registry): void {
  const turns = monitorEventLoopDelay({ samplePerIteration: true });
  turns.enable();
  // The first one that is asked reads for all: they are to be of the same turns.
  const collect = () => {
    for (const [key, gauge] of gauges) gauge.set(turns.count === 0 ? 0 : (SHOWN[key]?.(turns) ?? 0) / 1e9);
    turns.reset();
  };
  const gauges = Object.keys(SHOWN).map((key, index) => {
    registry.removeSingleMetric(nameOf(key));
    const help = `How long the event loop took for a turn, in seconds: ${key}.`;
    const own = { name: nameOf(key), help, registers: [registry] };
    return [key, new Gauge(index === 0 ? { ...own, collect } : own)] as const;
  });
}
