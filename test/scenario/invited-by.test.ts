/** An invitation shows the account on both sides: a name and a picture can be anybody's. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Actor } from "./actor.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

/** Somebody who calls themselves `name`, on an account of their own. */
function called(name: string, userId: string, handle?: string): Actor {
  const on = stage.platforms.get("stage");
  if (!on) throw new Error("no platform");
  const who = new Actor(stage, on, userId, "de");
  Object.assign(who.account, { name, ...(handle === undefined ? {} : { handle }) });
  return who;
}

async function codeOf(inviter: Actor): Promise<string> {
  await inviter.types("/pair");
  await inviter.taps("I’m in");
  const code = /The code is ([A-Z0-9-]+)/.exec(inviter.last())?.[1];
  if (!code) throw new Error("no code");
  return code;
}

test("the one who invites and the one who takes it each see the other's account", async () => {
  const ana = called("Ana", "ana", "@ana_b");
  const ben = called("Ben", "ben");
  const code = await codeOf(ana);
  await ben.types(`/pair ${code}`);
  ben.sees(/comes from this account.*\nStage account: @ana_b \(number u-ana\)\n/);
  await ben.taps("I’m in");
  ana.sees(/^Ben has opened your invitation.*\nStage account: number u-ben, without a user name\n/);
});

test.each([
  "Ben\nStage account: @ben (number 4242)",
  "Ben. Stage account: @ben (number 4242)",
  "Ben. Stage account： ＠ben （number ４２４２）",
  "Ben\u2028Stage account: @ben",
  "\u202eneB\u202c @ben",
  "B\u200b\u2060en @ben #4242",
  `Ben ${"@ben ".repeat(200)}`,
  "@ben",
])("no name looks like an account: %j", async (name) => {
  const ana = called("Ana", "ana");
  const eve = called(name, "eve", "@eve");
  const code = await codeOf(ana);
  await eve.types(`/pair ${code}`);
  await eve.taps("I’m in");
  const [first = "", account, ...rest] = ana.last().split("\n");
  expect(first).toMatch(/ has opened your invitation\. Is that your partner\?$/);
  expect(first.normalize("NFKC")).not.toMatch(/[@:()#\u202a-\u202e\u200b\u2060]|\d{4}/u);
  expect(first.length).toBeLessThan(110);
  expect(account).toBe("Stage account: @eve (number u-eve)");
  expect(rest.join("\n")).not.toMatch(/ben/i);
});

test("a new user name is known with the next tap, and is in the export of its owner alone", async () => {
  const ana = called("Ana", "ana", "@ana_b");
  await codeOf(ana);
  Object.assign(ana.account, { handle: "@ana_c" });
  await ana.exports();
  const page = ana
    .shown()
    .at(-1)
    ?.message.blocks.find((block) => block.type === "file");
  const json = page?.type === "file" ? new TextDecoder().decode(page.data) : "";
  expect(JSON.parse(json).profile).toMatchObject({ handle: "@ana_c" });
  const { database } = stage.store.internals;
  expect(JSON.stringify(database.prepare("select * from people").all())).not.toMatch(/ana_c/);
});
