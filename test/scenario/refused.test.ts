/** What a platform does not take: nothing that the two count on is dropped without a word. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Delivery, DeliveryResult } from "../../src/ports/chat.ts";
import { type Actor, couple } from "./actor.ts";
import { answers, apart, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

const CONTENT: DeliveryResult = { type: "rejected", reason: "400 filter", because: "content" };
const BUG: DeliveryResult = { type: "rejected", reason: "400 bad", because: "bug" };
const UNKNOWN: DeliveryResult = { type: "rejected", reason: "400 never heard of" };
const STAYS: DeliveryResult = { type: "rejected", reason: "400 can't be deleted", because: "stays" };
const NO_ACCESS: DeliveryResult = { type: "unreachable", why: "no-access" };
const GONE: DeliveryResult = { type: "unreachable", why: "chat-gone" };
const BOTH = /Ana: ?\n?heron[\s\S]*Ben: ?\n?otter/;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

const isShared = ({ to }: Delivery) => to.kind === "shared";
const isTo = (who: Actor) => (delivery: Delivery) =>
  delivery.to.kind === "private" && delivery.to.userId === who.account.userId;
const says = (what: RegExp) => (delivery: Delivery) =>
  delivery.operation.type !== "delete" && what.test(JSON.stringify(delivery.operation.message));

function refuse(on: Actor["on"], result: DeliveryResult, ...when: ((delivery: Delivery) => boolean)[]): void {
  on.refuse = (delivery) => (when.every((each) => each(delivery)) ? result : null);
}

/** The first message into the shared chat breaks off after its first part; everything later is refused there. */
function breaksOff(on: Actor["on"], result: DeliveryResult): void {
  const deliver = on.deliver.bind(on);
  on.deliver = async (delivery, onPart) => {
    if (!isShared(delivery) || delivery.operation.type !== "send") return deliver(delivery, onPart);
    on.deliver = deliver;
    on.breakNext.push(result);
    const broken = await deliver(delivery, onPart);
    const isRefused = (later: Delivery) => result.type === "unreachable" || later.operation.type === "send";
    refuse(on, result, isShared, isRefused);
    return broken;
  };
}

async function halfWay() {
  const two = await couple(stage);
  await firstCard(two, two.home);
  await answers(two.ana, "heron");
  await two.ben.taps("Answer", two.home);
  return two;
}

const deadRows = () => stage.store.transaction((tx) => tx.outbox.dead(9));
const errors = () => stage.lines.filter((line) => line.includes("rejected a message"));

describe("a reveal", () => {
  test.each([
    ["for its content", CONTENT, /so your answers come here/],
    ["for a reason nobody knows", UNKNOWN, /so your answers come here/],
    ["because nothing may be written there", NO_ACCESS, /I can’t write in your shared chat at the moment, so this/],
    ["because the chat is gone", GONE, /I’m no longer in your shared chat, so this comes to you here/],
  ])("that the shared chat refuses %s comes to both privately, with the reason", async (_, result, reason) => {
    const { ana, ben, home } = await halfWay();
    refuse(ana.on, result, isShared);
    await ben.says("otter");
    for (const one of [ana, ben]) {
      one.hasSeen(BOTH);
      one.hasSeen(reason);
    }
    ana.neverSaw(/heron|otter/, home);
    expect([await deadRows(), errors()]).toEqual([[], []]);
  });

  test("with a link that the chat refuses is shown there without one", async () => {
    const { ana, ben, home } = await halfWay();
    refuse(ana.on, CONTENT, isShared, says(/https:/));
    await ben.says("otter, see https://otters.example/river");
    ana.hasSeen(/heron[\s\S]*otter, see otters\[\.\]example\/river/, home);
    ana.hasSeen(/\[I hear you\]/, home);
  });

  test("whose buttons the chat refuses is shown there without them", async () => {
    const { ana, ben, home } = await halfWay();
    refuse(ana.on, BUG, isShared, ({ operation }) => operation.type === "send" && operation.message.buttons.length > 0);
    await ben.says("otter");
    ana.hasSeen(BOTH, home);
    expect(await deadRows()).toEqual([]);
  });

  test("of which a part came through before the rest was refused is taken away and goes private as a whole", async () => {
    const { ana, ben, home } = await halfWay();
    breaksOff(ana.on, UNKNOWN);
    await ben.says("otter");
    ana.neverSaw(/heron|otter/, home);
    for (const one of [ana, ben]) one.hasSeen(BOTH);
  });

  test("so it is when the bot loses its access half-way: the part goes when it is back, before all else", async () => {
    const { ana, ben, home } = await halfWay();
    breaksOff(ana.on, GONE);
    await ben.says("otter");
    for (const one of [ana, ben]) one.hasSeen(BOTH);
    ana.hasSeen(/heron/, home);
    await stage.restart();
    refuse(ana.on, GONE, () => false);
    const before = ana.on.deliveries.length;
    const by = ana.account;
    await ana.on.handle?.({ type: "bot-added", eventId: "back", platform: "stage", chatId: "home", by });
    await ana.types("/checkin checkin", home);
    const there = ana.on.deliveries.slice(before).filter(isShared);
    expect(there[0]?.operation.type).toBe("delete");
    expect(there.length).toBeGreaterThan(1);
    ana.neverSaw(/heron|otter/, home);
  });

  test("that one private chat refuses is held for its owner, through a restart; the other hears it once", async () => {
    const { ana, ben } = await apart(stage);
    await ana.types("/checkin");
    await ana.says("heron");
    refuse(ana.on, UNKNOWN, isTo(ana), says(/heron/));
    await ben.says("otter");
    ben.hasSeen(BOTH);
    ben.hasSeen(/has not reached both of you yet/);
    ana.hasSeen(/something for you that this chat doesn’t take/);
    expect([await deadRows(), errors()]).toEqual([[], []]);
    await ana.types("/help");
    ana.neverSaw(/Ben: otter/);
    await stage.restart();
    refuse(ana.on, UNKNOWN, () => false);
    await ana.types("/help");
    ana.hasSeen(BOTH);
    expect(ben.transcript().split("has not reached both")).toHaveLength(2);
  });

  test("that somebody's blocked chat holds up is told to nobody else", async () => {
    const { ana, ben } = await apart(stage);
    await ana.types("/checkin");
    await ana.says("heron");
    ana.on.unreachable.add(`stage:p:${ana.account.userId}`);
    await ben.says("otter");
    ben.hasSeen(BOTH);
    ben.neverSaw(/not reached both/);
  });

  test("that is held for somebody who leaves is not shown any more", async () => {
    const { ana, ben } = await apart(stage);
    await ana.types("/checkin");
    await ana.says("heron");
    refuse(ana.on, UNKNOWN, isTo(ana), says(/heron/));
    await ben.says("otter");
    refuse(ana.on, UNKNOWN, () => false);
    await ben.types("/forget");
    await ben.taps("Leave quietly");
    await ana.types("/help");
    ana.neverSaw(/otter/);
  });

  test("that is our own fault in every form is the operator's, and both are told", async () => {
    const { ana, ben, home } = await halfWay();
    refuse(ana.on, BUG, isShared);
    await ben.says("otter");
    for (const one of [ana, ben]) one.hasSeen(/You have both answered, and I can’t show it/);
    expect(await deadRows()).toMatchObject([{ content: { view: "reveal" }, deadReason: "400 bad" }]);
    expect(errors()).toHaveLength(1);
    refuse(ana.on, BUG, () => false);
    await stage.store.transaction(async (tx) => {
      for (const row of await tx.outbox.dead(9)) await tx.outbox.update({ ...row, state: "waiting" });
    });
    await stage.settle();
    ana.hasSeen(BOTH, home);
  });
});

describe("anything else", () => {
  test.each([CONTENT, UNKNOWN, NO_ACCESS])("a card that the shared chat refuses comes to both: %j", async (result) => {
    const two = await couple(stage);
    refuse(two.ana.on, result, isShared);
    await two.ana.taps("Open the first card now", two.home);
    for (const one of [two.ana, two.ben]) one.hasSeen(/What's on your heart today/);
  });

  test("an answer to a tap that a private chat refuses is said to be missing, in a line that leads to no other", async () => {
    const { ana } = await apart(stage);
    refuse(ana.on, UNKNOWN, isTo(ana), says(/How it works/));
    await ana.types("/help");
    ana.sees(/didn’t take my answer/);
    refuse(ana.on, UNKNOWN, isTo(ana));
    await ana.types("/help");
    expect(await stage.store.transaction((tx) => tx.outbox.counts())).toMatchObject({ interactive: 0, dead: 0 });
  });

  test("what was typed and cannot be deleted: its author hears so", async () => {
    const { ana } = await apart(stage);
    await ana.types("/settings clear on");
    await ana.types("/checkin");
    refuse(ana.on, STAYS, ({ operation }) => operation.type === "delete");
    await ana.says("heron");
    ana.hasSeen(/couldn’t delete what you typed/);
  });
});

describe("a half that is taken back", () => {
  async function shown() {
    const two = await halfWay();
    await two.ben.says("otter");
    two.ana.hasSeen(BOTH, two.home);
    return two;
  }

  async function takesBack(who: Actor, home: Delivery["to"]): Promise<void> {
    await who.taps("Take back my half", home);
    await who.taps("Blank my half");
  }

  test("“done” is said after the chat has done it", async () => {
    const { ana, home } = await shown();
    await takesBack(ana, home);
    ana.neverSaw(/heron/, home);
    ana.sees(/^Done\. Your half is blank/);
  });

  test("while the bot has no access: the truth first, the edit before all else when it is back, then “done”", async () => {
    const { ana, ben, home } = await shown();
    await ana.taps("Take back my half", home);
    refuse(ana.on, NO_ACCESS, isShared);
    await ana.taps("Blank my half");
    ana.hasSeen(/removed as soon as I can write there again/);
    ana.neverSaw(/Done\. Your half/);
    await ben.types("/checkin", home);
    await stage.restart();
    refuse(ana.on, NO_ACCESS, () => false);
    const before = ana.on.deliveries.length;
    const by = ana.account;
    await ana.on.handle?.({ type: "bot-added", eventId: "back", platform: "stage", chatId: "home", by });
    await ana.types("/checkin checkin", home);
    expect(ana.on.deliveries.slice(before).filter(isShared)[0]?.operation.type).toBe("edit");
    ana.neverSaw(/heron/, home);
    ana.hasSeen(/Now it’s done/);
  });

  test("a platform that is slow to do it: nothing untrue is said meanwhile", async () => {
    const { ana, home } = await shown();
    await ana.taps("Take back my half", home);
    refuse(ana.on, { type: "retry", afterMs: 60_000, scope: "chat", heldBack: true }, isShared);
    await ana.taps("Blank my half");
    ana.neverSaw(/Done\. Your half/);
    await stage.later(11_000);
    ana.hasSeen(/removed as soon as I can/);
    refuse(ana.on, NO_ACCESS, () => false);
    await stage.later(61_000);
    ana.hasSeen(/Now it’s done/);
    ana.neverSaw(/heron/, home);
  });

  test("an edit that is refused becomes a deletion, and what may still be read comes anew", async () => {
    const { ana, home } = await shown();
    refuse(ana.on, UNKNOWN, isShared, ({ operation }) => operation.type === "edit");
    await takesBack(ana, home);
    ana.neverSaw(/heron/, home);
    ana.hasSeen(/Ana has taken this half back[\s\S]*Ben: otter/, home);
    ana.hasSeen(/Done\. Your half is blank/);
  });

  test("what can be neither changed nor removed: the author hears that it stays, and the operator too", async () => {
    const { ana, home } = await shown();
    refuse(ana.on, STAYS, isShared, ({ operation }) => operation.type !== "send");
    await takesBack(ana, home);
    ana.hasSeen(/still stands in a chat where it was shown/);
    ana.neverSaw(/Done\. Your half/);
    expect(errors()).toHaveLength(1);
  });

  test("while another change of the same message is under way: both are made", async () => {
    const { ana, ben, home } = await shown();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const deliver = ana.on.deliver.bind(ana.on);
    let reached = () => {};
    const atGate = new Promise<void>((resolve) => {
      reached = resolve;
    });
    ana.on.deliver = async (delivery, onPart) => {
      if (delivery.operation.type === "edit") {
        ana.on.deliver = deliver;
        reached();
        await held;
      }
      return deliver(delivery, onPart);
    };
    await ana.taps("Take back my half", home);
    const responding = ben.taps("Me too", home);
    await atGate;
    const blanking = ana.taps("Blank my half");
    // The tap is committed when its answer is known; what it leads to waits behind the gate.
    await stage.store.transaction(async () => undefined);
    release();
    await Promise.all([responding, blanking]);
    await stage.settle();
    ana.neverSaw(/heron/, home);
  });
});
