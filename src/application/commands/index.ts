import type { CommandSpec } from "../../ports/command-spec.ts";
import type { Content, Translate } from "../../ports/content.ts";
import { cardCommands } from "./cards.ts";
import type { Command } from "./command.ts";
import { discoverCommands } from "./discover.ts";
import { giftCommands } from "./gifts.ts";
import { ownCommands } from "./own.ts";
import { pairCommand } from "./pair.ts";
import { ritualsCommand } from "./rituals.ts";
import { supportCommand } from "./support.ts";

/** In the order a platform's menu shows them. */
export const COMMANDS: readonly Command[] = [
  ...cardCommands,
  pairCommand,
  ritualsCommand,
  ...discoverCommands,
  supportCommand,
  ...giftCommands,
  ...ownCommands,
];

/** The commands as platforms register them, described in every language. */
export function commandSpecs(content: Content, translate: Translate): readonly CommandSpec[] {
  const described = (key: string) => Object.fromEntries(content.languages.map((l) => [l, translate(l, key)]));
  return COMMANDS.map(({ name, options }) => ({
    name,
    descriptions: described(`command.${name}.about`),
    options: options.map((option) => ({
      name: option.name,
      descriptions: described(`command.${name}.${option.name}`),
      ...(option.choices ? { choices: option.choices } : {}),
    })),
  }));
}
