/** Taps every button that the two can see, each at least once per person, and complains of what is not right. */
import type { Shown, Somebody } from "./somebody.ts";
import type { Wire } from "./wire.ts";

interface Option {
  readonly who: Somebody;
  readonly shown: Shown;
  readonly action: string;
  /** Who, on which message, what: ids left out. */
  readonly key: string;
}

/** Nothing that a button on a message that has just come may say. */
const NEVER = ["stale", "sorry", "not-yours", "try-later", "unknown-command", "pair.gone"];
const MOST_RUNS = 60;
const MOST_STEPS = 40;

/** `resp_x7Rb…_hug` → `resp_*_hug`: what a person chooses stays, ids and numbers do not. */
function shape(action: string): string {
  const [verb, ...args] = action.split("_");
  return [verb, ...args.map((arg) => (/^[a-z]{1,12}$/.test(arg) ? arg : "*"))].join("_");
}

export class Explorer {
  readonly complaints: string[] = [];
  readonly #wire: Wire;
  readonly #people: readonly Somebody[];
  readonly #taps = new Map<string, number>();
  readonly #leadsTo = new Map<string, Set<string>>();
  readonly #avoid: RegExp;

  constructor(wire: Wire, people: readonly Somebody[], avoid: RegExp) {
    this.#wire = wire;
    this.#people = people;
    this.#avoid = avoid;
  }

  /** The verbs that this person has tapped. */
  verbs(who: Somebody): Set<string> {
    const own = [...this.#taps.keys()].filter((key) => key.startsWith(`${who.name}:`));
    return new Set(own.map((key) => key.split(" ")[1]?.split("_")[0] ?? ""));
  }

  get count(): number {
    return this.#taps.size;
  }

  /** Brings something about, again and again, until every button that it leads to was tapped. */
  async explore(bring: () => Promise<void>): Promise<void> {
    for (let run = 0; run < MOST_RUNS; run++) {
      const before = this.#look();
      await bring();
      let fresh = this.#fresh(before);
      let steps = 0;
      for (let next = this.#pick(fresh); next && steps < MOST_STEPS; next = this.#pick(fresh)) {
        steps += 1;
        fresh = await this.#tap(next);
      }
      if (steps === 0) return;
    }
    this.complaints.push("an exploration did not come to an end");
  }

  async #tap({ who, shown, action, key }: Option): Promise<readonly Option[]> {
    this.#taps.set(key, (this.#taps.get(key) ?? 0) + 1);
    const before = this.#look();
    const { toast } = await who.tapsOn(shown, action);
    const fresh = this.#fresh(before);
    const said = [
      toast ?? "",
      ...who.sees().flatMap((each) => (before.get(this.#id(who, each)) === this.#state(each) ? [] : each.text)),
    ];
    for (const bad of NEVER) if (said.includes(this.#wire.t(bad))) this.complaints.push(`${key} → ${bad}`);
    const children = this.#leadsTo.get(key) ?? new Set();
    for (const child of fresh) children.add(child.key);
    this.#leadsTo.set(key, children);
    await this.#wire.restart();
    return fresh;
  }

  #id(who: Somebody, shown: Shown): string {
    return `${who.name} ${shown.where} ${shown.id}`;
  }

  #state(shown: Shown): string {
    return JSON.stringify([shown.text, shown.buttons]);
  }

  #visible(): { who: Somebody; shown: Shown }[] {
    return this.#people.flatMap((who) => [...who.sees("home"), ...who.sees()].map((shown) => ({ who, shown })));
  }

  #look(): Map<string, string> {
    return new Map(this.#visible().map(({ who, shown }) => [this.#id(who, shown), this.#state(shown)]));
  }

  /** Buttons of the newest message in each chat that came or changed since. */
  #fresh(before: ReadonlyMap<string, string>): readonly Option[] {
    const changed = this.#visible().filter(({ who, shown }) => before.get(this.#id(who, shown)) !== this.#state(shown));
    // An older question of the same chat may have been answered meanwhile.
    const newest = new Map(
      changed
        .filter(({ shown }) => shown.buttons.length > 0)
        .map((each) => [`${each.who.name} ${each.shown.where}`, each]),
    );
    return [...newest.values()].flatMap(({ who, shown }) => {
      const verbs = [...new Set(shown.buttons.map(({ action }) => action.split("_")[0]))].sort();
      const options = shown.buttons.filter(({ action }) => action !== "" && !this.#avoid.test(action));
      return options.map(({ action }) => ({ who, shown, action, key: `${who.name}:${verbs} ${shape(action)}` }));
    });
  }

  /** Never tapped, or the way to something never tapped. */
  #pick(fresh: readonly Option[]): Option | undefined {
    const count = (option: Option) => this.#taps.get(option.key) ?? 0;
    const worth = fresh.filter((option) => count(option) < 12 && this.#reachesNew(option.key));
    return worth.toSorted((a, b) => count(a) - count(b))[0];
  }

  #reachesNew(key: string): boolean {
    const seen = new Set([key]);
    for (const each of seen) {
      if (!this.#taps.has(each)) return true;
      for (const child of this.#leadsTo.get(each) ?? []) seen.add(child);
    }
    return false;
  }
}
