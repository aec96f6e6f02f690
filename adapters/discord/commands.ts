/** Our commands → what is registered with Discord. Pure. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
  type RESTPutAPIApplicationCommandsJSONBody,
} from "discord.js";
import type { CommandSpec } from "../../src/ports/command-spec.ts";
import { cut } from "./escape.ts";
import { COMMAND_CHOICES_MAX, COMMAND_DESCRIPTION_MAX } from "./limits.ts";

const KNOWN: readonly string[] = Object.values(Locale);

/** Where Discord has several of a language, or calls it otherwise. English is the default and needs none. */
const OTHERWISE: Readonly<Record<string, readonly Locale[]>> = {
  en: [],
  es: [Locale.SpanishES, Locale.SpanishLATAM],
  pt: [Locale.PortugueseBR],
  sv: [Locale.Swedish],
  nb: [Locale.Norwegian],
  nn: [Locale.Norwegian],
  zh: [Locale.ChineseCN],
  "zh-Hans": [Locale.ChineseCN],
  "zh-Hant": [Locale.ChineseTW],
};

/** The languages of Discord's clients that read our `language`; none where Discord does not have it. */
function localesOf(language: string): readonly Locale[] {
  const listed = OTHERWISE[language];
  if (listed !== undefined) return listed;
  return KNOWN.includes(language) ? [language as Locale] : [];
}

interface Described {
  readonly description: string;
  readonly description_localizations: Partial<Record<Locale, string>>;
}

function described(descriptions: Readonly<Record<string, string>>): Described {
  const localized = Object.entries(descriptions).flatMap(([language, text]) =>
    localesOf(language).map((locale) => [locale, cut(text, COMMAND_DESCRIPTION_MAX)] as const),
  );
  const description = cut(descriptions.en ?? "", COMMAND_DESCRIPTION_MAX) || "…";
  return { description, description_localizations: Object.fromEntries(localized) };
}

/** More choices than Discord shows leave the option open: any word may then be typed. */
function choicesOf(choices: readonly string[] | undefined) {
  if (choices === undefined || choices.length === 0 || choices.length > COMMAND_CHOICES_MAX) return {};
  return { choices: choices.map((choice) => ({ name: choice, value: choice })) };
}

/**
 * The body that replaces all global commands. Every option is optional words: a subcommand would
 * forbid the bare command. They work in servers and in the direct chat with the bot.
 */
export function renderCommands(commands: readonly CommandSpec[]): RESTPutAPIApplicationCommandsJSONBody {
  return commands.map((command) => ({
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    ...described(command.descriptions),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: command.options.map((option) => ({
      type: ApplicationCommandOptionType.String as const,
      name: option.name,
      ...described(option.descriptions),
      required: false,
      ...choicesOf(option.choices),
    })),
  }));
}
