/**
 * Blindness against a partner who means it ill: whatever Ana tries, and whatever her clock says, nothing that
 * reaches her tells whether Ben has answered, passed, begun, ticked, taken back, or not come. For longer:
 *
 * ADVERSARY_RUNS=5000 ADVERSARY_SEED=1 npx vitest run test/model/adversary.test.ts
 */
import { afterAll, expect, test } from "vitest";
import type { Message } from "../../src/domain/message.ts";
import type { Round } from "../../src/domain/round/state.ts";
import type { Delivery } from "../../src/ports/chat.ts";
import type { Store, Tx } from "../../src/ports/store.ts";
import { attacker, attackerOn, type Focus } from "./adversary/ana.ts";
import { dice, type History, type Move, written } from "./adversary/moves.ts";
import { forgetSettings } from "./adversary/settings.ts";
import type { Planted, World } from "./adversary/world.ts";
import { type Choosing, live, relive, search, shorter } from "./adversary.ts";

const { ADVERSARY_RUNS, ADVERSARY_SEED } = process.env;
const RUNS = Number(ADVERSARY_RUNS ?? 150);
const SEED = Number(ADVERSARY_SEED ?? 20_260_311);
/** A planted defect is found within so many. */
const PLANTED_RUNS = 80;
const LONG = { timeout: 7_200_000 };

afterAll(forgetSettings);

/** Fails with the seed, the moves that are needed and the first line that differs. */
async function findsNothing(runs: number, seed: number, choosing: Choosing): Promise<void> {
  const found = await search(runs, seed, choosing);
  if (!found) return;
  const short = await shorter(found);
  throw new Error(`ADVERSARY_SEED=${found.seed}, run ${found.run}\n${written(short)}\n${found.leak.what}`);
}

test("nothing tells the adversary what her partner does in secret", LONG, () => findsNothing(RUNS, SEED, attacker));

/** Where there was something to be found before, more of the runs go. */
const WORTH: readonly Focus[] = [
  { kind: "signal" },
  { kind: "share", tell: true, where: "together" },
  { kind: "share", hold: "never", where: "together", tell: false },
];

for (const focus of WORTH)
  test(`nor does it with ${JSON.stringify(focus)}`, LONG, () =>
    findsNothing(Math.ceil(RUNS / 5), SEED, attackerOn(focus)),
  );

/** Ben does the same in both worlds. */
const withoutSecrets: Choosing = (random) => {
  const { setting, choose } = attacker(random);
  const same = (move: Move | null): Move | null => (move?.do === "ben" ? { ...move, y: move.x } : move);
  return { setting, choose: (world, so) => same(choose(world, so)) };
};

test("two worlds without a difference are the same: nothing is left to chance", LONG, () =>
  findsNothing(Math.ceil(RUNS / 10), SEED, withoutSecrets),
);

test("the same seed is the same history", async () => {
  const again = async () => {
    const { setting, choose } = attacker(dice(7));
    return (await live(setting, choose)).moves;
  };
  expect(await again()).toEqual(await again());
});

/** The store with its repositories changed. */
function spoiled(change: (tx: Tx) => Partial<Tx>): NonNullable<Planted["spoil"]> {
  return (store: Store): Store => ({
    close: () => store.close(),
    transaction: (work) => store.transaction((tx) => work({ ...tx, ...change(tx) })),
  });
}

/** Something done when Ben has sealed. */
function whenBenSeals(deed: (tx: Tx, round: Round) => Promise<void>): NonNullable<Planted["spoil"]> {
  return spoiled((tx) => ({
    rounds: {
      ...tx.rounds,
      save: async (round) => {
        await tx.rounds.save(round);
        if (round.state === "half" && round.seals.b?.passed === false) await deed(tx, round);
      },
    },
  }));
}

async function redrawsCard(tx: Tx, round: Round): Promise<void> {
  for (const { chat, ref } of await tx.messages.ofRound(round.id, "card")) {
    const content = { view: "card", params: { roundId: round.id, edit: true } };
    const row = { dedupe: `planted:${ref}`, lane: "interactive", to: chat, coupleId: round.coupleId } as const;
    await tx.outbox.add({ ...row, personId: null, content, operation: "edit", refs: [ref] }, round.openedAt);
  }
}

async function aMinuteLater(tx: Tx, round: Round): Promise<void> {
  const at = await tx.timers.at("reminder", round.id);
  if (at !== null) await tx.timers.set({ kind: "reminder", ref: round.id, at: at + 60_000 }, round.coupleId);
}

/** Every message to the two changed by what only the store knows. */
function changing(
  change: (message: Message, delivery: Delivery, world: World) => Message,
): NonNullable<Planted["platform"]> {
  return (platform, world) => {
    const deliver = platform.deliver.bind(platform);
    platform.deliver = (delivery, onPart) => {
      const { operation } = delivery;
      if (operation.type === "delete") return deliver(delivery, onPart);
      const message = change(operation.message, delivery, world);
      return deliver({ ...delivery, operation: { ...operation, message } }, onPart);
    };
  };
}

const sealed = ({ stage }: World, seat = "b") =>
  (stage.store.internals.database.prepare("select detail from rounds").all() as { detail: string }[]).some(
    ({ detail }) => detail.includes(`"${seat}":{"passed":false`),
  );
const isSeen = (message: Message, what: RegExp) => what.test(JSON.stringify(message.blocks));

const PLANTED: Readonly<Record<string, Planted>> = {
  "the list of rituals shows whether the other has sealed": {
    platform: changing((message, _delivery, world) =>
      isSeen(message, /Your rituals/) && sealed(world)
        ? { ...message, blocks: [...message.blocks, { type: "note", text: "One answer is here." }] }
        : message,
    ),
  },
  "a reminder has other words when the other has sealed": {
    platform: changing((message, _delivery, world) =>
      isSeen(message, /A card is still open for you/) && sealed(world)
        ? { ...message, blocks: [{ type: "paragraph", text: "A card waits for you." }] }
        : message,
    ),
  },
  "what the other has sealed is missing in a list": {
    spoil: spoiled((tx) => ({
      rounds: {
        ...tx.rounds,
        ofCouple: async (...asked) => {
          const all = await tx.rounds.ofCouple(...asked);
          return all.filter((round) => !(round.state === "half" && round.seals.b && !round.seals.a));
        },
      },
    })),
  },
  "the shared card is drawn anew when the other seals": { spoil: whenBenSeals(redrawsCard) },
  "a reminder comes a minute later when the other has sealed": { spoil: whenBenSeals(aMinuteLater) },
};

/** What Ana may find without a defect; one that is planted has to come on top of it. */
for (const [name, planted] of Object.entries(PLANTED))
  test(`planted: ${name}`, { timeout: 600_000 }, async () => {
    const choosing = attackerOn({ kind: "heart", where: "together", tell: false });
    for (let seed = SEED; seed < SEED + PLANTED_RUNS; seed++) {
      const found = await search(1, seed, choosing, planted);
      if (found && (await relive(found.history)).leak === null) return;
    }
    throw new Error(`not found in ${PLANTED_RUNS} runs`);
  });

test("what is shortened still leaks", { timeout: 600_000 }, async () => {
  const ANSWERS: readonly Move[] = [
    { do: "command", text: "/checkin heart", shared: true },
    { do: "command", text: "/help", shared: false },
    { do: "ben", x: "answer", y: "none" },
    { do: "wait", ms: 4000 },
    { do: "command", text: "/rituals", shared: false },
  ];
  const history: History = { setting: { where: "together", tell: false, daily: false }, moves: ANSWERS };
  const planted = PLANTED["the list of rituals shows whether the other has sealed"] ?? {};
  const { leak } = await relive(history, planted);
  if (!leak) throw new Error("the planted leak was not seen");
  const { moves } = await shorter({ history, leak }, planted);
  expect(moves).toEqual([ANSWERS[0], ANSWERS[2], ANSWERS[4]]);
});
