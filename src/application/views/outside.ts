/** People outside to talk to, for the country somebody chose. Answers in every state, strangers too. */
import type { Block, Button } from "../../domain/message.ts";
import type { Resource } from "../../domain/resource.ts";
import { Temporal } from "../../domain/temporal.ts";
import { button, heading, message, note, paragraph, type Seen, text, type View } from "./view.ts";

/** Countries outside Europe, by the part of the world under which they are looked for. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  americas: "US CA MX BR AR CL CO PE UY EC",
  asia: "IN JP KR CN TW HK SG MY PH ID TH VN PK BD LK AE SA IL TR KZ",
  south: "ZA NG KE GH EG MA AU NZ FJ",
};
const REGIONS = ["europe", "americas", "asia", "south"] as const;

function regionOf(country: string): string {
  return Object.keys(ELSEWHERE).find((region) => ELSEWHERE[region]?.split(" ").includes(country)) ?? "europe";
}

/** A country's name in a language; the code itself where the language has no name for it. */
export function countryName(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: "region", fallback: "code" }).of(code) ?? code;
}

function regionRows(seen: Seen): Button[][] {
  const rows = REGIONS.map((region) => button(seen.t(`region.${region}`), `country_${region}`, "replace"));
  return [rows.slice(0, 2), rows.slice(2)];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function dayText(seen: Seen, date: string): string {
  const day = { day: "numeric", month: "long", year: "numeric" } as const;
  return Temporal.PlainDate.from(date).toLocaleString(seen.language, day);
}

function entry(seen: Seen, one: Resource): Block[] {
  const title = one.phone === undefined ? one.name : seen.t("resources.phone", { name: one.name, phone: one.phone });
  const about = [seen.t(`resources.kind.${one.kind}`), ...(one.note === undefined ? [] : [one.note])].join(" ");
  const checked = seen.t("resources.checked", { date: dayText(seen, one.checkedOn) });
  const link: Block[] = one.url === undefined ? [] : [{ type: "link", text: one.url, url: one.url }];
  return [paragraph(title), note(`${about} ${checked}`), ...link];
}

/** Everything there is for the country, and after it what there is for everybody. */
export function resourceBlocks(seen: Seen, country: string | null): Block[] {
  const found = seen.deps.content.resources(country ?? "", seen.language);
  return found.flatMap((one) => entry(seen, one));
}

/** The country of somebody who has chosen one, or of who has only looked. */
function countryOf(seen: Seen): string | null {
  const looked = text(seen, "country");
  return looked === "" ? (seen.reader?.country ?? null) : looked;
}

const resources: View = (seen) => {
  const country = countryOf(seen);
  const known = country !== null && seen.deps.content.countries.includes(country);
  const name = country === null ? "" : countryName(country, seen.language);
  const asks = [note(seen.t("resources.which")), ...(seen.reader ? [note(seen.t("resources.typed"))] : [])];
  const here = known ? [] : [note(seen.t("resources.none-yet", { name }))];
  const away = button(seen.t("button.resources-away"), "resgone", "replace");
  const shown = message(
    [
      // Fills what a notification and the list of chats show.
      paragraph(seen.t("resources.first")),
      heading(seen.t("resources.title")),
      ...(seen.params.offered === true ? [paragraph(seen.t("resources.offered"))] : []),
      paragraph(seen.t("resources.not-watched")),
      ...(country === null ? asks : here),
      ...resourceBlocks(seen, country),
      note(seen.t("resources.danger")),
    ],
    [...(country === null ? regionRows(seen) : [[button(seen.t("button.country"), "country", "replace")]]), [away]],
  );
  return { ...shown, silent: true };
};

const country: View = (seen) => {
  const region = text(seen, "region");
  if (!REGIONS.some((known) => known === region)) {
    const off = seen.reader?.country ? [button(seen.t("button.country-off"), "cset_off", "replace")] : [];
    return message([paragraph(seen.t("resources.which"))], [...regionRows(seen), off]);
  }
  const countries = seen.deps.content.countries
    .filter((code) => regionOf(code) === region)
    .map((code) => ({ code, name: countryName(code, seen.language) }))
    .sort((one, other) => one.name.localeCompare(other.name, seen.language));
  const buttons = countries.map(({ code, name }) => button(name, `cset_${code}`, "replace"));
  return message([paragraph(seen.t("resources.which"))], chunks(buttons, 4));
};

export const outsideViews: Readonly<Record<string, View>> = { resources, country };
