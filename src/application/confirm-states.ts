/**
 * What each confirming button was shown for. A button confirms only while this is still the case, so that nobody
 * agrees to something else than what they read.
 */
import type { Person } from "../domain/couple.ts";
import { isPaused } from "../domain/pause.ts";
import { isAsked, sealOf } from "../domain/round/decide.ts";
import type { AccountRef } from "../ports/confirmations.ts";
import type { MyHome, Work } from "./context.ts";
import { isShared, linesOf } from "./support/lines.ts";

/** Who is shown a confirmation, or taps one. */
export interface Confirmer {
  readonly account: AccountRef;
  readonly me: Person | null;
  readonly home: MyHome | null;
}

/** Parts that are compared; null when there is nothing for this person to confirm. */
type State = readonly (string | number | boolean | null)[] | null;

interface Confirmable {
  /** How many arguments come before the token. */
  readonly args: number;
  /** Whether the action with these arguments is one that confirms; without this it always is. */
  readonly when?: (args: readonly string[]) => boolean;
  readonly state: (work: Work, who: Confirmer, args: readonly string[]) => State | Promise<State>;
}

async function sealedWords(work: Work, { home }: Confirmer, [roundId = ""]: readonly string[]): Promise<State> {
  const round = home && (await work.tx.rounds.byId(roundId));
  if (!home || round?.coupleId !== home.couple.id || !isAsked(round, home.seat)) return null;
  const seal = sealOf(round, home.seat);
  return seal?.passed === false && round.state !== "revealed" && round.state !== "closed" ? [seal.at] : null;
}

async function shownHalf(work: Work, { home }: Confirmer, [roundId = ""]: readonly string[]): Promise<State> {
  const round = home && (await work.tx.rounds.byId(roundId));
  if (!home || round?.coupleId !== home.couple.id || round.state !== "revealed") return null;
  const answer = await work.tx.answers.get(round.id, home.me.id);
  return round.blanked.includes(home.seat) ? null : [round.revealedAt, Object.keys(answer ?? {}).join()];
}

async function unsentLetter(work: Work, { me }: Confirmer, [id = ""]: readonly string[]): Promise<State> {
  const letter = await work.tx.writings.byId(id);
  if (!me || letter?.kind !== "letter" || letter.author !== me.id || letter.sentAt !== null) return null;
  return [letter.text, await work.tx.timers.at("letter", id)];
}

/** Somebody took this person's invite, and this is who. */
async function acceptedInvite(work: Work, { me }: Confirmer): Promise<State> {
  const invite = me && (await work.tx.invites.ofInviter(me.id));
  return invite?.acceptedBy && work.now < invite.expiresAt ? [invite.codeHash, invite.acceptedBy] : null;
}

/** One's own lines, and which of them the partner reads. */
async function supportLines(work: Work, { me, home }: Confirmer): Promise<State> {
  if (!me || !home) return null;
  return (await linesOf(work.tx, me.id)).flatMap((line) => [line.id, line.text, isShared(line, home.couple)]);
}

const homeOrNone = (_work: Work, { home }: Confirmer): State => [home?.couple.id ?? null];
/** Cards rest, whoever made the pause. */
const restingHome = ({ now }: Work, { home }: Confirmer): State =>
  home && isPaused(home.couple, now) ? [home.couple.id] : null;
const DEEDS = ["now", "tomorrow", "week", "delyes"];

/** Every verb that confirms. Its button carries a token after its arguments; see `confirm.ts`. */
export const CONFIRMABLE = {
  agree: { args: 1, state: homeOrNone },
  agreei: { args: 1, state: homeOrNone },
  agreep: { args: 0, state: homeOrNone },
  pairok: { args: 0, state: acceptedInvite },
  pairno: { args: 0, state: acceptedInvite },
  forgetyes: { args: 1, state: (work, who) => (who.me ? homeOrNone(work, who) : null) },
  anewyes: { args: 0, state: restingHome },
  exportyes: { args: 0, state: (work, who) => (who.me ? homeOrNone(work, who) : null) },
  passyes: { args: 1, state: sealedWords },
  firstyes: { args: 1, state: sealedWords },
  halfyes: { args: 1, state: shownHalf },
  letter: { args: 2, when: ([, deed = ""]) => DEEDS.includes(deed), state: unsentLetter },
  overyes: { args: 0, state: supportLines },
  supon: { args: 1, state: supportLines },
  supall: { args: 1, when: ([value]) => value === "on", state: supportLines },
  trend: { args: 1, when: ([value]) => value === "on", state: (_work, { me }) => me && [me.sharesTrend] },
  keep: { args: 1, when: ([value = ""]) => value !== "", state: (_work, { me }) => me && [me.keep] },
} as const satisfies Readonly<Record<string, Confirmable>>;

export type ConfirmVerb = keyof typeof CONFIRMABLE;

/** What an action confirms; null when it is an ordinary one. */
export function confirmableOf(verb: string, args: readonly string[]): Confirmable | null {
  if (!Object.hasOwn(CONFIRMABLE, verb)) return null;
  const found: Confirmable = CONFIRMABLE[verb as ConfirmVerb];
  return found.when === undefined || found.when(args) ? found : null;
}
