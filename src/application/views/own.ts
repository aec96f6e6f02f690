/** What concerns one person alone: settings, data, leaving, help. */
import type { Person } from "../../domain/couple.ts";
import type { Button } from "../../domain/message.ts";
import { clockText } from "../../domain/recurrence.ts";
import { anewRow } from "./leaving.ts";
import { nameButtons, nameLine } from "./name.ts";
import { countryName } from "./outside.ts";
import {
  button,
  heading,
  message,
  note,
  paragraph,
  pausedLine,
  privateButton,
  type Seen,
  text,
  type View,
} from "./view.ts";

function toggle(seen: Seen, name: string, on: boolean): Button {
  return button(
    seen.t(`settings.${name}.${on ? "turn-off" : "turn-on"}`),
    `set_${name}_${on ? "off" : "on"}`,
    "replace",
  );
}

function settingsNow(seen: Seen, me: Person): string[] {
  const { home } = seen;
  const quiet = me.quiet ? `${clockText(me.quiet.from)}–${clockText(me.quiet.to)}` : seen.t("settings.quiet-off");
  return [
    nameLine(seen, me),
    seen.t("settings.zone", { zone: me.zone.replaceAll("_", " ") }),
    seen.t("settings.quiet", { quiet }),
    seen.t("settings.language", {
      language: new Intl.DisplayNames(me.language, { type: "language" }).of(me.language) ?? me.language,
    }),
    seen.t(`settings.reminders.${me.reminders ? "on" : "off"}`),
    seen.t(`settings.tell.${me.tellAnswered ? "on" : "off"}`),
    seen.t(`settings.deep.${me.deep ? "on" : "off"}`),
    ...(seen.can.canDeleteTyped ? [seen.t(`settings.clear.${me.clearTyped ? "on" : "off"}`)] : []),
    ...(home ? [seen.t(`settings.cards.${home.couple.cards}`)] : []),
    seen.t(`settings.keep.${me.keep}`),
    me.country === null
      ? seen.t("settings.country-none")
      : seen.t("settings.country", { name: countryName(me.country, seen.language) }),
  ];
}

const settings: View = (seen) => {
  const { reader: me, home } = seen;
  if (!me) return null;
  const rows: Button[][] = [
    nameButtons(seen, me),
    [button(seen.t("button.zone-other"), "zone", "reply"), button(seen.t("button.quiet"), "quiet", "replace")],
    [toggle(seen, "reminders", me.reminders), toggle(seen, "tell", me.tellAnswered)],
    [
      button(seen.t("button.pace"), "pace", "replace"),
      button(seen.t("button.keep"), "keep", "replace"),
      button(seen.t("button.dates"), "dates", "replace"),
      button(seen.t("button.country"), "country", "replace"),
    ],
    [toggle(seen, "deep", me.deep), ...(seen.can.canDeleteTyped ? [toggle(seen, "clear", me.clearTyped)] : [])],
  ];
  if (home) {
    const other = home.couple.cards === "shared" ? "each" : "shared";
    rows.push([button(seen.t(`settings.cards.to-${other}`), `set_cards_${other}`, "replace")]);
  }
  if (seen.deps.content.languages.length > 1) rows.push([button(seen.t("button.language"), "lang", "replace")]);
  rows.push(...anewRow(seen));
  return message(
    [
      heading(seen.t("settings.title")),
      ...pausedLine(seen),
      { type: "list", items: settingsNow(seen, me) },
      note(seen.t("settings.typed")),
    ],
    rows,
  );
};

/** Cities most people can find themselves near; any other zone can be typed. */
const CITIES: Readonly<Record<string, readonly string[]>> = {
  europe: ["Europe/London", "Europe/Lisbon", "Europe/Madrid", "Europe/Berlin", "Europe/Athens", "Europe/Moscow"],
  americas: [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Sao_Paulo",
  ],
  asia: ["Asia/Dubai", "Asia/Kolkata", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Asia/Jakarta"],
  south: [
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Africa/Nairobi",
    "Australia/Sydney",
    "Pacific/Auckland",
  ],
};

/** A zone as an action's argument; only `/`, `_`, `-` and `+` need writing differently. */
function zoneArg(zone: string): string {
  return zone.replaceAll("-", "-d").replaceAll("/", "-s").replaceAll("_", "-u").replaceAll("+", "-p");
}

export function argZone(arg: string): string {
  return arg.replaceAll("-p", "+").replaceAll("-u", "_").replaceAll("-s", "/").replaceAll("-d", "-");
}

const zone: View = (seen) => {
  const region = text(seen, "region");
  const cities = Object.hasOwn(CITIES, region) ? CITIES[region] : undefined;
  if (!cities) {
    const rows = Object.keys(CITIES).map((r) => button(seen.t(`region.${r}`), `zone_${r}`, "replace"));
    return message(
      [paragraph(seen.t("zone.which-region")), note(seen.t("zone.typed"))],
      [rows.slice(0, 2), rows.slice(2)],
    );
  }
  const rows = cities.map((z) =>
    button(z.slice(z.indexOf("/") + 1).replaceAll("_", " "), `zset_${zoneArg(z)}`, "replace"),
  );
  return message([paragraph(seen.t("zone.which-city")), note(seen.t("zone.typed"))], [rows.slice(0, 3), rows.slice(3)]);
};

/** After a change of one's own zone: do the rituals move along? */
const zoneMoved: View = (seen) => {
  const { reader: me } = seen;
  if (!me) return null;
  const params = { zone: me.zone.replaceAll("_", " ") };
  const yes = button(seen.t("button.rituals-move"), "zonemove", "replace");
  const no = button(seen.t("button.rituals-stay"), "zonestay", "replace");
  return message([paragraph(seen.t("zone.set", params)), paragraph(seen.t("zone.move"))], [[yes, no]]);
};

const quiet: View = (seen) => {
  const options = [
    ["21:00", "07:00"],
    ["22:30", "07:30"],
    ["00:00", "09:00"],
  ] as const;
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const rows = options.map(([from, to]) => button(`${from}–${to}`, `qset_${minutes(from)}_${minutes(to)}`, "replace"));
  const off = button(seen.t("button.quiet-off"), "qset_off", "replace");
  return message([paragraph(seen.t("quiet.line")), note(seen.t("quiet.typed"))], [rows, [off]]);
};

const language: View = (seen) => {
  const names = seen.deps.content.languages.map((l) =>
    button(new Intl.DisplayNames(l, { type: "language" }).of(l) ?? l, `lset_${l}`, "replace"),
  );
  return message(
    [paragraph(seen.t("language.line"))],
    names.map((b) => [b]),
  );
};

const privacy: View = (seen) => {
  const items = ["kept", "encrypted", "seen", "operator", "retention", "leave", "not-watched", "reviewed"].map((k) =>
    seen.t(`privacy.${k}`),
  );
  const rows = [
    [button(seen.t("button.export"), "export"), button(seen.t("button.resources"), "resources")],
    [button(seen.t("button.forget"), "forget", "reply", "danger")],
    ...anewRow(seen),
  ];
  return message([heading(seen.t("privacy.title")), { type: "list", items }], rows);
};

const help: View = (seen) => {
  const lines = ["cards", "words", "two", "guide", "rest", "yours"].map((name) => seen.t(`help.${name}`));
  const blocks = [
    heading(seen.t("help.title")),
    ...pausedLine(seen),
    paragraph(seen.t("help.how")),
    { type: "list", items: lines } as const,
    note(seen.t("help.support")),
  ];
  if (seen.shared) return message(blocks, [[privateButton(seen.t("button.private"), "hello")]]);
  const rows = seen.home
    ? [
        [button(seen.t("button.checkin"), "checkin_heart"), button(seen.t("button.rituals"), "rituals")],
        [button(seen.t("button.guide"), "guide"), button(seen.t("button.grow"), "grow")],
        [button(seen.t("button.settings"), "settings"), button(seen.t("button.privacy"), "privacy")],
      ]
    : [
        [button(seen.t("button.invite"), "pair"), button(seen.t("button.guide"), "guide")],
        [button(seen.t("button.privacy"), "privacy")],
      ];
  return message(blocks, [...rows, [button(seen.t("button.resources"), "resources")], ...anewRow(seen)]);
};

export const ownViews: Readonly<Record<string, View>> = {
  settings,
  zone,
  "zone-moved": zoneMoved,
  quiet,
  language,
  privacy,
  help,
};
