/** The checks: what must never have happened, whatever was killed when. Pure. */
import { type Act, type CoupleChats, type Ledger, type Post, possible, type Seat, type Value } from "./ledger.ts";
import { type Word, wholeTexts, wordsIn } from "./texts.ts";

export interface Verdict {
  /** An answer that its author was told is sealed is not what was shown, or not there. */
  readonly sealsLost: readonly string[];
  /** Both have sealed, and somebody cannot see it. */
  readonly revealsLost: readonly string[];
  /** Something of an answer stood where it did not belong, or before both had sealed. */
  readonly early: readonly string[];
  /** One half without the other, or a run with something in between. */
  readonly half: readonly string[];
  /** A card or a reveal stands twice, and no cut explains it. */
  readonly twice: readonly string[];
  /** Repeats that a cut explains; allowed on Telegram alone. */
  readonly repeats: number;
  readonly rounds: number;
  readonly reveals: number;
  readonly acknowledged: number;
}

interface Findings {
  sealsLost: string[];
  revealsLost: string[];
  early: string[];
  half: string[];
  twice: string[];
  repeats: number;
  reveals: number;
}

const SEATS = ["a", "b"] as const satisfies readonly Seat[];

class Book {
  readonly ledger: Ledger;
  readonly #acts = new Map<string, Act[]>();
  readonly #posts = new Map<string, Post[]>();

  constructor(ledger: Ledger) {
    this.ledger = ledger;
    for (const act of [...ledger.acts].sort((x, y) => x.order - y.order)) {
      push(this.#acts, `${act.round}:${act.seat}`, act);
    }
    for (const post of [...ledger.posts].sort((x, y) => x.order - y.order)) push(this.#posts, post.chat, post);
  }

  acts(round: string, seat: Seat): readonly Act[] {
    return this.#acts.get(`${round}:${seat}`) ?? [];
  }

  posts(chat: string): readonly Post[] {
    return this.#posts.get(chat) ?? [];
  }

  /** The words of one round in a message as it was posted. */
  words(text: string, round: string): readonly Word[] {
    return wordsIn(text).filter((word) => this.ledger.written.get(word.text)?.round === round);
  }
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

function show(values: readonly Value[]): string {
  return values.map((value) => (value === null ? "none" : `[${value.join(" ")}]`)).join(" or ");
}

/** Takes out what was sent again because a cut hid that it had arrived. */
function withoutRepeats(posts: readonly Post[], found: Findings): readonly Post[] {
  return posts.filter((post, index) => {
    const before = posts.slice(0, index).findLast((each) => each.texts[0] === post.texts[0]);
    const isRepeat = before?.cut === true && post.platform === "telegram";
    if (isRepeat) found.repeats += 1;
    return !isRepeat;
  });
}

/** Rules 2 and 3 in one chat: the halves of a round together, in one unbroken run, with the right words. */
function checkShown(book: Book, round: string, chat: string, found: Findings): boolean {
  const here = book.posts(chat);
  const all = here.filter((post) => book.words(post.texts[0] ?? "", round).length > 0);
  if (all.length === 0) return false;
  const run = here.slice(here.indexOf(all[0] as Post), here.indexOf(all.at(-1) as Post) + 1);
  const inBetween = run.filter((post) => !all.includes(post));
  if (inBetween.length > 0) found.half.push(`round ${round} in ${chat}: ${inBetween.length} messages within the run`);
  const posts = withoutRepeats(all, found);
  const words = posts.flatMap((post) => book.words(post.texts[0] ?? "", round));
  const texts = wholeTexts(words);
  const isTwice = texts === null ? hasDoubled(words) : new Set(texts).size < texts.length;
  if (isTwice) found.twice.push(`the reveal of round ${round} in ${chat}`);
  else if (texts === null) found.half.push(`round ${round} in ${chat}: words are missing`);
  if (texts === null || isTwice) return true;
  for (const seat of SEATS) checkHalf(book, { round, chat, seat, texts }, found);
  return true;
}

function hasDoubled(words: readonly Word[]): boolean {
  return new Set(words.map((word) => `${word.text}:${word.position}`)).size < words.length;
}

interface Half {
  readonly round: string;
  readonly chat: string;
  readonly seat: Seat;
  readonly texts: readonly number[];
}

function checkHalf(book: Book, { round, chat, seat, texts }: Half, found: Findings): void {
  const mine = texts.filter((text) => book.ledger.written.get(text)?.seat === seat);
  const values = possible(book.acts(round, seat));
  if (values.some((value) => value !== null && value.join() === mine.join())) return;
  const told = book.acts(round, seat).map(({ deed, outcome }) => `${JSON.stringify(deed)} ${outcome}`);
  const line = `round ${round}, ${seat} in ${chat}: shown [${mine.join(" ")}], sealed ${show(values)} by ${told.join(", ")}`;
  // Nothing of theirs although they wrote: the other half stands alone.
  if (mine.length === 0) found.half.push(line);
  else found.sealsLost.push(line);
}

/** Rule 1: words of an answer stand nowhere but with the other's, after the other has sealed. */
function checkEarly(book: Book, couples: ReadonlyMap<string, CoupleChats>, found: Findings): void {
  for (const post of book.ledger.posts) {
    const written = post.texts.flatMap(wordsIn).map((word) => book.ledger.written.get(word.text));
    for (const one of new Set(written)) {
      if (one === undefined) continue;
      const belongs = couples.get(one.couple)?.shown.includes(post.chat);
      const both = SEATS.every((seat) =>
        book.acts(one.round, seat).some((act) => act.order < post.order && act.deed.type !== "clear"),
      );
      if (!belongs || !both) found.early.push(`of round ${one.round}, ${one.seat}, in ${post.chat}`);
    }
  }
}

/** Rule 3, for what is still open: the author, asking, sees it sealed, with its words where they can be shown. */
function checkOpen(book: Book, round: string, seat: Seat, found: Findings): void {
  const looks = book.ledger.looks.filter((look) => look.round === round && look.seat === seat);
  for (const look of looks) {
    const values = possible(book.acts(round, seat).filter((act) => act.order < look.order));
    const fits = values.some((value) =>
      value === null ? !look.sealed : look.sealed && (look.texts === null || look.texts.join() === value.join()),
    );
    if (fits) continue;
    const seen = look.sealed ? `sealed [${look.texts?.join(" ") ?? "?"}]` : "nothing sealed";
    found.sealsLost.push(`round ${round}, ${seat}: /answer shows ${seen}, sealed ${show(values)}`);
  }
}

function checkRound(book: Book, round: string, couple: CoupleChats, found: Findings): void {
  const sealed = SEATS.every((seat) => possible(book.acts(round, seat)).every((value) => value !== null));
  const hasWords = SEATS.some((seat) => possible(book.acts(round, seat)).some((value) => value && value.length > 0));
  const shown = couple.shown.filter((chat) => checkShown(book, round, chat, found));
  if (shown.length > 0) found.reveals += 1;
  if (sealed && hasWords) {
    const missing = couple.shown.filter((chat) => !shown.includes(chat));
    for (const chat of missing) found.revealsLost.push(`round ${round} in ${chat}`);
  } else if (shown.length === 0) {
    for (const seat of SEATS) checkOpen(book, round, seat, found);
  }
}

/** A card comes as often as it was asked for: each has an asking of its own before it. */
function checkCards(book: Book, couple: CoupleChats, found: Findings): void {
  for (const chat of couple.shown) {
    const asks = book.ledger.asks.filter((ask) => ask.couple === couple.id);
    const cards = book.posts(chat).filter((post) => post.card !== null);
    const askedBefore = (order: number) => asks.filter((ask) => ask.order < order).length;
    withoutRepeats(cards, found).forEach((card, index) => {
      if (askedBefore(card.order) > index) return;
      found.twice.push(`the card of round ${card.card} in ${chat}, without being asked for again`);
    });
  }
}

function checkNonces(book: Book, found: Findings): void {
  const seen = new Set<string>();
  for (const { chat, nonce } of book.ledger.posts) {
    if (nonce === null) continue;
    const key = `${chat} ${nonce}`;
    if (seen.has(key)) found.twice.push(`two messages with the nonce ${nonce} in ${chat}`);
    seen.add(key);
  }
}

/** Reads the whole ledger. Empty lists mean that all promises were kept. */
export function judge(ledger: Ledger): Verdict {
  const book = new Book(ledger);
  const found: Findings = { sealsLost: [], revealsLost: [], early: [], half: [], twice: [], repeats: 0, reveals: 0 };
  const couples = new Map(ledger.couples.map((couple) => [couple.id, couple]));
  checkEarly(book, couples, found);
  for (const couple of ledger.couples) checkCards(book, couple, found);
  for (const [round, id] of ledger.rounds) {
    const couple = couples.get(id);
    if (couple) checkRound(book, round, couple, found);
  }
  checkNonces(book, found);
  const acknowledged = ledger.acts.filter((act) => act.outcome === "acked").length;
  return { ...found, rounds: ledger.rounds.size, acknowledged };
}
