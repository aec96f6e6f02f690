/**
 * The plainest bot that could do the same work: telegraf's own polling and nothing of ours. Run as a
 * process: `floor.ts <reveal|durable> <apiRoot> <token> <database>`.
 */
import { Agent } from "node:http";
import SqliteDatabase from "better-sqlite3";
import { Telegraf } from "telegraf";
import { message } from "telegraf/filters";

const [mode = "", apiRoot = "", token = "", file = ""] = process.argv.slice(2);

function open() {
  const database = new SqliteDatabase(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("create table if not exists seen (id integer primary key, body text not null)");
  return database.prepare("insert into seen (id, body) values (?, ?)");
}

const bot = new Telegraf(token, { telegram: { apiRoot } });
// telegraf leaves out keep-alive for plain http; the program under test has it too.
bot.telegram.options.agent = new Agent({ keepAlive: true });
// telegraf's types know the method by its old name only.
const call = bot.telegram.callApi.bind(bot.telegram) as (method: string, params: object) => Promise<unknown>;
const insert = open();

if (mode === "durable") {
  bot.on(message("text"), async (ctx) => {
    insert.run(ctx.update.update_id, ctx.message.text);
    await ctx.reply("Sealed.");
  });
} else {
  // A second answer names the group and the partner; a first one is confirmed.
  bot.on(message("text"), async (ctx) => {
    insert.run(ctx.update.update_id, ctx.message.text);
    const [, group, partner] = /^second (-\d+) (\d+)$/.exec(ctx.message.text) ?? [];
    if (group === undefined) return void (await ctx.reply("Sealed."));
    const [count, member] = await Promise.all([
      call("getChatMemberCount", { chat_id: Number(group) }),
      bot.telegram.getChatMember(Number(group), Number(partner)),
    ]);
    if (count !== 3 || member.status === "left") throw new Error("others are here");
    await bot.telegram.sendMessage(Number(group), "Both have answered.");
  });
}

process.once("SIGTERM", () => process.exit(0));
bot.catch((error) => {
  throw error;
});
void bot.launch(() => process.stderr.write("floor ready\n"));
