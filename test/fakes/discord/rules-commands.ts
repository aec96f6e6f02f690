/** What the documents ask of commands ("Application Commands": naming, options, limits). */
import { Issues, type Path } from "./issues.ts";
import { checkSchema } from "./schema.ts";
import type { CommandOption } from "./types.ts";

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const SUBCOMMAND = 1;
const SUBCOMMAND_GROUP = 2;
const CHAT_INPUT_LIMIT = 100;
const TOTAL_SIZE = 8000;

/** The languages of Discord's clients ("Reference: Locales"). */
const LOCALES = new Set(
  "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko".split(
    " ",
  ),
);

/** Everything wrong with a bulk overwrite of global commands. */
export function checkCommands(body: unknown): Issues {
  const issues = new Issues();
  if (!Array.isArray(body)) {
    issues.add([], "BASE_TYPE_BAD_TYPE", "Only a list of commands is allowed");
    return issues;
  }
  body.forEach((command, index) => {
    const own = new Issues();
    checkSchema("command", command, own);
    for (const each of own.list) issues.add([index, ...each.path], each.code, each.message);
  });
  if (issues.list.length > 0) return issues;
  const commands = body as readonly CommandOption[];
  const chat = commands.filter((command) => (command.type ?? 1) === 1);
  if (chat.length > CHAT_INPUT_LIMIT)
    issues.add([], "APPLICATION_COMMAND_TOO_MANY", "Maximum number of commands reached (100)");
  const names = commands.map((command, i) => ({ path: [i, "name"], value: `${command.type ?? 1}:${command.name}` }));
  issues.unique(names, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
  commands.forEach((command, index) => {
    if ((command.type ?? 1) === 1) checkCommand(command, [index], issues);
  });
  return issues;
}

function checkCommand(command: CommandOption, path: Path, issues: Issues): void {
  checkNamed(command, path, issues);
  checkOptions(command, path, issues);
  const size = totalSize(command);
  if (size > TOTAL_SIZE)
    issues.add(path, "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${size} of 8000)`);
}

function checkNamed(named: CommandOption, path: Path, issues: Issues): void {
  checkName(named.name, [...path, "name"], issues);
  issues.length([...path, "description"], named.description ?? "", 1, 100);
  for (const [locale, name] of Object.entries(named.name_localizations ?? {})) {
    checkLocale(locale, [...path, "name_localizations", locale], issues);
    checkName(name, [...path, "name_localizations", locale], issues);
  }
  for (const locale of Object.keys(named.description_localizations ?? {})) {
    checkLocale(locale, [...path, "description_localizations", locale], issues);
  }
}

function checkName(name: string, path: Path, issues: Issues): void {
  if (NAME.test(name) && name === name.toLowerCase()) return;
  issues.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
}

function checkLocale(locale: string, path: Path, issues: Issues): void {
  if (!LOCALES.has(locale)) issues.add(path, "BASE_TYPE_CHOICES", `${locale} is not a locale of Discord`);
}

function checkOptions(parent: CommandOption, path: Path, issues: Issues): void {
  const options = parent.options ?? [];
  const names = options.map((option, index) => ({ path: [...path, "options", index, "name"], value: option.name }));
  issues.unique(names, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");
  const nested = options.filter(isSubcommand).length;
  if (nested > 0 && nested < options.length) {
    const message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
    issues.add([...path, "options"], "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
  }
  let sawOptional = false;
  options.forEach((option, index) => {
    const at = [...path, "options", index];
    if (option.required === true && sawOptional) {
      issues.add(
        at,
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        "Required options must be placed before non-required options",
      );
    }
    sawOptional ||= option.required !== true;
    checkNamed(option, at, issues);
    checkChoices(option, at, issues);
    checkOptions(option, at, issues);
  });
}

function isSubcommand(option: CommandOption): boolean {
  return option.type === SUBCOMMAND || option.type === SUBCOMMAND_GROUP;
}

function checkChoices(option: CommandOption, path: Path, issues: Issues): void {
  const choices = option.choices ?? [];
  if (choices.length > 0 && option.autocomplete === true) {
    issues.add(
      [...path, "autocomplete"],
      "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
      "Choices and autocomplete exclude each other",
    );
  }
  issues.length([...path, "choices"], choices, 0, 25);
  const at = (index: number, key: string) => [...path, "choices", index, key];
  const names = choices.map((choice, index) => ({ path: at(index, "name"), value: choice.name }));
  issues.unique(names, "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", "Choice name already exists");
  choices.forEach((choice, index) => {
    if (typeof choice.value === "string") issues.length(at(index, "value"), choice.value, 0, 100);
  });
}

/** Name, description and values together, each in its longest language. */
function totalSize(option: CommandOption): number {
  const longest = (text: string, localized: Record<string, string> | null | undefined) =>
    Math.max(...[text, ...Object.values(localized ?? {})].map((each) => [...each].length));
  const own =
    longest(option.name, option.name_localizations) +
    longest(option.description ?? "", option.description_localizations);
  const choices = (option.choices ?? []).map(
    (choice) => longest(choice.name, choice.name_localizations) + String(choice.value).length,
  );
  const inner = (option.options ?? []).map(totalSize);
  return [own, ...choices, ...inner].reduce((sum, each) => sum + each, 0);
}
