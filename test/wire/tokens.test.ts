/** Codes, links and places: nobody can guess one, and each opens once, for one person, for a day. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemRandom } from "../../src/store/index.ts";
import { bytesIn } from "../store/helpers.ts";
import { apart, codeOf, inGroup, person } from "./couples.ts";
import type { OnTelegram } from "./on-telegram.ts";
import { last, read, type Somebody } from "./somebody.ts";
import { openWire, type Wire } from "./wire.ts";

const HOUR = 3_600_000;
const ROOT = join(import.meta.dirname, "../..");

describe("how they are made", () => {
  const bits = (length: number, alphabet: number) => length * Math.log2(alphabet);

  /** Every character as often as any other, as far as chance allows: chi-square, six standard deviations. */
  function isEven(drawn: readonly string[]): boolean {
    const counts = new Map<string, number>();
    for (const letter of drawn.join("")) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    const expected = drawn.join("").length / counts.size;
    const square = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    return square < counts.size - 1 + 6 * Math.sqrt(2 * (counts.size - 1));
  }

  test.each([
    ["ids", systemRandom.id, 16, 62, 95],
    ["codes", systemRandom.code, 10, 25, 46],
  ] as const)("%s: as long and as even as they are to be, none twice", (_, draw, length, letters, least) => {
    const drawn = Array.from({ length: 20_000 }, draw);
    expect(new Set(drawn).size).toBe(drawn.length);
    expect(new Set(drawn.map((each) => each.length))).toEqual(new Set([length]));
    expect(new Set(drawn.join("")).size).toBe(letters);
    expect(bits(length, letters)).toBeGreaterThan(least);
    expect(isEven(drawn)).toBe(true);
    // The check itself: one letter a twentieth more often than the others is seen.
    expect(isEven([...drawn, drawn[0]?.[0]?.repeat(drawn.join("").length / letters / 2) ?? ""])).toBe(false);
  });

  test("from the system's generator, and nothing else in the program draws by itself", () => {
    expect(readFileSync(join(ROOT, "src/store/random.ts"), "utf8")).toMatch(
      /import \{ randomInt \} from "node:crypto"/,
    );
    const drawing = globSync("{src,adapters}/**/*.ts", { cwd: ROOT }).filter((file) =>
      /Math\.random|crypto\.getRandomValues|pseudoRandomBytes/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(drawing.filter((file) => !JITTER.includes(file))).toEqual([]);
  });

  /** Waiting times are spread by chance; that is no secret. */
  const JITTER: readonly string[] = ["adapters/discord/audience.ts", "adapters/telegram/wait.ts"];
});

describe("over the wire", () => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await openWire();
  });
  afterEach(async () => {
    expect(await wire.end()).toEqual([]);
  });

  const no = () => wire.t("pair.code-no");
  const connected = (name: string) => wire.t("connected.line", { name });

  async function inviter(platform: "telegram" | "discord" = "telegram"): Promise<Somebody> {
    const ana = person(wire, platform, "Ana");
    if (platform === "discord") wire.discord.guild({ owner: ana.person as never });
    await ana.types("/pair");
    await ana.taps(wire.t("button.im-in"));
    return ana;
  }

  function guest(platform: "telegram" | "discord", name: string): Somebody {
    const who = person(wire, platform, name);
    if (platform === "discord") wire.discord.guild({ owner: who.person as never });
    return who;
  }

  test.each(["telegram", "discord"] as const)(
    "%s: of two who take it at the same moment one gets it",
    async (platform) => {
      const ana = await inviter(platform);
      const [ben, eve] = [guest(platform, "Ben"), guest(platform, "Eve")];
      for (const who of [ben, eve]) await who.types(`/pair ${codeOf(ana)}`);
      await Promise.all([ben, eve].map((who) => who.taps(wire.t("button.im-in"))));
      await wire.core.settle();
      const said = [ben, eve].map((who) => last(who));
      expect(said.toSorted()).toEqual([no(), wire.t("invite.waiting")].toSorted());
      const winner = said[0] === no() ? eve : ben;
      expect(read(ana)).toContain(wire.t("invite.confirm", { name: winner.name }));
      await ana.taps(wire.t("button.confirm-yes"));
      expect(read(winner)).toContain(connected("Ana"));
      expect(read(winner === ben ? eve : ben)).not.toContain("Ana");
    },
  );

  test("it is kept as a hash: neither database nor log holds a code", async () => {
    const ana = await inviter();
    const code = codeOf(ana).replace("-", "");
    await wire.core.settle();
    expect(wire.store.internals.database.prepare("select count(*) from invites").pluck().get()).toBe(1);
    const rows = wire.store.internals.database.prepare("select params from outbox").all();
    expect(JSON.stringify([rows, wire.lines])).not.toContain(code);
    wire.store.internals.database.pragma("wal_checkpoint(TRUNCATE)");
    expect(bytesIn(wire.folder).includes(code)).toBe(false);
  });

  test("a used code stays used: after the couple is made, after both have left, and by each of its buttons", async () => {
    const ana = await inviter();
    const [ben, eve] = [guest("telegram", "Ben"), guest("telegram", "Eve")] as OnTelegram[];
    if (!ben || !eve) throw new Error("nobody");
    const code = codeOf(ana);
    await ben.types(`/pair ${code}`);
    await ben.taps(wire.t("button.im-in"));
    await ana.taps(wire.t("button.confirm-yes"));
    const bare = code.replace("-", "");
    const tries = async (who: OnTelegram) => {
      const heard: string[] = [];
      who.person.start(`inv_${bare}`);
      await wire.calm();
      heard.push(last(who));
      // Agreeing takes the button that was shown: as a link it is none.
      who.person.start(`agreei_${bare}`);
      await wire.calm();
      heard.push(last(who) === wire.t("invite.waiting") ? "agreed" : no());
      return heard;
    };
    expect(await tries(eve)).toEqual([no(), no()]);
    for (const who of [ana, ben]) {
      await who.types("/forget");
      await who.taps(wire.t("button.forget-quiet"));
    }
    expect(await tries(ben)).toEqual([no(), no()]);
    expect(await tries(eve)).toEqual([no(), no()]);
  });

  test("an invite of somebody who has left opens nothing, and neither does one that was accepted by somebody who left", async () => {
    const ana = await inviter();
    const [ben, eve] = [guest("telegram", "Ben"), guest("telegram", "Eve")];
    const code = codeOf(ana);
    await ben.types(`/pair ${code}`);
    await ben.taps(wire.t("button.im-in"));
    await ben.types("/forget");
    await ben.taps(wire.t("button.forget-quiet"));
    await eve.types(`/pair ${code}`);
    expect(last(eve)).toBe(no());
    await ana.taps(wire.t("button.confirm-yes"));
    expect(last(ana)).toBe(wire.t("stale"));
    await ana.types("/forget");
    await ana.taps(wire.t("button.forget-quiet"));
    await eve.types(`/pair ${code}`);
    expect(last(eve)).toBe(no());
  });

  test("it ends after a day, also between its two taps and before the confirmation", async () => {
    const ana = await inviter();
    const [ben, eve] = [guest("telegram", "Ben"), guest("telegram", "Eve")];
    await ben.types(`/pair ${codeOf(ana)}`);
    await wire.later(25 * HOUR);
    await ben.taps(wire.t("button.im-in"));
    expect(last(ben)).toBe(no());
    await ana.types("/pair");
    await eve.types(`/pair ${codeOf(ana)}`);
    await eve.taps(wire.t("button.im-in"));
    await wire.later(25 * HOUR);
    await ana.taps(wire.t("button.confirm-yes"));
    expect(last(ana)).toBe(wire.t("stale"));
    expect(read(eve)).not.toContain("Ana");
  });

  test("typed or by link: wrong codes count together, for each account", async () => {
    const ana = await inviter();
    const [eve, ben] = [guest("telegram", "Eve"), guest("telegram", "Ben")] as OnTelegram[];
    if (!eve || !ben) throw new Error("nobody");
    for (const action of ["inv_AAAAAAAAAA", "inv_CCCCCCCCCC", "inv_DDDDDDDDDD"]) {
      eve.person.start(action);
      await wire.calm();
    }
    for (const code of ["EEEEE-EEEEE", "FFFFF-FFFFF", "GGGGG-GGGGG"]) await eve.types(`/pair ${code}`);
    await eve.types(`/pair ${codeOf(ana)}`);
    expect(last(eve)).toBe(no());
    await ben.types(`/pair ${codeOf(ana)}`);
    expect(read(ben)).toContain(wire.t("notice.title"));
  });

  test("who opens it again and again is heard of once", async () => {
    const ana = await inviter();
    const ben = guest("telegram", "Ben");
    for (let n = 0; n < 3; n++) {
      await ben.types(`/pair ${codeOf(ana)}`);
      await ben.taps(wire.t("button.im-in"));
    }
    expect(read(ana).split(wire.t("invite.confirm", { name: "Ben" }))).toHaveLength(2);
  });

  test("a place: of three who tap at the same moment two are a couple, and its link opens nothing more", async () => {
    const names = ["Ana", "Ben", "Eve"];
    const people = names.map((name) => person(wire, "telegram", name));
    const [ana, ben, eve] = people;
    if (!ana || !ben || !eve) throw new Error("nobody");
    const home = wire.telegram.group({ title: "Home", members: [ana.person, ben.person] });
    home.addBot(ana.person);
    await wire.calm();
    const action = new URL(home.last.buttons.flat()[0]?.url ?? "").searchParams.get("start") ?? "";
    for (const who of people) who.person.start(action);
    await wire.calm();
    expect(last(eve)).toBe(wire.t("not-yours"));
    eve.person.start(action.replace("join", "agree"));
    await Promise.all([ana, ben].map((who) => who.taps(wire.t("button.im-in"))));
    await wire.calm();
    expect(read(ana)).toContain(connected("Ben"));
    expect(read(eve)).not.toMatch(/Ana|Ben/);
    const couples = () => wire.store.internals.database.prepare("select count(*) from couples").pluck().get();
    expect(couples()).toBe(1);
    for (const verb of ["agree", "join"]) eve.person.start(action.replace("join", verb));
    await wire.calm();
    expect(last(eve)).toBe(wire.t("not-yours"));
    expect(couples()).toBe(1);
  });

  test("the links of a couple that is no more open nothing for the two either", async () => {
    const { ana, ben, home } = await inGroup(wire);
    await ana.taps(wire.t("button.first-card"), "home");
    const link = home.fromBot.flatMap((message) => message.buttons.flat()).find(({ url }) => url?.includes("answer_"));
    const action = new URL(link?.url ?? "").searchParams.get("start") ?? "";
    await ana.types("/forget");
    await ana.taps(wire.t("button.forget-quiet"));
    await ben.types("/pause");
    await ben.taps(wire.t("button.anew"));
    await ben.taps(wire.t("button.anew-yes"));
    for (const who of [ana, ben]) {
      who.person.start(action);
      await wire.calm();
    }
    expect(last(ana)).toBe(wire.t("not-yours"));
    expect(last(ben)).toBe(wire.t("stale"));
    const other = await apart(wire, "telegram", "telegram");
    expect(read(other.ben)).toContain(connected("Ana"));
  });
});
