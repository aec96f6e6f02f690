/** What a round asks, as every view of it says it: its title, its questions, and what they are about. */
import type { Card } from "../../domain/card.ts";
import type { Block } from "../../domain/message.ts";
import type { Round } from "../../domain/round/state.ts";
import { cardsOf } from "../rounds/fields.ts";
import { dateText, heading, note, type Seen, text } from "./view.ts";

/** The round a view is about, if it still belongs to the home it is shown in. */
export async function roundOf(seen: Seen): Promise<Round | null> {
  const round = await seen.tx.rounds.byId(text(seen, "roundId"));
  return round && round.coupleId === seen.home?.couple.id ? round : null;
}

/** What a card says to these two: its other wording where they live apart. */
export function asks(seen: Seen, card: Card): string {
  const home = seen.home;
  const apart = home !== null && home.people.a.zone !== home.people.b.zone;
  return apart && card.ld === "adapt" && card.ldText !== undefined ? card.ldText : card.text;
}

export function title(seen: Seen, round: Round): string {
  return seen.t("card.title", { ritual: seen.t(`ritual.${round.kind}.title`), date: dateText(seen, round.date) });
}

/** The questions of a round: heading each, with its hint. */
export function questions(seen: Seen, round: Round): Block[] {
  return cardsOf(seen.deps.content, round, seen.language).flatMap((card) => [
    heading(asks(seen, card)),
    ...(card.hint === undefined ? [] : [note(card.hint)]),
  ]);
}

/** A ritual is named; somebody's own question is shown without its asker (the jar). */
export async function about(seen: Seen, round: Round): Promise<Block[]> {
  if (round.about === null) return [];
  const ritual = await seen.tx.rituals.byId(round.about);
  if (ritual) return [note(seen.t("about.ritual", { name: seen.t(`ritual.${ritual.kind}.title`) }))];
  const writing = await seen.tx.writings.byId(round.about);
  return writing?.kind === "jar" ? [heading(writing)] : [];
}
