import { afterEach, expect, test } from "vitest";
import type { Actor } from "./actor.ts";
import { codeOf } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
afterEach(() => stage.end());

test("invite · one's own, a used, an expired and a guessed code are refused with the same words", async () => {
  stage = await openStage();
  const [ana, ben, eve] = [stage.person("Ana"), stage.person("Ben"), stage.person("Eve")];
  await ana.types("/pair");
  await ana.taps("I’m in");
  const code = codeOf(ana);
  const refused: string[] = [];
  const tries = async (who: Actor, what: string) => {
    await who.types(`/pair ${what}`);
    refused.push(who.last());
  };
  await tries(ana, code);
  await tries(eve, "AAAAA-BBBBB");
  await ben.types(`/pair ${code.toLowerCase().replace("-", " ")}`);
  await ben.taps("I’m in");
  await tries(eve, code);
  await stage.later(24 * 3_600_000);
  await tries(eve, code);
  expect(new Set(refused)).toEqual(new Set([refused[0]]));
  expect(refused[0]).toMatch(/doesn’t open anything/);
});

test("invite · guesses are limited: after five wrong ones in an hour the right one is refused too", async () => {
  stage = await openStage();
  const [ana, eve] = [stage.person("Ana"), stage.person("Eve")];
  await ana.types("/pair");
  await ana.taps("I’m in");
  for (let guess = 0; guess < 6; guess++) await eve.types(`/pair WRONG0000${guess}`);
  await stage.restart();
  await eve.types(`/pair ${codeOf(ana)}`);
  eve.sees(/doesn’t open anything/);
  await stage.later(3_600_001);
  await eve.types(`/pair ${codeOf(ana)}`);
  eve.sees(/Before you join/);
});

test("invite · one at a time: a newer one ends the older", async () => {
  stage = await openStage();
  const [ana, ben] = [stage.person("Ana"), stage.person("Ben")];
  await ana.types("/pair");
  await ana.taps("I’m in");
  const old = codeOf(ana);
  await ana.types("/pair");
  await ben.types(`/pair ${old}`);
  ben.sees(/doesn’t open anything/);
});

test("invite · the inviter confirms: the wrong person is turned away and learns nothing more", async () => {
  stage = await openStage();
  const [ana, eve] = [stage.person("Ana"), stage.person("Eve")];
  await ana.types("/pair");
  await ana.taps("I’m in");
  await eve.types(`/pair ${codeOf(ana)}`);
  await eve.taps("I’m in");
  ana.sees(/Eve has opened your invitation\. Is that your partner\?/);
  await eve.does("pairok");
  eve.neverSaw(/connected/);
  await stage.restart();
  await ana.taps("No");
  ana.sees(/invitation is closed/);
  eve.sees(/wasn’t confirmed/);
  eve.neverSaw(/Ana/);
});

test("invite · the link opens the same as the code, and somebody in quiet hours is asked when they end", async () => {
  stage = await openStage();
  const [ana, ben] = [stage.person("Ana"), stage.person("Ben")];
  await ana.types("/pair");
  await ana.taps("I’m in");
  const action = /https:\/\/stage\.example\/(\S+)/.exec(ana.last())?.[1] ?? "";
  await stage.until("2026-03-11T23:00:00Z");
  await ben.follows(action);
  await ben.taps("I’m in");
  ana.neverSaw(/Is that your partner/);
  await stage.until("2026-03-12T06:30:00Z");
  ana.sees(/Ben has opened your invitation/);
  await ana.taps("Yes, that’s my partner");
  ben.hasSeen(/You and Ana are connected/);
});

test("invite · a closed bot asks at every step: who is no longer allowed cannot go on with an old invitation", async () => {
  const allowed = ["stage:u-ana", "stage:u-ben"];
  stage = await openStage({ allowed });
  const [ana, ben, eve] = [stage.person("Ana"), stage.person("Ben"), stage.person("Eve")];
  await ana.types("/pair");
  await ana.taps("I’m in");
  await ben.types(`/pair ${codeOf(ana)}`);
  ben.sees(/Before you join/);
  await eve.types(`/pair ${codeOf(ana)}`);
  eve.sees(/closed|private|only/i);
  eve.neverSaw(/Before you join/);
  allowed.splice(1);
  await stage.restart();
  await ben.taps("I’m in");
  ben.neverSaw(/waiting for|asked|confirm/i);
  ana.neverSaw(/Is that your partner/);
  await eve.does(`agreei_${codeOf(ana).replace("-", "")}`);
  ana.neverSaw(/Is that your partner/);
});

test("invite · nobody is asked for agreement again by an invitation that a day has passed over", async () => {
  stage = await openStage();
  const [ana, ben] = [stage.person("Ana"), stage.person("Ben")];
  await ana.types("/pair");
  await ana.taps("I’m in");
  await ben.types(`/pair ${codeOf(ana)}`);
  await stage.later(24 * 3_600_000 - 1);
  await ben.taps("I’m in");
  ana.sees(/Is that your partner/);
  // At the very instant, before anything that is due was done.
  stage.now += 1;
  await ana.taps("Yes, that’s my partner");
  for (const one of [ana, ben]) one.neverSaw(/connected/);
});

test("invite · a day is over at its very instant, also before what is due then was done", async () => {
  stage = await openStage();
  const [ana, ben] = [stage.person("Ana"), stage.person("Ben")];
  await ana.types("/pair");
  await ana.taps("I’m in");
  stage.now += 24 * 3_600_000;
  await ben.on.handle?.({
    type: "command",
    eventId: ben.on.nextEvent(),
    from: ben.account,
    chat: ben.home,
    name: "pair",
    args: codeOf(ana),
    messageId: ben.on.nextRef(),
  });
  await stage.settle();
  ben.sees(/doesn’t open anything/);
});
