/** What the two can grow with, where they stand in it, and the repair talk. */
import type { Block, Button } from "../../domain/message.ts";
import type { Ritual } from "../../domain/ritual.ts";
import type { RitualKind } from "../../domain/ritual-kind.ts";
import type { Home } from "../context.ts";
import { comingPart, pathUnderWay, stageOf } from "../rituals/stage.ts";
import { button, heading, message, note, paragraph, type Seen, type View, whenText } from "./view.ts";

/** Goals, the course, a book, a retreat, the year. */
const GROWING = ["vision", "course", "book", "retreat", "year"] as const;
/** More than this at once is a list and no offer. */
const AT_ONCE = 3;

/** Begins what recurs by asking the partner, at its usual time; a year at a day of theirs; what does not recur, now. */
function beginning(seen: Seen, { id, usual }: RitualKind): Button {
  const name = seen.t(`ritual.${id}.title`);
  if (usual === null) return button(seen.t("button.open-now", { name }), `checkin_${id}`);
  if (usual.startsWith("yearly")) return button(seen.t("button.choose-day", { name }), `rwhen_${id}`, "replace");
  return button(seen.t("button.begin", { name }), `radd_${id}`);
}

/** Where something of theirs stands; null when it is not on its way. */
async function standing(seen: Seen, home: Home, kind: string, rituals: readonly Ritual[]): Promise<string | null> {
  const name = seen.t(`ritual.${kind}.title`);
  const ritual = rituals.find((one) => one.kind === kind);
  if (ritual?.state === "proposed") return seen.t("grow.proposed", { name });
  if (ritual?.state === "active") {
    const at = await seen.tx.timers.at("ritual", ritual.id);
    const when = at === null ? "" : whenText(seen, at);
    const part = await comingPart(seen, home, ritual);
    return part ? seen.t("grow.part", { name, ...part, when }) : seen.t("grow.running", { name, when });
  }
  const path = await pathUnderWay(seen, home, kind);
  if (!path) return null;
  return path.next === null
    ? seen.t("grow.open", { name })
    : seen.t("grow.running", { name, when: whenText(seen, path.next) });
}

interface Screen {
  readonly running: readonly string[];
  readonly ready: readonly RitualKind[];
  readonly later: readonly RitualKind[];
}

async function screenOf(seen: Seen, home: Home): Promise<Screen> {
  const { reveals } = await stageOf(seen, home);
  const rituals = await seen.tx.rituals.ofCouple(home.couple.id);
  const running: string[] = [];
  const ready: RitualKind[] = [];
  const later: RitualKind[] = [];
  for (const id of GROWING) {
    const kind = seen.deps.content.ritualKind(id);
    const line = await standing(seen, home, id, rituals);
    if (line !== null) running.push(line);
    else if (kind) ((kind.offer ?? 0) <= reveals && ready.length < AT_ONCE ? ready : later).push(kind);
  }
  return { running, ready, later };
}

function offered(seen: Seen, kinds: readonly RitualKind[]): Block[] {
  const items = kinds.map(({ id }) =>
    seen.t("grow.offer", { name: seen.t(`ritual.${id}.title`), about: seen.t(`ritual.${id}.about`) }),
  );
  return items.length === 0 ? [] : [{ type: "list", items }];
}

const grow: View = async (seen) => {
  if (!seen.home) return null;
  const { running, ready, later } = await screenOf(seen, seen.home);
  const now: Block[] = running.length === 0 ? [] : [paragraph(seen.t("grow.yours")), { type: "list", items: running }];
  const more = later.length === 0 ? [] : [[button(seen.t("button.grow-more"), "grow_more", "replace")]];
  const could = ready.length === 0 ? [] : [paragraph(seen.t("grow.could")), ...offered(seen, ready)];
  return message(
    [heading(seen.t("grow.title")), ...now, ...could],
    [...ready.map((kind) => [beginning(seen, kind)]), ...more],
  );
};

/** What fits better after some more cards, for those who would like it now. */
const growMore: View = async (seen) => {
  if (!seen.home) return null;
  const { later } = await screenOf(seen, seen.home);
  return message(
    [paragraph(seen.t("grow.later")), ...offered(seen, later)],
    later.map((kind) => [beginning(seen, kind)]),
  );
};

/** The repair talk: what it is, and where it stands, of which only what both were shown. */
const repair: View = async (seen) => {
  if (!seen.home) return null;
  const path = await pathUnderWay(seen, seen.home, "repair");
  const people = button(seen.t("button.resources"), "resources");
  const about = ["what", "steps", "free"].map((key) => paragraph(seen.t(`repair.${key}`)));
  const lines = [heading(seen.t("ritual.repair.title")), ...about, note(seen.t("repair.afraid"))];
  const ask = button(seen.t("button.repair"), "checkin_repair", "reply", "main");
  const small = button(seen.t("button.wounds"), "checkin_wounds");
  if (!path) return message(lines, [[ask], [small], [people]]);
  const first = path.last.roundId === path.last.path;
  if (first && path.next === null) return message([...lines, paragraph(seen.t("repair.asked"))], [[people]]);
  const when = path.next === null ? null : whenText(seen, path.next);
  const stands = when === null ? seen.t("repair.open") : seen.t("repair.next", { when });
  const stop = button(seen.t("button.stop"), `stop_${path.last.path}`, "reply", "danger");
  return message([...lines, paragraph(stands), note(seen.t("repair.own"))], [[people], [stop]]);
};

export const growViews: Readonly<Record<string, View>> = { grow, "grow-more": growMore, repair };
