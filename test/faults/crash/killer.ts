/** When the process dies: somewhere after something, or in the very middle of a delivery. */
import { setTimeout as pause } from "node:timers/promises";
import { among } from "./actor.ts";
import type { Program } from "./program.ts";
import type { Scene } from "./scene.ts";

const LONGEST_DELAY = 400;
/** Until something comes to a gate. */
const GATE_WAIT = 6_000;

const POST = "POST /channels/:channel/messages";
const EPHEMERAL = "PATCH /webhooks/:app/:token/messages/:message";

type Way = (scene: Scene, program: Program) => Promise<void>;

/** Kills while a call stands at a gate, then lets the platform go on. */
function atGate(method: string, when: "before" | "after"): Way {
  return async (scene, program) => {
    const gate = scene.telegram.faults.gate(method, when);
    await Promise.race([gate.reached, pause(GATE_WAIT)]);
    await program.kill();
    scene.telegram.faults.clear();
  };
}

function atDiscord(route: string, kind: "hang" | "answerHeld"): Way {
  return async (scene, program) => {
    const fault = scene.discord.faults.next(route, { kind });
    await scene.until(() => fault.hits > 0, GATE_WAIT);
    await program.kill();
    scene.discord.faults.clear();
  };
}

/** The connection breaks after the platform has done what was asked; the process dies while it wonders. */
const droppedAfter: Way = async (scene, program) => {
  scene.telegram.faults.next("sendMessage", { kind: "drop-after" });
  scene.discord.faults.next(POST, { kind: "droppedAfter" });
  await pause(LONGEST_DELAY);
  await program.kill();
  scene.telegram.faults.clear();
  scene.discord.faults.clear();
};

const WAYS: readonly Way[] = [
  atGate("sendMessage", "after"),
  atGate("sendMessage", "before"),
  atGate("editMessageText", "after"),
  atDiscord(POST, "answerHeld"),
  atDiscord(POST, "hang"),
  atDiscord(EPHEMERAL, "answerHeld"),
  droppedAfter,
];

/** Kills after this many requests and a moment more; most processes are up by then, some are not. */
async function afterSomething(scene: Scene, program: Program, random: () => number): Promise<void> {
  const count = () => scene.telegram.requests.length + scene.discord.requests.length;
  const enough = count() + 1 + Math.floor(random() * 40);
  await scene.until(() => count() >= enough, GATE_WAIT);
  await pause(Math.floor(random() * LONGEST_DELAY));
  await program.kill();
}

/** Kills and starts it again, as often as asked. */
export async function killAgainAndAgain(
  scene: Scene,
  program: Program,
  plan: { readonly kills: number; readonly random: () => number; readonly onKill: (n: number) => void },
): Promise<void> {
  const { kills, random, onKill } = plan;
  for (let n = 1; n <= kills; n += 1) {
    // One in ten dies on its way up.
    if (random() > 0.1) await program.ready();
    if (random() < 0.4) await among(random, WAYS)(scene, program);
    else await afterSomething(scene, program, random);
    scene.kills.push(Date.now());
    await program.start();
    onKill(n);
  }
  await program.ready();
}
