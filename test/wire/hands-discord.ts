/** Wrong hands on Discord: interactions and messages as a forged client can bring them about, and stranger ones. */
import type { ChannelHandle, Message, Place } from "../fakes/discord/index.ts";
import { inChannel, person } from "./couples.ts";
import { among, type Dice, forged, odd } from "./forgeries.ts";
import type { Hands } from "./hands.ts";
import type { OnDiscord } from "./on-discord.ts";
import { read } from "./somebody.ts";
import type { Victims } from "./victims.ts";
import type { Wire } from "./wire.ts";

const COMMANDS = "start pair checkin answer rituals settings pause resume privacy export help x __proto__".split(" ");
const OPTIONS = ["code", "ritual", "setting", "value", "days", "what", "__proto__", "x"];
const [TAP, COMMAND, FORM] = [3, 2, 5] as const;

export class DiscordHands implements Hands {
  readonly #wire: Wire;
  readonly #victims: Victims<OnDiscord>;
  readonly #people: readonly OnDiscord[];

  constructor(wire: Wire, victims: Victims<OnDiscord>, people: readonly OnDiscord[]) {
    this.#wire = wire;
    this.#victims = victims;
    this.#people = people;
  }

  /** A stranger, one of another couple who can see the victims' channel, and the other one of that couple. */
  static async gather(wire: Wire, victims: Victims<OnDiscord>): Promise<DiscordHands> {
    const eve = person(wire, "discord", "Eve");
    wire.discord.guild({ owner: eve.person });
    const { ana: cora, ben: dan } = await inChannel(wire, ["Cora", "Dan"]);
    const home = victims.ana.home as ChannelHandle;
    victims.guild?.adds(cora.person);
    home.overwrite(cora.person, { allow: ["ViewChannel"] });
    cora.home = home;
    await wire.discord.waitFor(() => read(victims.ana).includes(wire.t("third.told.person")));
    await wire.core.settle();
    return new DiscordHands(wire, victims, [eve, cora, dan]);
  }

  get told(): readonly string[] {
    const said = this.#wire.discord.requests.filter(({ method }) => method !== "GET");
    return said.map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`);
  }

  isTo(said: string): boolean {
    const { ana, ben } = this.#victims;
    const theirs = [ana.person.dm.state.id, ben.person.dm.state.id, String(ana.home?.id)];
    return theirs.some((id) => new RegExp(`^\\w+ \\S*/channels/${id}/`).test(said));
  }

  async attacks(random: Dice): Promise<string> {
    const who = among(random, this.#people);
    const { actions, ids } = this.#victims;
    const what = forged(random, actions, ids).replaceAll("forget", "forge");
    const how = among(random, ["tap", "tap", "menu", "command", "form", "form", "text", "odd"] as const);
    const place: Place = who.home && random() < 0.5 && how !== "text" ? who.home : who.person.dm;
    if (how === "text") this.#writes(random, who, what);
    else who.person.forges(...this.#interaction(random, how, what), place, this.#source(random, place));
    // Whatever came of it: what is asked next in the same place is answered after it.
    const asked = who.person.forges(
      TAP,
      { component_type: 2, custom_id: "r:hello" },
      place,
      this.#source(random, place),
    );
    await this.#wire.after(asked.id);
    await asked.response;
    await this.#wire.core.settle();
    return `${who.name} ${how} ${JSON.stringify(what.slice(0, 120))}`;
  }

  #writes(random: Dice, who: OnDiscord, what: string): void {
    const { ana, ben } = this.#victims;
    const theirs = [...ana.person.sees, ...ben.person.sees];
    const extra = random() < 0.5 ? { repliesTo: among(random, theirs) } : {};
    who.person.writesDM(what.slice(0, 2000) || "…", extra);
  }

  #interaction(random: Dice, how: string, what: string): [typeof TAP | typeof COMMAND | typeof FORM, unknown] {
    const id = `${among(random, ["r:", "r:", "p:", "f:", "f:", "m:", "", "::"])}${what}`;
    if (how === "tap") return [TAP, { component_type: 2, custom_id: id }];
    if (how === "menu") return [TAP, { component_type: 3, custom_id: "menu", values: [id] }];
    if (how === "form") return [FORM, { custom_id: `m:${what}`, components: this.#fields(random, what) }];
    if (how === "command") {
      const options = [{ name: among(random, OPTIONS), type: 3, value: what }];
      return [COMMAND, { id: "1", type: 1, name: among(random, COMMANDS), options }];
    }
    return this.#odd(random, what);
  }

  #fields(random: Dice, what: string): unknown {
    const names = ["0", "1", "__proto__", "constructor", "-1", "0/0"];
    const input = () => ({ type: 4, id: 1, custom_id: among(random, names), value: what });
    const picks = () => ({ type: 21, id: 1, custom_id: among(random, names), values: [what, what] });
    return Array.from({ length: 1 + Math.floor(random() * 6) }, (_, id) => ({
      type: 18,
      id,
      component: random() < 0.7 ? input() : picks(),
    }));
  }

  /** Shapes that no documented interaction has. */
  #odd(random: Dice, what: string): [typeof TAP | typeof COMMAND | typeof FORM, unknown] {
    const component = { type: 4, custom_id: "0", value: odd(random) };
    return among(random, [
      [TAP, { component_type: 2, custom_id: odd(random) }],
      [TAP, { component_type: 3, custom_id: what, values: odd(random) }],
      [
        COMMAND,
        { id: "1", type: 1, name: among(random, COMMANDS), options: [{ name: "code", type: 3, value: odd(random) }] },
      ],
      [COMMAND, { id: "1", type: odd(random), name: what }],
      [FORM, { custom_id: `m:${what}`, components: [{ type: 18, component }] }],
      [FORM, { custom_id: `m:${what}`, components: [{ type: 18, component: { ...component, values: odd(random) } }] }],
    ]);
  }

  #source(random: Dice, place: Place): Message | undefined {
    const shown = place.state.log.filter((message) => !message.deleted && message.author.bot && !message.isEphemeral);
    return shown.length > 0 ? among(random, shown) : undefined;
  }
}
