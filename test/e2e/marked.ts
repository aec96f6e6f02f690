/** Two couples, one on each platform, whose names and words carry a marker; and everything the program lets out. */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ChannelHandle, FakeDiscord, Person } from "../fakes/discord/index.ts";
import type { FakeGroup, FakePerson, FakeTelegram } from "../fakes/telegram/index.ts";
import { NODE, ROOT } from "./program.ts";

/** In names and in everything that somebody types; nowhere in our own texts. */
export const MARKER = "Zitronenfalter";
/** The same in other clothes: as hex, and as base64 at each of its three positions. */
export const TRACES = [
  MARKER,
  Buffer.from(MARKER).toString("hex"),
  ...["", "x", "xx"].map((lead) => Buffer.from(`${lead}${MARKER}`).toString("base64").slice(4, -4)),
];

export const COMMANDS = ["answer", "checkin", "pair", "rituals", "settings", "pause", "export", "help"];

export interface OnTelegram {
  readonly ana: FakePerson;
  readonly ben: FakePerson;
  readonly home: FakeGroup;
}

export interface OnDiscord {
  readonly ana: Person;
  readonly ben: Person;
  readonly home: ChannelHandle;
}

/** In a group, with no quiet hours, so that the story is the same by day and by night. */
export async function onTelegram(tg: FakeTelegram): Promise<OnTelegram> {
  const ana = tg.user({ first_name: `Ana ${MARKER}`, language_code: "de" });
  const ben = tg.user({ first_name: `Ben ${MARKER}`, language_code: "de" });
  const home = tg.group({ title: MARKER, members: [ana, ben] });
  home.addBot(ana);
  const welcome = await home.waitForMessage(/Ampersand/);
  for (const who of [ana, ben]) {
    await who.taps(welcome, /Join/);
    await who.taps(await who.chat.waitForMessage(/Before you join/), /I’m in/);
    await who.chat.waitForMessage(/You’re in|are connected/);
    who.sends("/settings quiet off");
    await who.chat.waitForMessage(/Quiet hours: none/);
  }
  return { ana, ben, home };
}

export async function onDiscord(dc: FakeDiscord): Promise<OnDiscord> {
  const ana = dc.user({ username: "ana", global_name: `Ana ${MARKER}`, locale: "de" });
  const ben = dc.user({ username: "ben", global_name: `Ben ${MARKER}`, locale: "de" });
  const home = dc.guild({ owner: ana, members: [ben] }).channel({ privateTo: [ana, ben] });
  ana.runs("/pair", {}, home);
  const welcome = await dc.waitFor(() => home.messages.find((message) => message.buttons.length > 0));
  for (const who of [ana, ben]) {
    const notice = await who.presses(welcome, "Join in private").reply;
    who.presses(notice, "I’m in");
    await dc.waitFor(() => who.sees.some(({ text }) => /You’re in|are connected/.test(text)));
    await who.runs("/settings", { setting: "quiet", value: "off" }).reply;
  }
  return { ana, ben, home };
}

/** Runs one of `npm run`'s commands beside or instead of the program; everything it wrote. */
export function cli(folder: string, name: string, ...args: string[]): string {
  const { PATH = "" } = process.env;
  const file = join(ROOT, "src", "cli", `${name}.ts`);
  const ended = spawnSync(NODE, [file, ...args], { cwd: folder, env: { PATH }, encoding: "utf8" });
  return `${ended.stdout}${ended.stderr}`;
}

/** Every file below a folder, as bytes. */
function filesIn(folder: string): readonly { readonly name: string; readonly bytes: Buffer }[] {
  const names = globSync("**/*", { cwd: folder }).filter((name) => statSync(join(folder, name)).isFile());
  return names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

/** Which of these pieces are in which files; nothing when there is none. */
export function traces(folder: string, pieces: readonly (string | Buffer)[]): readonly string[] {
  const files = filesIn(folder);
  return pieces.flatMap((piece) => files.filter(({ bytes }) => bytes.includes(piece)).map(({ name }) => name));
}
