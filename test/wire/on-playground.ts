import type { Block, Button } from "../../src/domain/message.ts";
import { find, type Label, type Outcome, type Shown, type Somebody, type Where } from "./somebody.ts";
import { answersInSteps } from "./steps.ts";
import type { Wire } from "./wire.ts";

const NOTHING: Outcome = { toast: null, form: null };
/** The page is served to this machine only. */
const HERE = { incoming: { socket: { remoteAddress: "127.0.0.1", remotePort: 1, remoteFamily: "IPv4" } } };

interface Entry {
  readonly seq: number;
  readonly shown: {
    readonly kind: "bot" | "person" | "event";
    readonly blocks?: readonly Block[];
    readonly buttons?: readonly (readonly Button[])[];
  };
}

function textOf(block: Block): string {
  if (block.type === "quote") return `${block.by}\n${block.text}`;
  if (block.type === "list") return block.items.join("\n");
  return "text" in block ? block.text : "";
}

/** One of the two phones of the playground's page, by what the page calls. */
export class OnPlayground implements Somebody {
  readonly platform = "playground";
  readonly name: string;
  readonly userId: string;
  readonly #wire: Wire;

  constructor(wire: Wire, name: "Ana" | "Ben") {
    this.#wire = wire;
    this.name = name;
    this.userId = name.toLowerCase();
  }

  #entries(room: string): readonly (Entry & { id: string })[] {
    return [...this.#wire.page.entries.values()]
      .filter(({ chat }) => chat === room)
      .map(({ id, body }) => ({ id, ...(JSON.parse(body) as Entry) }))
      .sort((one, other) => one.seq - other.seq);
  }

  sees(where: Where = "private"): readonly Shown[] {
    const room = where === "home" ? "shared" : `private:${this.userId}`;
    const bots = this.#entries(room).filter(({ shown }) => shown.kind === "bot");
    return bots.map(({ id, shown: { blocks = [], buttons = [] } }) => {
      const offered = buttons.flat().map(({ label, action }) => ({ label, action }));
      return { id, text: blocks.map(textOf).join("\n"), buttons: offered, where };
    });
  }

  async #calls(path: string, body: object): Promise<void> {
    const answer = await this.#wire.playground.routes.request(
      path,
      {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ user: this.userId, ...body }),
      },
      HERE,
    );
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    await this.#wire.calm();
  }

  async taps(label: Label, where: Where = "private"): Promise<Outcome> {
    const found = find(this.sees(where), label);
    if (!found) throw new Error(`${this.name} sees no button ${label} (${where})`);
    return this.tapsOn(found.shown, found.button.action);
  }

  async tapsOn({ id }: Shown, action: string): Promise<Outcome> {
    await this.#calls("/api/tap", { id, action });
    return NOTHING;
  }

  async types(command: string, where: Where = "private"): Promise<Outcome> {
    await this.#calls("/api/say", { where: where === "home" ? "shared" : "private", text: command });
    return NOTHING;
  }

  async writes(text: string): Promise<string> {
    await this.#calls("/api/say", { where: "private", text });
    return this.#entries(`private:${this.userId}`).findLast(({ shown }) => shown.kind === "person")?.id ?? "";
  }

  async edits(id: string, text: string): Promise<void> {
    await this.#calls("/api/edit", { id, text });
  }

  async answers(text: string): Promise<void> {
    const opens = (where: Where, verb: RegExp) =>
      this.sees(where).findLast(({ buttons }) => buttons.some(({ action }) => verb.test(action)));
    const card = opens("home", /^answer_/) ?? opens("private", /^(answer|pass)_/);
    if (card) await this.answersOn(card, text);
  }

  answersOn(card: Shown, text: string): Promise<void> {
    return answersInSteps(this, card, text);
  }

  async submits(): Promise<void> {
    throw new Error("there are no forms in the playground");
  }

  files(): readonly { name: string; text: string }[] {
    throw new Error("the playground's files are read by its own tests");
  }
}
