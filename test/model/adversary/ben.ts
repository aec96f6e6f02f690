/** What Ben does in secret, with his own buttons. */
import type { Button } from "../../../src/domain/message.ts";
import type { Reply } from "../../../src/ports/chat.ts";
import type { Deed } from "./moves.ts";

/** Somebody who answers a card, Ben in secret or Ana with her own. */
export interface Answering {
  /** The buttons of the newest message in the private chat. */
  buttons(): readonly Button[];
  /** Resolves to the id of the message. */
  says(words: string): Promise<string>;
  does(action: string): Promise<Reply>;
  submits(action: string, values: Record<string, readonly string[]>): Promise<Reply>;
}

const starts = (verb: RegExp) => (button: { readonly action: string }) => verb.test(button.action);

/** Buttons of a question; of what is sealed or over, none. */
export const ASKS = /^(f|done|skip|rdy|pass)_/;

/** Goes through the fields of the card that is asked privately now; stops where nothing more is asked. */
export async function fills(who: Answering, option: number, words: () => string, most = 12): Promise<void> {
  for (let field = 0; field < most; field++) {
    const buttons = who.buttons();
    if (!buttons.some(starts(ASKS))) return;
    const options = buttons.filter(starts(/^f_/));
    const done = buttons.find(starts(/^done_/));
    const pick = options[Math.min(option, options.length - 1)];
    if (pick && !(done && field % 2 === 1)) await who.does(pick.action);
    else if (done) await who.does(done.action);
    else await who.says(words());
  }
}

/** The same where there are forms, page after page. */
async function sends(who: Answering, opened: Reply, option: number, words: () => string): Promise<void> {
  let reply = opened;
  for (let page = 0; page < 4 && reply.type === "form"; page++) {
    const values = reply.form.fields.flatMap(({ id, input }) => {
      if (input.kind === "media") return [];
      if (input.kind === "text") return [[id, [words()]] as const];
      const chosen = input.options[Math.min(option, input.options.length - 1)];
      return chosen ? [[id, [chosen.id]] as const] : [];
    });
    await who.submits(reply.form.action, Object.fromEntries(values));
    const more = who.buttons().find(({ label }) => label === "Go on");
    if (!more) return;
    reply = await who.does(more.action);
  }
}

/** Opens a round and answers it. */
export async function answersRound(who: Answering, action: string, option: number, words: () => string): Promise<void> {
  const reply = await who.does(action);
  if (reply.type === "form") return sends(who, reply, option, words);
  return fills(who, option, words);
}

/** What he types about his own time. */
const TYPED: Readonly<Partial<Record<Deed, string>>> = {
  pause: "/pause",
  "pause-days": "/pause 3",
  resume: "/resume",
  asleep: "/settings quiet 10:00-21:30",
  awake: "/settings quiet off",
};

export interface Hidden extends Answering {
  types(command: string): Promise<Reply>;
  edits(message: string, words: string): Promise<Reply>;
}

export class Ben {
  readonly #who: Hidden;
  /** The rounds that were put to Ben and still collect, newest first; the last one that is over. */
  readonly #rounds: () => readonly string[];
  #last = "";
  #n = 0;

  constructor(who: Hidden, rounds: () => readonly string[]) {
    this.#who = who;
    this.#rounds = rounds;
  }

  readonly #words = () => {
    this.#n += 1;
    return `Ben’s own words ${this.#n}`;
  };

  async #writes(deed: "more" | "edit"): Promise<void> {
    if (deed === "more") this.#last = await this.#who.says(this.#words());
    else if (this.#last !== "") await this.#who.edits(this.#last, this.#words());
  }

  async does(deed: Deed): Promise<void> {
    const who = this.#who;
    if (deed === "none") return;
    const typed = TYPED[deed];
    if (typed !== undefined) return void (await who.types(typed));
    if (deed === "tick") {
      await who.types("/checkin signal");
      const card = who.buttons().find(starts(/^answer_/));
      return card ? answersRound(who, card.action, 0, this.#words) : fills(who, 0, this.#words);
    }
    if (deed === "more" || deed === "edit") return this.#writes(deed);
    const [round] = this.#rounds();
    if (round === undefined) return;
    if (deed === "answer") return answersRound(who, `answer_${round}`, 0, this.#words);
    if (deed === "change") return answersRound(who, `chg_${round}`, 1, this.#words);
    if (deed === "pass") return void (await who.does(`pass_${round}`));
    if (deed === "back") return void (await who.does(`back_${round}`));
    await who.does(`answer_${round}`);
    const first = who.buttons().find(starts(/^f_/));
    if (first) await who.does(first.action);
  }
}
