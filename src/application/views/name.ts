/** What somebody is called here, and how that is chosen. */
import type { Person } from "../../domain/couple.ts";
import type { Button } from "../../domain/message.ts";
import { LONGEST_NAME } from "../../domain/name.ts";
import { button, message, note, paragraph, type Seen, type View } from "./view.ts";

/** As both read it: told apart where the two have one name. */
function shownName(seen: Seen, me: Person): string {
  return seen.mine?.me.name ?? me.name;
}

/** For the list of settings. */
export function nameLine(seen: Seen, me: Person): string {
  return seen.t(`settings.name.${me.named ? "chosen" : "platform"}`, { name: shownName(seen, me) });
}

export function nameButtons(seen: Seen, me: Person): Button[] {
  const choose = button(seen.t("button.name"), "name", "form");
  return me.named ? [choose, button(seen.t("button.name-platform"), "nameoff", "replace")] : [choose];
}

/** The next message is the name; where there are forms a button asks for it. */
const name: View = (seen) => {
  const { reader: me } = seen;
  if (!me) return null;
  const how = seen.can.forms ? [] : [note(seen.t("name.next", { max: LONGEST_NAME }))];
  const all = nameButtons(seen, me);
  const rows = seen.can.forms ? all : all.slice(1);
  return message([paragraph(seen.t("name.ask")), ...how], rows.length === 0 ? [] : [rows]);
};

const nameSet: View = (seen) => {
  const { reader: me } = seen;
  return me && message([paragraph(seen.t("name.set", { name: shownName(seen, me) }))]);
};

/** Both have one name: how they are shown, and the way to change it. */
const oneName: View = (seen) => {
  const { mine, reader: me } = seen;
  if (!mine || !me) return null;
  const params = { mine: mine.me.name, other: mine.partner.name };
  return message([paragraph(seen.t("name.alike", params))], [nameButtons(seen, me)]);
};

export const nameViews: Readonly<Record<string, View>> = { name, "name-set": nameSet, "one-name": oneName };
