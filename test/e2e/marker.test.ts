/** The whole program over both platforms: what people are called and write leaves it to nobody but the two. */
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeDiscord, startFakeDiscord } from "../fakes/discord/index.ts";
import { type FakeMessage, type FakePerson, type FakeTelegram, startFakeTelegram } from "../fakes/telegram/index.ts";
import { COMMANDS, cli, MARKER, onDiscord, onTelegram, TRACES, traces } from "./marked.ts";
import { Premises, type Program } from "./program.ts";

/** The program sends at the pace that the platforms allow. */
const SLOW = { timeoutMs: 40_000 };
const POST = "POST /channels/:channel/messages";
const BAD = `Bad Request: can't parse entities: Unsupported start tag "${MARKER}" of ${MARKER}`;
/** A message is tried as it is, and in three simpler forms. */
const FORMS = 4;
/** Words of Discord's own that name what was sent, where an error may name it. */
const REFUSED = {
  message: `Invalid Form Body ${MARKER}`,
  code: 50035,
  errors: { content: { _errors: [{ code: "BAD", message: MARKER }] }, [MARKER]: { _errors: [{ code: MARKER }] } },
};

let premises: Premises;
let tg: FakeTelegram;
let dc: FakeDiscord;
/** Whatever was written, answered or printed to anybody but the two. */
let public_: string[];
beforeEach(async () => {
  premises = new Premises();
  public_ = [];
  tg = await startFakeTelegram({ token: "4242:marker-test" });
  dc = await startFakeDiscord({ token: "discord.marker-test" });
});
afterEach(async () => {
  await premises.end();
  await tg.stop();
  await dc.stop();
});

async function start(level: string): Promise<Program> {
  const program = premises.start({
    TELEGRAM_BOT_TOKEN: tg.token,
    TELEGRAM_API_ROOT: tg.apiRoot,
    DISCORD_BOT_TOKEN: dc.token,
    DISCORD_API_ROOT: `${dc.url}/api`,
    LOG_LEVEL: level,
    DEBUG: "*",
    NODE_DEBUG: level === "trace" ? "http,net,tls,fetch,undici" : "",
  });
  await (level === "error" ? program.url().catch(() => "") : program.says(/"msg":"ready"/));
  return program;
}

const reveals = (texts: readonly { readonly text: string }[]) =>
  texts.filter(({ text }) => /You have both answered\./.test(text));

/** Everything that somebody without an account could ask of the program. */
async function asksAround(program: Program): Promise<void> {
  const url = await program.url();
  for (const path of ["/healthz", "/readyz", "/metrics", "/", `/${MARKER}`, "/%ff", `/metrics?${MARKER}`]) {
    const answer = await fetch(`${url}${path}`);
    public_.push(JSON.stringify([...answer.headers]), await answer.text());
  }
  public_.push(cli(premises.folder, "outbox", "list"));
}

function database<T>(work: (database: SqliteDatabase.Database) => T): T {
  const open = new SqliteDatabase(join(premises.folder, "var", "ampersand.db"));
  try {
    return work(open);
  } finally {
    open.close();
  }
}

/** A whole round on Telegram, with everything going wrong that can. */
async function telegramLife(): Promise<Awaited<ReturnType<typeof onTelegram>>> {
  const two = await onTelegram(tg);
  const { ana, ben, home } = two;
  for (const [n, command] of COMMANDS.entries()) {
    const typed = `/${command} ${MARKER} add ${MARKER}`;
    if (n % 2 === 0) ana.sendsIn(home, typed);
    else ben.sends(typed);
  }
  await tg.settled();
  const welcome = await home.waitForMessage(/Open the first card|one card a day/);
  await ana.taps(welcome, /Open the first card/);
  const card = await home.waitForMessage((message) => message.labels.includes("Answer"));
  for (const who of [ana, ben]) await who.taps(card, "Answer");
  for (const who of [ana, ben]) await who.chat.waitForMessage(/next message is sealed/, SLOW);
  const sent = ana.sends(`The lake. ${MARKER}`);
  await ana.chat.waitForMessage(/^Sealed/, SLOW);
  ana.edits(sent, `The great lake. ${MARKER} ${MARKER}`);
  ana.sends(`And the wind. ${MARKER}`);
  await ana.chat.waitForMessage(/What is this/, SLOW);
  await buriesAnEdit(ana, sent);
  tg.faults.next("sendMessage", { kind: "status", code: 502, description: MARKER }, 2);
  tg.faults.next("sendMessage", { kind: "drop-before" });
  const stop = tg.onRequest(({ method, params }) => {
    if (method === "sendMessage" && Number(params.chat_id) === home.id)
      tg.faults.next(method, { kind: "status", code: 400, description: BAD });
  });
  ben.sends(`The hills. ${MARKER}`);
  // Refused in each of its forms, it is left to the operator.
  await expect
    .poll(() => cli(premises.folder, "outbox", "list"), { timeout: SLOW.timeoutMs, interval: 500 })
    .toMatch(/^400 Bad Request can't parse entities/m);
  stop();
  tg.faults.clear();
  return two;
}

/** An edit of an answer that cannot be opened fails like a bug: again and again, then it is buried. */
async function buriesAnEdit(ana: FakePerson, sent: FakeMessage): Promise<void> {
  const hers = "author = (select id from people where user_id = ?)";
  const whole = database((open) => {
    const body = open.prepare(`select body from answers where ${hers}`).pluck().get(String(ana.id));
    open.prepare(`update answers set body = zeroblob(64) where ${hers}`).run(String(ana.id));
    return body;
  });
  ana.edits(sent, `The greatest lake. ${MARKER}`);
  await ana.chat.waitForMessage(/went wrong|Sorry|sorry/, SLOW);
  database((open) => open.prepare(`update answers set body = ? where ${hers}`).run(whole, String(ana.id)));
  expect(database((open) => open.prepare("select count(*) from buried_events").pluck().get())).toBe(1);
}

/** The same on Discord. */
async function discordLife(): Promise<Awaited<ReturnType<typeof onDiscord>>> {
  const two = await onDiscord(dc);
  const { ana, ben, home } = two;
  await ana.runs("/pair", { code: MARKER }, home).reply;
  await ana.runs("/settings", { setting: MARKER, value: MARKER }).reply;
  await ana.runs("/pause", { days: MARKER }).reply;
  ana.writesDM(`Just so. ${MARKER}`);
  const welcome = home.messages.find((message) => message.find("Open the first card now"));
  if (!welcome) throw new Error(dc.transcript());
  ana.presses(welcome, "Open the first card now");
  const card = await dc.waitFor(() => home.messages.find((message) => message.find("Answer")));
  const fills = async (who: typeof ana, button: string, text: string) => {
    const from = button === "Answer" ? card : who.sees.findLast((message) => message.find(button));
    const modal = await who.presses(from ?? card, button).modal;
    const done = who.submits(modal, { [modal.fields[0]?.customId ?? ""]: `${text} ${MARKER}` });
    await done.reply;
  };
  await fills(ana, "Answer", "The lake.");
  await fills(ana, "Change", "The great lake.");
  dc.faults.next(POST, { kind: "status", status: 502, body: { message: MARKER } }, { times: 1 });
  dc.faults.next(POST, { kind: "droppedBefore" });
  const refusal = dc.faults.next(POST, { kind: "status", status: 400, body: REFUSED }, { times: FORMS });
  await fills(ben, "Answer", "The hills.");
  await dc.waitFor(() => refusal.hits >= FORMS, { timeout: SLOW.timeoutMs });
  dc.faults.clear();
  return two;
}

/** What of theirs lies in the database: wrapped keys and sealed words, by pieces that a search finds. */
function pieces(): readonly Buffer[] {
  return database((open) =>
    ["select wrapped from data_keys", "select name from people", "select body from answers", "select body from drafts"]
      .flatMap((query) => open.prepare(query).pluck().all() as Buffer[])
      .map((value) => Buffer.from(value.subarray(-16))),
  );
}

test("a marker in names and words: nowhere but with the two, and after /forget nowhere at all", async () => {
  const first = await start("trace");
  const [onTg, onDc] = await Promise.all([telegramLife(), discordLife()]);
  const listed = () => cli(premises.folder, "outbox", "list");
  await expect
    .poll(listed, { timeout: 20_000 })
    // Of so few couples only what the platforms said is listed: Discord's code, and Telegram's words.
    .toMatch(/^400 50035 [\s\S]*^400 Bad Request can't parse entities/m);
  await asksAround(first);
  public_.push(cli(premises.folder, "outbox", "retry", "all"), cli(premises.folder, "backup", "var/one.backup"));
  // The two themselves read it: what is looked for below is really there.
  await onTg.home.waitForMessage(new RegExp(`You have both answered\\.[\\s\\S]*${MARKER}`), SLOW);
  await dc.waitFor(() => reveals(onDc.home.messages).some(({ text }) => text.includes(MARKER)), {
    timeout: SLOW.timeoutMs,
  });
  expect(await first.stop()).toMatchObject({ code: 0 });
  expect(traces(premises.folder, TRACES)).toEqual([]);

  const second = await start("debug");
  expect(traces(premises.folder, TRACES)).toEqual([]);
  const own = pieces();
  expect(own.length).toBeGreaterThan(10);
  expect(traces(premises.folder, own)).toContain("var/ampersand.db");
  for (const who of [onTg.ana, onTg.ben]) {
    who.sends("/forget");
    await who.taps(
      await who.chat.waitForMessage((message) => message.labels.includes("Leave quietly")),
      /Leave quietly/,
    );
    await who.chat.waitForMessage(/erased|gone/i);
  }
  for (const who of [onDc.ana, onDc.ben]) {
    const asked = await who.runs("/forget").reply;
    await who.presses(asked, "Leave quietly").response;
  }
  await dc.waitFor(() => database((open) => open.prepare("select count(*) from people").pluck().get()) === 0);
  await asksAround(second);
  const live = () =>
    traces(premises.folder, own).filter((name) => !name.includes("backup") && !name.includes("before"));
  await expect.poll(live, { timeout: 15_000 }).toEqual([]);
  expect(database((open) => open.prepare("select count(*) from data_keys").pluck().get())).toBe(0);
  expect(await second.stop()).toMatchObject({ code: 0 });

  public_.push(cli(premises.folder, "restore", "var/one.backup"));
  expect(public_.at(-1)).toContain("erased again: 4");
  expect(database((open) => open.prepare("select count(*) from data_keys").pluck().get())).toBe(0);
  expect(live()).toEqual([]);
  const third = await start("info");
  onTg.ana.sends("/export");
  await tg.settled();
  await asksAround(third);
  expect(await third.stop()).toMatchObject({ code: 0 });

  for (const { out, err } of premises.programs) public_.push(out, err);
  const said = public_.join("\n");
  expect(TRACES.filter((trace) => said.includes(trace))).toEqual([]);
  expect(traces(premises.folder, TRACES)).toEqual([]);
}, 240_000);
