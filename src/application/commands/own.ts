/** `/settings`, `/pause`, `/resume`, `/privacy`, `/export`, `/forget`, `/help`. */

import { parseQuiet } from "../../domain/clock-words.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { parseZone } from "../../domain/zone.ts";
import type { Reply } from "../../ports/chat.ts";
import { type Ctx, homeOf } from "../context.ts";
import { askName, setName, usePlatformName } from "../names.ts";
import { pause, resume } from "../pauses/pause.ts";
import { refused } from "../rounds/sealing.ts";
import { setByName, setLanguage, setQuiet, setZone } from "../settings.ts";
import { line, say } from "../speak.ts";
import { setWish } from "../wishes.ts";
import { noCouple } from "./cards.ts";
import { type Command, words } from "./command.ts";

/** Nobody pauses longer than this by number; `/pause` alone has no end. */
const LONGEST_PAUSE = 365;

async function settings(ctx: Ctx, args: string): Promise<Reply | void> {
  if (!ctx.me) return noCouple(ctx);
  const [name = "", ...rest] = words(args);
  const value = rest.join(" ");
  if (name === "") return say(ctx, "settings");
  if (/^(timezone|zone)$/i.test(name)) {
    const zone = value === "" ? null : parseZone(value);
    if (zone === null) return say(ctx, "zone");
    return isRefusal(zone) ? refused(ctx, zone) : setZone(ctx, zone);
  }
  if (/^quiet$/i.test(name)) {
    if (value === "") return say(ctx, "quiet");
    const quiet = parseQuiet(value);
    return isRefusal(quiet) ? refused(ctx, quiet) : setQuiet(ctx, quiet);
  }
  if (/^language$/i.test(name)) return value === "" ? say(ctx, "language") : setLanguage(ctx, value);
  if (/^name$/i.test(name)) return value === "" ? askName(ctx, ctx.me) : nameByWords(ctx, value);
  if (await setWish(ctx, name.toLowerCase(), value)) return;
  if (!(await setByName(ctx, name.toLowerCase(), value.toLowerCase()))) await line(ctx, "settings.usage");
}

/** A platform's name has nothing in common with “off”, so nobody can be called that by typing. */
async function nameByWords(ctx: Ctx, value: string): Promise<void> {
  if (value.toLowerCase() === "off") return usePlatformName(ctx);
  await setName(ctx, value);
}

async function pauseCommand(ctx: Ctx, args: string): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (!home) return noCouple(ctx);
  if (args === "") return pause(ctx, home, null);
  const days = Number(words(args)[0]);
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_PAUSE)
    return line(ctx, "pause.usage", { max: LONGEST_PAUSE });
  return pause(ctx, home, days);
}

export async function resumeNow(ctx: Ctx): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  return home ? resume(ctx, home) : noCouple(ctx);
}

export const ownCommands: readonly Command[] = [
  { name: "settings", options: [{ name: "setting" }, { name: "value" }], run: settings },
  { name: "pause", options: [{ name: "days" }], run: pauseCommand },
  { name: "resume", options: [], run: resumeNow },
  { name: "privacy", options: [], run: (ctx) => say(ctx, "privacy") },
  { name: "export", options: [], run: (ctx) => (ctx.me ? say(ctx, "export-confirm") : line(ctx, "forget.nothing")) },
  { name: "forget", options: [], run: (ctx) => (ctx.me ? say(ctx, "forget-confirm") : line(ctx, "forget.nothing")) },
  { name: "help", options: [], run: (ctx) => say(ctx, "help") },
];
