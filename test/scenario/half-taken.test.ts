/** Rule 5: a half that is taken back before every copy of the reveal was delivered is blanked after the last one. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { answers, apart } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

/** Two who are never awake together; both have sealed, and Ana has read the reveal in her own hours. */
async function neverAwakeTogether() {
  const { ana, ben } = await apart(stage);
  await ana.types("/settings quiet 00:00-12:30");
  await ben.types("/settings quiet 12:30-00:00");
  await ben.types("/checkin");
  await ben.says("otter");
  await stage.later(2 * 3_600_000);
  await answers(ana, "heron", ana.home).catch(async () => {
    await ana.types("/answer");
    await ana.says("heron");
  });
  ana.hasSeen(/Ana: heron\nBen: otter|Ben: otter/);
  ben.neverSaw(/heron/);
  return { ana, ben };
}

test("rule 5 · what was taken back meanwhile reaches the other whole, and is blanked then; its author is told so", async () => {
  const { ana, ben } = await neverAwakeTogether();
  await ana.taps("Take back my half");
  await ana.taps("Blank my half");
  ana.sees(/still on their way to one of your chats/);
  await ana.taps("Blank my half");
  ana.sees(/still on their way/);
  await stage.restart();
  ana.neverSaw(/taken this half back/);
  const arrived: string[] = [];
  const deliver = ben.on.deliver.bind(ben.on);
  ben.on.deliver = (delivery, onPart) => {
    if (delivery.to.kind === "private" && delivery.to.userId === ben.account.userId)
      arrived.push(JSON.stringify(delivery));
    return deliver(delivery, onPart);
  };
  await stage.until("2026-03-12T00:00:00Z");
  expect(arrived[0]).toMatch(/heron/);
  for (const one of [ana, ben]) {
    one.hasSeen(/Ana has taken this half back/);
    one.neverSaw(/heron\nBen/);
  }
});

test("rule 5 · a copy that cannot be delivered does not hold it for ever", async () => {
  const { ana, ben } = await neverAwakeTogether();
  ben.on.unreachable.add(`stage:p:${ben.account.userId}`);
  await ana.taps("Take back my half");
  await ana.taps("Blank my half");
  await stage.later(29 * 86_400_000);
  ana.neverSaw(/taken this half back/);
  await stage.later(2 * 86_400_000);
  ana.hasSeen(/Ana has taken this half back/);
  ben.on.unreachable.clear();
  await ben.on.handle?.({ type: "reachable", eventId: "back", platform: "stage", userId: ben.account.userId });
  await stage.later(86_400_000);
  ben.neverSaw(/heron/);
});
