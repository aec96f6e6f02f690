/** Rituals: the list, the steps to a new one, the question to the partner. */
import type { Button } from "../../domain/message.ts";
import { describeRule } from "../../domain/recurrence.ts";
import type { Recurrence, Ritual } from "../../domain/ritual.ts";
import { proposalMark } from "../rituals/mark.ts";
import { addButton, described, suggested } from "./adding.ts";
import { button, heading, message, note, paragraph, pausedLine, type Seen, text, type View } from "./view.ts";

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
  const line = seen.t(`rituals.${ritual.state}`, { name, when: ruleText(seen, ritual.rule), zone: place(ritual.zone) });
  const { length } = ritual;
  return length === null
    ? line
    : seen.t("rituals.lasting", { line, long: seen.t("spoken.minutes", { minutes: length }) });
}

async function ritualButtons(seen: Seen, ritual: Ritual): Promise<Button[]> {
  const name = seen.t(`ritual.${ritual.kind}.title`);
  const answered = `${ritual.id}_${await proposalMark(ritual)}`;
  if (ritual.state === "proposed") return [button(seen.t("button.ritual-drop", { name }), `rdec_${answered}`)];
  const time = button(seen.t("button.ritual-time", { name }), `rwhen_${ritual.kind}`, "replace");
  const lengths = seen.deps.content.ritualKind(ritual.kind)?.lengths;
  const long = lengths ? [button(seen.t("button.ritual-length", { name }), `rlen_${ritual.id}`, "replace")] : [];
  const end =
    ritual.state === "active"
      ? button(seen.t("button.ritual-rest", { name }), `rrest_${ritual.id}`)
      : button(seen.t("button.ritual-wake", { name }), `rwake_${ritual.id}`);
  return [time, ...long, end];
}

/** What the two have, and the few that fit them next; the rest is a tap away. */
const rituals: View = async (seen) => {
  if (!seen.home) return null;
  const owned = await seen.tx.rituals.ofCouple(seen.home.couple.id);
  const all = owned.filter(({ kind }) => seen.deps.content.ritualKind(kind)?.listed === true);
  const kinds = suggested(seen, all);
  const items = all.map((ritual) => ritualLine(seen, ritual));
  const list = items.length === 0 ? [paragraph(seen.t("rituals.none"))] : [{ type: "list", items } as const];
  const about = kinds.map((kind) => note(described(seen, kind)));
  const more = button(seen.t("button.rituals-more"), "rmore_0", "replace");
  const own: Button[][] = [];
  for (const ritual of all) own.push(await ritualButtons(seen, ritual));
  return message(
    [heading(seen.t("rituals.title")), ...pausedLine(seen), ...list, ...about],
    [...own, ...kinds.map((kind) => [addButton(seen, kind)]), [more]],
  );
};

/** Another length, at the time it has. */
function lengthProposal(seen: Seen, ritual: Ritual, who: string): string | null {
  const minutes = ritual.change?.length;
  const name = seen.t(`ritual.${ritual.kind}.title`);
  return minutes === undefined ? null : seen.t("proposal.length", { who, name, minutes });
}

const proposal: View = async (seen) => {
  const ritual = await seen.tx.rituals.byId(text(seen, "ritualId"));
  const home = seen.home;
  if (!ritual || !home || (ritual.state !== "proposed" && !ritual.change)) return null;
  const { rule, zone } = ritual.change ?? ritual;
  const by = ritual.state === "proposed" ? ritual.proposedBy : (ritual.change?.by ?? "a");
  const name = seen.t(`ritual.${ritual.kind}.title`);
  const key = ritual.state === "proposed" ? "proposal.new" : ritual.change?.wake ? "proposal.wake" : "proposal.change";
  const who = home.people[by].name;
  const lines = [
    paragraph(
      lengthProposal(seen, ritual, who) ?? seen.t(key, { who, name, when: ruleText(seen, rule), zone: place(zone) }),
    ),
    note(seen.t(`ritual.${ritual.kind}.about`)),
    note(seen.t("proposal.tap")),
  ];
  const answered = `${ritual.id}_${await proposalMark(ritual)}`;
  const yes = button(seen.t("button.accept"), `racc_${answered}`, "reply", "main");
  return message(lines, [[yes, button(seen.t("button.not-now"), `rdec_${answered}`)]]);
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

/** One of the two, or both, would change one thing about it. */
const ritualChange: View = (seen) => {
  const name = seen.t(`ritual.${text(seen, "kind")}.title`);
  return message([paragraph(seen.t("ritual.change", { name }))], [[button(seen.t("button.rituals"), "rituals")]]);
};

export const ritualViews: Readonly<Record<string, View>> = {
  rituals,
  "ritual-change": ritualChange,
  proposal,
  "ritual-on": ritualOn,
  "ritual-rests": ritualRests,
};
