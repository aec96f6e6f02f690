/** Rituals: the list, the steps to a new one, the question to the partner. */
import type { Button } from "../../domain/message.ts";
import { describeRule } from "../../domain/recurrence.ts";
import type { Recurrence, Ritual } from "../../domain/ritual.ts";
import { button, heading, message, note, paragraph, type Seen, text, type View } from "./view.ts";

/** “every day, 20:00” in the seen language. */
function ruleText(seen: Seen, rule: Recurrence): string {
  const { key, params, days } = describeRule(rule);
  const names = days.map((day) => seen.t(`weekday.${day}`));
  const month = typeof params.month === "number" ? { month: seen.t(`month.${params.month}`) } : {};
  return seen.t(key, { ...params, ...month, days: new Intl.ListFormat(seen.language).format(names) });
}

const place = (zone: string) => zone.replaceAll("_", " ");

function ritualLine(seen: Seen, ritual: Ritual): string {
  const name = seen.t(`ritual.${ritual.kind}.title`);
  return seen.t(`rituals.${ritual.state}`, { name, when: ruleText(seen, ritual.rule), zone: place(ritual.zone) });
}

function ritualButtons(seen: Seen, ritual: Ritual): Button[] {
  const name = seen.t(`ritual.${ritual.kind}.title`);
  const time = button(seen.t("button.ritual-time", { name }), `rwhen_${ritual.kind}`, "replace");
  if (ritual.state === "active") return [time, button(seen.t("button.ritual-rest", { name }), `rrest_${ritual.id}`)];
  if (ritual.state === "resting") return [time, button(seen.t("button.ritual-wake", { name }), `rwake_${ritual.id}`)];
  return [button(seen.t("button.ritual-drop", { name }), `rdec_${ritual.id}`)];
}

const rituals: View = async (seen) => {
  if (!seen.home) return null;
  const all = await seen.tx.rituals.ofCouple(seen.home.couple.id);
  const kinds = seen.deps.content.rituals.filter((kind) => kind.listed && !all.some((r) => r.kind === kind.id));
  const adds = kinds.map((kind) => [
    button(seen.t("button.ritual-add", { name: seen.t(`ritual.${kind.id}.title`) }), `rwhen_${kind.id}`, "replace"),
  ]);
  const items = all.map((ritual) => ritualLine(seen, ritual));
  const list = items.length === 0 ? [paragraph(seen.t("rituals.none"))] : [{ type: "list", items } as const];
  const about = kinds.map((kind) => note(seen.t(`ritual.${kind.id}.about`)));
  return message(
    [heading(seen.t("rituals.title")), ...list, ...about],
    [...all.map((r) => ritualButtons(seen, r)), ...adds.slice(0, 2)],
  );
};

const HOURS = [7 * 60 + 30, 12 * 60 + 30, 18 * 60, 19 * 60, 20 * 60, 21 * 60] as const;

/** One step after another to a time, by buttons alone: how often, which day, which hour. */
const ritualWhen: View = (seen) => {
  const [kind, every, day] = [text(seen, "kind"), text(seen, "every"), text(seen, "day")];
  const name = seen.t(`ritual.${kind}.title`);
  const next = (label: string, value: string) => button(label, `rwhen_${kind}_${value}`, "replace");
  if (every === "") {
    const options = ["daily", "weekly", "monthly"].map((e) => [next(seen.t(`every.${e}`), e)]);
    return message([paragraph(seen.t("rituals.how-often", { name }))], options);
  }
  if (every !== "daily" && day === "") {
    const days = every === "weekly" ? [1, 2, 3, 4, 5, 6, 7] : [1, 5, 10, 15, 20, 25];
    const label = (d: number) =>
      every === "weekly" ? seen.t(`weekday.${d}`) : seen.t("every.day-of-month", { day: d });
    const all = days.map((d) => next(label(d), `${every}_${d}`));
    return message([paragraph(seen.t("rituals.which-day", { name }))], [all.slice(0, 4), all.slice(4)]);
  }
  const clock = (at: number) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
  const hours = HOURS.map((at) => button(clock(at), `rset_${kind}_${every}_${day === "" ? 0 : day}_${at}`, "replace"));
  const typed = note(seen.t("rituals.typed", { kind }));
  return message([paragraph(seen.t("rituals.which-hour", { name })), typed], [hours.slice(0, 3), hours.slice(3)]);
};

const proposal: View = async (seen) => {
  const ritual = await seen.tx.rituals.byId(text(seen, "ritualId"));
  const home = seen.home;
  if (!ritual || !home || (ritual.state !== "proposed" && !ritual.change)) return null;
  const { rule, zone } = ritual.change ?? ritual;
  const by = ritual.state === "proposed" ? ritual.proposedBy : (ritual.change?.by ?? "a");
  const name = seen.t(`ritual.${ritual.kind}.title`);
  const key = ritual.state === "proposed" ? "proposal.new" : ritual.change?.wake ? "proposal.wake" : "proposal.change";
  const lines = [
    paragraph(seen.t(key, { who: home.people[by].name, name, when: ruleText(seen, rule), zone: place(zone) })),
    note(seen.t(`ritual.${ritual.kind}.about`)),
    note(seen.t("proposal.tap")),
  ];
  const yes = button(seen.t("button.accept"), `racc_${ritual.id}`, "reply", "main");
  return message(lines, [[yes, button(seen.t("button.not-now"), `rdec_${ritual.id}`)]]);
};

const ritualOn: View = async (seen) => {
  const ritual = await seen.tx.rituals.byId(text(seen, "ritualId"));
  if (!ritual) return null;
  const name = seen.t(`ritual.${ritual.kind}.title`);
  return message([
    paragraph(seen.t("ritual.on", { name, when: ruleText(seen, ritual.rule), zone: place(ritual.zone) })),
  ]);
};

const ritualRests: View = (seen) => {
  const name = seen.t(`ritual.${text(seen, "kind")}.title`);
  return message([paragraph(seen.t("ritual.rests", { name }))]);
};

export const ritualViews: Readonly<Record<string, View>> = {
  rituals,
  "ritual-when": ritualWhen,
  proposal,
  "ritual-on": ritualOn,
  "ritual-rests": ritualRests,
};
