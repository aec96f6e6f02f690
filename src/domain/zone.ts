/** Time zones as people type them. What comes out is always an IANA name that keeps daylight-saving time. */
import { LONGEST_WORDS, plain } from "./clock-words.ts";
import { nearest } from "./nearest.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { Temporal } from "./temporal.ts";
import { CITIES, NEW_NAMES, OFFSET_NAMES, REGIONS } from "./zone-names.ts";

/** A signed number of hours, alone or after UTC or GMT, and the Etc zones that are one. */
const OFFSET = /^(?:etc\/)?(?:utc|gmt|z)? ?[+-] ?\d|^(?:etc\/)?gmt ?\d/;
const UTC = new Set([
  "utc",
  "gmt",
  "z",
  "zulu",
  "uct",
  "etc/utc",
  "etc/gmt",
  "etc/uct",
  "etc/zulu",
  "universal",
  "greenwich",
]);
/** `EST`, `CET`, `EST5EDT`: names of offsets, or of a habit of one country; never what somebody lives in. */
const ABBREVIATION = /^[a-z]{3}(?:\d[a-z]{3})?$/;

/**
 * The IANA zone meant by an IANA name in any case (`europe/berlin`), a city (`new york`, `Москва`) or a
 * country that is a zone (`Japan`). Refuses offsets with `zone.offset`, because they do not follow
 * daylight-saving time, and the rest with `zone.unknown` and the params `count` and `suggestions`
 * (up to three names, separated by commas).
 */
export function parseZone(text: string): string | Refusal {
  const words = text.length > LONGEST_WORDS ? "" : plain(text);
  if (OFFSET.test(words)) return refuse("zone.offset");
  if (UTC.has(words)) return "UTC";
  const path = words.replace(/ ?\/ ?/g, "/").replaceAll(" ", "_");
  return known(path) ?? byCity(words) ?? unknown(words);
}

/** The zone most people of a language tag (`de`, `en-GB`, `pt_BR`) live in, as a first guess; `UTC` when there is none. */
export function guessZone(languageTag: string): string {
  try {
    const { region } = new Intl.Locale(languageTag.replaceAll("_", "-")).maximize();
    return REGIONS.get((region ?? "").toLowerCase()) ?? "UTC";
  } catch {
    return "UTC";
  }
}

/** The IANA name in its proper case, or null. Links such as `US/Pacific` are names too. */
function known(path: string): string | null {
  if (ABBREVIATION.test(path) || path.startsWith("etc/") || !/^[a-z][a-z0-9_/+-]*$/.test(path)) return null;
  try {
    // Temporal keeps the name as it is spelt today, Intl follows links: of use for `Japan` alone.
    const zone = path.includes("/")
      ? Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(path).timeZoneId
      : new Intl.DateTimeFormat("en", { timeZone: path }).resolvedOptions().timeZone;
    return NEW_NAMES.get(zone) ?? zone;
  } catch {
    return null;
  }
}

function byCity(words: string): string | null {
  return CITIES.get(words) ?? cities().get(cityKey(words)) ?? null;
}

function unknown(words: string): Refusal {
  const meant = OFFSET_NAMES.get(words);
  if (meant !== undefined) return refuse("zone.unknown", { count: 1, suggestions: meant });
  const names = new Map(
    [...cities()].flatMap(
      ([city, zone]) =>
        [
          [city, zone],
          [plain(zone), zone],
        ] as const,
    ),
  );
  const close = nearest(words, [...names.keys()]).flatMap((name) => names.get(name) ?? []);
  const suggestions = [...new Set(close)].slice(0, 3);
  return refuse("zone.unknown", { count: suggestions.length, suggestions: suggestions.join(", ") });
}

/** Zones by the city in their name. No two zones of the list share a city; a test holds that. */
function cities(): ReadonlyMap<string, string> {
  const zones = Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/") && !zone.startsWith("Etc/"));
  return new Map(zones.map((zone) => [cityKey(zone.slice(zone.lastIndexOf("/") + 1)), NEW_NAMES.get(zone) ?? zone]));
}

function cityKey(city: string): string {
  return plain(city)
    .replace(/[_'’.-]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
