/** Wrong hands on Telegram: updates as a forged client can bring them about, and some that nobody should send. */
import { inGroup, person } from "./couples.ts";
import { among, type Dice, forged, odd } from "./forgeries.ts";
import type { Hands } from "./hands.ts";
import type { OnTelegram } from "./on-telegram.ts";
import type { Victims } from "./victims.ts";
import type { Wire } from "./wire.ts";

const COMMANDS = "/start /pair /checkin /answer /rituals /settings /pause /resume /privacy /export /help /x".split(" ");
const STRANGE = ["__proto__", "constructor", "x".repeat(300), "de_DE_x", "\u202E", ""];

export class TelegramHands implements Hands {
  readonly #wire: Wire;
  readonly #victims: Victims<OnTelegram>;
  readonly #people: readonly OnTelegram[];
  #serial = 0;

  constructor(wire: Wire, victims: Victims<OnTelegram>, people: readonly OnTelegram[]) {
    this.#wire = wire;
    this.#victims = victims;
    this.#people = people;
  }

  /** A stranger, one of another couple who is in the victims' group, and the other one of that couple. */
  static async gather(wire: Wire, victims: Victims<OnTelegram>): Promise<TelegramHands> {
    const eve = person(wire, "telegram", "Eve");
    eve.person.start();
    const { ana: cora, ben: dan } = await inGroup(wire, ["Cora", "Dan"]);
    const home = victims.ana.home;
    home?.adds(cora.person);
    cora.home = home;
    await wire.calm();
    return new TelegramHands(wire, victims, [eve, cora, dan]);
  }

  get told(): readonly string[] {
    const said = this.#wire.telegram.requests.filter(({ method }) => /^(send|edit|delete|answer)/.test(method));
    return said.map(({ method, params }) => `${method} ${JSON.stringify(params)}`);
  }

  isTo(said: string): boolean {
    // Words typed after a command where others read them are taken away: the forger's own.
    if (/^deleteMessage .*"message_id":1\d{6}\}/.test(said)) return false;
    const { ana, ben } = this.#victims;
    const theirs = [ana.userId, ben.userId, String(ana.home?.id)];
    return theirs.some((id) => said.includes(`"chat_id":${id},`) || said.includes(`"chat_id":"${id}"`));
  }

  async attacks(random: Dice): Promise<string> {
    const who = among(random, this.#people);
    const { actions, ids } = this.#victims;
    const what = forged(random, actions, ids).replaceAll("forget", "forge");
    const how = among(random, ["tap", "tap", "link", "command", "text", "reply", "edit", "odd"] as const);
    this.#serial += 1;
    this.#sends(random, who, how, what);
    await this.#wire.calm();
    return `${who.name} ${how} ${JSON.stringify(what.slice(0, 120))}`;
  }

  #sends(random: Dice, who: OnTelegram, how: string, what: string): void {
    const { telegram } = this.#wire;
    if (how === "tap") {
      const id = `forged-${this.#serial}`;
      const message = { message_id: this.#messageId(random), date: 1, chat: this.#chat(random, who) };
      telegram.forges("callback_query", { id, from: this.#from(random, who), message, chat_instance: "1", data: what });
    } else if (how === "edit") telegram.forges("edited_message", this.#message(random, who, { text: what }, "own"));
    else if (how === "odd") this.#odd(random, who);
    else {
      const command = `${among(random, COMMANDS)} ${what}`;
      const text = how === "link" ? `/start ${what}` : how === "command" ? command : what;
      const reply = how === "reply" ? { reply_to_message: this.#message(random, who, {}, "own") } : {};
      telegram.forges("message", this.#message(random, who, { text, ...reply }, how === "command" ? "any" : "own"));
    }
  }

  /** A usual update in which one field has become something else. */
  #odd(random: Dice, who: OnTelegram): void {
    const message: Record<string, unknown> = this.#message(random, who, { text: "/help" }, "own");
    const fields = [
      "text",
      "from",
      "chat",
      "date",
      "message_id",
      "reply_to_message",
      "sender_chat",
      "new_chat_members",
    ];
    message[among(random, fields)] = odd(random);
    this.#wire.telegram.forges(among(random, ["message", "edited_message"] as const), message);
  }

  #message(random: Dice, who: OnTelegram, more: object, where: "own" | "any"): Record<string, unknown> {
    const chat = where === "own" ? this.#private(who) : this.#chat(random, who);
    // In private chats numbers of different chats may be the same; in a group the platform gives each out once.
    const id = where === "own" ? this.#messageId(random) : 1_000_000 + this.#serial;
    return {
      message_id: id,
      date: Math.floor(this.#wire.clock.now() / 1000),
      from: this.#from(random, who),
      chat,
      ...more,
    };
  }

  #from(random: Dice, who: OnTelegram): object {
    const user = { ...who.person.user };
    return random() < 0.2 ? { ...user, language_code: among(random, STRANGE) } : user;
  }

  #private(who: OnTelegram): object {
    return { id: who.person.id, type: "private", first_name: who.name };
  }

  #chat(random: Dice, who: OnTelegram): object {
    const { home } = who;
    return home && random() < 0.5 ? { id: home.id, type: home.type, title: home.title } : this.#private(who);
  }

  /** Mostly the id of a message of the victims. */
  #messageId(random: Dice): number {
    const { ana, ben } = this.#victims;
    const all = [...ana.person.chat.messages, ...ben.person.chat.messages, ...(ana.home?.messages ?? [])];
    return random() < 0.8 ? among(random, all).id : 1_000_000 + this.#serial;
  }
}
