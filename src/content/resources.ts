/** People outside to talk to, by country: `data/resources.yaml`. */
import { z } from "zod";
import type { Resource } from "../domain/resource.ts";
import type { Content } from "../ports/content.ts";
import { given } from "./build.ts";
import { readAs } from "./files.ts";
import { BASE_LANGUAGE, resolveLanguage } from "./language.ts";

const FILE = "resources.yaml";
/** The entry for everybody, wherever they are. */
const EVERYWHERE = "international";

const tag = z.string().regex(/^[a-z]{2,3}$/, "use a language tag such as en");

const entrySchema = z
  .strictObject({
    kind: z.enum(["crisis", "abuse", "both"]),
    name: z.string().trim().min(1).max(80),
    phone: z
      .string()
      .regex(/^[0-9][0-9 -]{1,19}$/, "write the number as it is dialled in the country, in quotes")
      .optional(),
    url: z.url({ protocol: /^https$/ }).optional(),
    languages: z.array(tag).min(1),
    note: z.record(tag, z.string().trim().min(1).max(200)).optional(),
    checked_on: z.iso.date(),
  })
  .refine(({ phone, url }) => phone !== undefined || url !== undefined, "give `phone`, `url` or both")
  .refine(({ note }) => note === undefined || note[BASE_LANGUAGE] !== undefined, "`note` has to be there in English");

const fileSchema = z
  .record(
    z.string().regex(/^([A-Z]{2}|international)$/, "use an ISO country code, or international"),
    z.array(entrySchema).min(1),
  )
  .refine((all) => all[EVERYWHERE] !== undefined, "there has to be an entry `international`");

type Entry = z.output<typeof entrySchema>;

/**
 * Reads `resources.yaml` under `dir`.
 * @throws ContentError if it is missing or malformed.
 */
export function loadResources(dir: string): Pick<Content, "resources" | "countries"> {
  const all = readAs(fileSchema, dir, FILE);
  const countries = Object.keys(all)
    .filter((code) => code !== EVERYWHERE)
    .sort();
  const resources = (country: string, language = BASE_LANGUAGE) => {
    const code = country.toUpperCase();
    const own = countries.includes(code) ? (all[code] ?? []) : [];
    return [...own, ...(all[EVERYWHERE] ?? [])].map((entry) => build(entry, language));
  };
  return { resources, countries };
}

function build({ phone, url, note, checked_on, ...rest }: Entry, language: string): Resource {
  const words = note?.[resolveLanguage(Object.keys(note), language)];
  return { ...rest, checkedOn: checked_on, ...given({ phone, url, note: words }) };
}
