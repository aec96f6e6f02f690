/** Every oracle is shown to catch a planted defect: a check that cannot fail proves nothing. */
import { expect, test } from "vitest";
import { DAY } from "../../src/domain/ids.ts";
import type { Block, Message } from "../../src/domain/message.ts";
import type { Delivery } from "../../src/ports/chat.ts";
import type { Store, Tx } from "../../src/ports/store.ts";
import { textOf } from "../scenario/platform.ts";
import { live } from "./live.ts";
import type { Play } from "./play.ts";
import type { Step } from "./steps.ts";

/** An ordinary evening: a card, both answer. */
const EVENING: readonly Step[] = [
  { do: "checkin", who: "ana", kind: "heart", shared: true },
  { do: "say", who: "ana", size: 0 },
  { do: "command", who: "ben", text: "/answer", shared: false },
  { do: "say", who: "ben", size: 0 },
  { do: "later", ms: 5000 },
];

/** The store with one repository changed. */
function spoiled(change: (tx: Tx) => Partial<Tx>): (store: Store) => Store {
  return (store) => ({
    transaction: (work) => store.transaction((tx) => work({ ...tx, ...change(tx) })),
    close: () => store.close(),
  });
}

/** The platform with every delivered message changed. */
function changing(change: (delivery: Delivery, play: Play) => Delivery | null) {
  return (play: Play) => {
    const { platform } = play;
    const deliver = platform.deliver.bind(platform);
    platform.deliver = async (delivery, onPart) => {
      const changed = change(delivery, play);
      if (changed) return deliver(changed, onPart);
      await onPart(0, "nowhere");
      return { type: "delivered" };
    };
  };
}

function withMessage(delivery: Delivery, change: (message: Message) => Message): Delivery {
  const { operation } = delivery;
  return operation.type === "delete"
    ? delivery
    : { ...delivery, operation: { ...operation, message: change(operation.message) } };
}

const isReveal = (delivery: Delivery) =>
  delivery.operation.type === "send" && /You have both answered/.test(textOf(delivery.operation.message));

test("the evening itself is fine", () => live(EVENING));

test("rule 1: a word of the partner's answer that slips into another message is seen", async () => {
  const leak: Block = { type: "note", text: "«ana-1»" };
  const plant = changing((delivery, { people }) =>
    delivery.to.kind === "private" && delivery.to.userId === people.ben.account.userId
      ? withMessage(delivery, (message) => ({ ...message, blocks: [...message.blocks, leak] }))
      : delivery,
  );
  await expect(live(EVENING, {}, plant)).rejects.toThrow(/rule 1/);
});

test("rule 2: half a reveal is seen", async () => {
  const half = (message: Message): Message => {
    const gone = message.blocks.findIndex((block) => block.type === "quote");
    return { ...message, blocks: message.blocks.filter((_, index) => index !== gone) };
  };
  const plant = changing((delivery) => (isReveal(delivery) ? withMessage(delivery, half) : delivery));
  await expect(live(EVENING, {}, plant)).rejects.toThrow(/rule 2/);
});

test("rule 2: a reveal that comes twice is seen", async () => {
  const plant = (play: Play) => {
    const { platform } = play;
    const deliver = platform.deliver.bind(platform);
    platform.deliver = async (delivery, onPart) => {
      if (isReveal(delivery)) await deliver(delivery, async () => {});
      return deliver(delivery, onPart);
    };
  };
  await expect(live(EVENING, {}, plant)).rejects.toThrow(/rule 2/);
});

test("rule 3: sealed words that are not stored are missed", async () => {
  const spoil = spoiled((tx) => ({ answers: { ...tx.answers, put: async () => {} } }));
  await expect(live(EVENING, { spoil })).rejects.toThrow(/rule 3/);
});

test("rule 3: a reveal that is decided and never sent is missed", async () => {
  const plant = changing((delivery) => (isReveal(delivery) ? null : delivery));
  await expect(live(EVENING, {}, plant)).rejects.toThrow(/rule 3/);
});

test("rule 3: a round that is ready and never revealed is missed", async () => {
  const spoil = spoiled((tx) => ({
    rounds: { ...tx.rounds, save: async (round) => (round.state === "revealed" ? undefined : tx.rounds.save(round)) },
  }));
  await expect(live(EVENING, { spoil })).rejects.toThrow(/rule [23]/);
});

test("rule 4: a stranger who is told something is seen", async () => {
  const steps: readonly Step[] = [...EVENING, { do: "stranger", which: 1 }];
  const plant = (play: Play) => {
    const { platform } = play;
    const deliver = platform.deliver.bind(platform);
    const handle = platform.handle;
    platform.handle = async (event) => {
      if ("from" in event && event.from.userId === play.stranger.account.userId) {
        const message: Message = { blocks: [{ type: "paragraph", text: "That belongs to Ana and Ben." }], buttons: [] };
        await deliver(
          { id: "x", to: play.stranger.home, operation: { type: "send", message, fromPart: 0 } },
          async () => {},
        );
      }
      return handle?.(event) ?? { type: "none" };
    };
  };
  await expect(live(steps, {}, plant)).rejects.toThrow(/rule 4/);
});

test("rule 5: words kept after a take-back are seen", async () => {
  const spoil = spoiled((tx) => ({ answers: { ...tx.answers, remove: async () => {} } }));
  const steps: readonly Step[] = [
    ...EVENING.slice(0, 2),
    { do: "press", who: "ana", label: "Take back", shared: false },
  ];
  await expect(live(steps, { spoil })).rejects.toThrow(/rule 5/);
});

test("rule 6: a card that is shown after its window's end is seen", async () => {
  const steps: readonly Step[] = [
    { do: "later", ms: 30 * 3_600_000 },
    { do: "later", ms: 1000 },
  ];
  let kept: Message | null = null;
  const plant = changing((delivery) => {
    const { operation } = delivery;
    const isCard = operation.type === "send" && operation.message.buttons.flat().some((b) => /^answer_/.test(b.action));
    if (isCard) kept ??= operation.message;
    return kept && !isCard
      ? withMessage(delivery, (message) => ({ ...message, buttons: kept?.buttons ?? [] }))
      : delivery;
  });
  const ask: Step = { do: "command", who: "ben", text: "/help", shared: false };
  await expect(live([...EVENING.slice(0, 1), ...steps, ask], {}, plant)).rejects.toThrow(/rule 6/);
});

test("rule 6: a round that outlives its window for too long is seen", async () => {
  const spoil = spoiled((tx) => ({
    timers: {
      ...tx.timers,
      set: async (timer, couple) => (timer.kind === "end" ? undefined : tx.timers.set(timer, couple)),
    },
  }));
  const steps: readonly Step[] = [...EVENING.slice(0, 2), { do: "later", ms: 2 * DAY }, { do: "later", ms: 31 * DAY }];
  await expect(live(steps, { spoil })).rejects.toThrow(/rule 6/);
});

test("rule 8: pressure is seen", async () => {
  const nag: Block = { type: "note", text: "Ben hasn’t answered yet." };
  const plant = changing((d) => withMessage(d, (message) => ({ ...message, blocks: [...message.blocks, nag] })));
  await expect(live(EVENING, {}, plant)).rejects.toThrow(/rule 8/);
});

test("rule 9: a message in quiet hours is seen", async () => {
  const awake = { quiet: null };
  const spoil = spoiled((tx) => ({
    people: { ...tx.people, byId: async (id) => await tx.people.byId(id).then((p) => (p ? { ...p, ...awake } : p)) },
  }));
  const steps: readonly Step[] = [
    { do: "later", ms: 11 * 3_600_000 },
    { do: "checkin", who: "ana", kind: "heart", shared: true },
    { do: "later", ms: 1000 },
  ];
  await expect(live(steps, { spoil })).rejects.toThrow(/rule 9/);
});

test("rule 10: a reveal where others can see is seen", async () => {
  const steps: readonly Step[] = [{ do: "third", joins: true }, ...EVENING];
  const plant = ({ platform }: Play) => {
    platform.audience = async () => "only-two";
  };
  await expect(live(steps, {}, plant)).rejects.toThrow(/rule 10/);
});
