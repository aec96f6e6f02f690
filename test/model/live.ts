/** One generated life, from the first tap to an end with nothing in the way; throws when a rule is broken. */
import { openStage, type Stage, type StageOptions } from "../scenario/stage.ts";
import { checkDelivered, checkOnce, checkRevealed, checkStep, factsOf } from "./oracles.ts";
import { Play } from "./play.ts";
import type { Step } from "./steps.ts";

/** `spoil` plants a defect in the platform once the couple is there. */
export async function live(
  steps: readonly Step[],
  options: StageOptions = {},
  spoil: (play: Play, stage: Stage) => void = () => {},
): Promise<void> {
  const stage = await openStage(options);
  try {
    const play = await Play.begin(stage);
    spoil(play, stage);
    for (const step of steps) {
      const from = play.platform.deliveries.length;
      await play.step(step);
      await checkStep(play, from);
    }
    await play.unwind();
    const facts = await factsOf(play);
    if (facts) {
      checkRevealed(facts);
      checkDelivered(play, facts);
    }
    checkOnce(play);
  } finally {
    await stage.end();
  }
}
