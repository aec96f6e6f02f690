/** Countries change their clocks at short notice: with new zone data every hour that is to come is reckoned anew. */
import { HOUR, type RitualId } from "../../domain/ids.ts";
import type { Ritual } from "../../domain/ritual.ts";
import { type Deps, loadHome, type Work } from "../context.ts";
import { nextRun } from "./runs.ts";

const TZ_VERSION = "tz_version";
const BATCH = 100;
/** No change of rules moves an hour further than this. */
const MOVES_AT_MOST = 3 * HOUR;

/**
 * Sets the timers of all active rituals again when `version` is not the one they were set with. Done
 * in steps; broken off, it is done again at the next start.
 */
export async function renewHours(deps: Deps, version: string): Promise<void> {
  const known = await deps.store.transaction((tx) => tx.settings.get(TZ_VERSION));
  if (known === version) return;
  let after: RitualId | null = known === null ? null : "";
  while (after !== null) after = await renewSome(deps, after);
  await deps.store.transaction((tx) => tx.settings.set(TZ_VERSION, version));
  if (known !== null) deps.log.info("new time zone data: all hours were set again", { version });
}

/** The id to go on after; null at the end. */
async function renewSome(deps: Deps, after: RitualId): Promise<RitualId | null> {
  return deps.store.transaction(async (tx) => {
    const work: Work = { deps, tx, now: deps.clock.now() };
    const rituals = await tx.rituals.active(after, BATCH);
    for (const ritual of rituals) await renew(work, ritual);
    return rituals.length < BATCH ? null : (rituals.at(-1)?.id ?? null);
  });
}

/** The same day at its new hour, which may be past by now and is due then. What is due already stays due. */
async function renew(work: Work, ritual: Ritual): Promise<void> {
  const home = await loadHome(work.tx, ritual.coupleId);
  const before = await work.tx.timers.at("ritual", ritual.id);
  if (!home || before === null || before <= work.now) return;
  const { at } = nextRun(home, ritual, before - MOVES_AT_MOST);
  if (at !== before) await work.tx.timers.set({ kind: "ritual", ref: ritual.id, at }, home.couple.id);
}
