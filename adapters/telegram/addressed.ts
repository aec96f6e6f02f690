/** Whether something that stands in a chat is said to the bot. Pure. */
import type { Me, Message } from "./schema.ts";

export const COMMAND = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+([\s\S]*))?$/;

export function isOwn(bot: string | undefined, me: Me): boolean {
  return bot === undefined || bot.toLowerCase() === me.username.toLowerCase();
}

/** At the edges of a name: `@ampersand_bot` is not in `@ampersand_bot_two`. */
export function mentionOf(me: Me): RegExp {
  return new RegExp(`(?<![\\w@])@${me.username}(?!\\w)`, "gi");
}

export function isToBot(message: Message, me: Me): boolean {
  if (message.reply_to_message?.from?.id === me.id) return true;
  const said = message.text ?? message.caption ?? "";
  if (mentionOf(me).test(said)) return true;
  const command = COMMAND.exec(message.caption ?? "");
  return command !== null && isOwn(command[2], me);
}
