/** What confirms needs the button that was shown to this person, for what is the case now, and is good once. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { ACTIONS } from "../../src/application/act.ts";
import type { ConfirmVerb } from "../../src/application/confirm-states.ts";
import type { Chat } from "../../src/ports/chat.ts";
import { type Actor, couple } from "./actor.ts";
import { actionOf, answers, codeOf, firstCard } from "./couples.ts";
import { openStage, type Stage } from "./stage.ts";
import { whole } from "./whole.ts";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

/** Somebody who is shown a confirmation, somebody else, and the label of the button that confirms. */
interface Scene {
  readonly who: Actor;
  readonly other: Actor;
  readonly label: string;
}

type Pair = { readonly ana: Actor; readonly ben: Actor; readonly home: Chat };
type Bring = (two: Pair) => Promise<string>;

const ofTwo = (bring: Bring) => async (): Promise<Scene> => {
  const two = await couple(stage);
  return { who: two.ana, other: two.ben, label: await bring(two) };
};

async function sealed({ ana, ben, home }: Pair): Promise<void> {
  await firstCard({ ana, ben }, home);
  await answers(ana, "the heron");
}

async function invited(): Promise<Scene> {
  const [who, other] = [stage.person("Ana"), stage.person("Ben")];
  await other.types("/pair");
  await other.taps("I’m in");
  await who.types(`/pair ${codeOf(other)}`);
  return { who, other, label: "I’m in" };
}

async function asksInviter(label: string): Promise<Scene> {
  const { who: guest, other: inviter } = await invited();
  await guest.taps("I’m in");
  return { who: inviter, other: guest, label };
}

const SCENES: Readonly<Record<ConfirmVerb, () => Promise<Scene>>> = {
  agree: async () => {
    const [who, other] = [stage.person("Ana"), stage.person("Ben")];
    who.on.members.set("home", new Set([who.account.userId, other.account.userId]));
    const added = { platform: "stage", chatId: "home", by: who.account };
    await who.on.handle?.({ type: "bot-added", eventId: who.on.nextEvent(), ...added });
    await stage.settle();
    await who.taps("Join in private", who.shared());
    return { who, other, label: "I’m in" };
  },
  agreei: invited,
  agreep: async () => {
    const [who, other] = [stage.person("Ana"), stage.person("Ben")];
    await who.types("/pair");
    return { who, other, label: "I’m in" };
  },
  pairok: () => asksInviter("Yes, that’s my partner"),
  pairno: () => asksInviter("No"),
  forgetyes: ofTwo(async ({ ana }) => {
    await ana.types("/forget");
    return "Leave quietly";
  }),
  anewyes: ofTwo(async ({ ana }) => {
    await ana.types("/pause");
    await ana.taps("Begin anew");
    return "Yes, begin anew";
  }),
  exportyes: ofTwo(async ({ ana }) => {
    await ana.types("/export");
    return "Send me the files";
  }),
  passyes: ofTwo(async (two) => {
    await sealed(two);
    await two.ana.does(`pass_${actionOf(two.ana, "Answer", two.home).split("_")[1]}`);
    return "Delete it and pass";
  }),
  firstyes: ofTwo(async (two) => {
    await sealed(two);
    await two.ana.does(`gofirst_${actionOf(two.ana, "Answer", two.home).split("_")[1]}`);
    return "Send it as a gift";
  }),
  halfyes: ofTwo(async (two) => {
    await sealed(two);
    await answers(two.ben, "the otter");
    await two.ana.taps("Take back my half", two.home);
    return "Blank my half";
  }),
  letter: ofTwo(async ({ ana }) => {
    await ana.types("/letter");
    await ana.says("a letter about grebes");
    return "Send it now";
  }),
  overyes: ofTwo(async ({ ana }) => {
    await ana.types("/support");
    await ana.taps("I am overwhelmed");
    return "Send it";
  }),
  supon: ofTwo(async ({ ana }) => {
    await ana.types("/support a cup of tea");
    await ana.types("/support");
    await ana.taps("Line 1");
    return "Share this line";
  }),
  supall: ofTwo(async ({ ana }) => {
    await ana.types("/support a cup of tea");
    await ana.types("/support");
    return "Share all lines";
  }),
  trend: ofTwo(async ({ ana }) => {
    await ana.does("pulse");
    return ana.shown().at(-1)?.message.buttons[1]?.[0]?.label ?? "";
  }),
  keep: ofTwo(async ({ ana }) => {
    await ana.types("/settings keep");
    return "30 days";
  }),
};

/** What a confirmation does. Being shown anew, it leaves a token; and a name is sealed anew with every save. */
const effects = () => `${whole(stage, ["confirmations", "messages", "people.name"])}`;
const withoutToken = (action: string) => action.replace(/_[A-Za-z0-9]{16}$/, "");
const files = (who: Actor) =>
  who.shown().flatMap(({ message }) => message.blocks.filter(({ type }) => type === "file"));
const sent = (other: Actor) => JSON.stringify(other.shown().map(({ message }) => message.blocks));

test.each(Object.keys(SCENES) as ConfirmVerb[])(
  "%s: bare, made up, foreign, shown anew or used up it confirms nothing; fresh it does, once",
  async (verb) => {
    expect(ACTIONS[verb]?.asks).toBeDefined();
    const { who, other, label } = await SCENES[verb]();
    const first = actionOf(who, label);
    expect(first.split("_")[0]).toBe(verb);
    const [before, heard] = [effects(), sent(other)];
    const isUnchanged = (what: string) => {
      expect(effects(), what).toBe(before);
      expect(sent(other), what).toBe(heard);
      expect(files(who), what).toEqual([]);
    };
    const bare = withoutToken(first);
    await who.does(bare);
    isUnchanged("from before the upgrade");
    const anew = actionOf(who, label);
    expect(withoutToken(anew)).toBe(bare);
    expect(anew).not.toBe(first);
    await who.does(first);
    isUnchanged("the one that was shown before");
    await who.does(`${bare}_${"A".repeat(16)}`);
    isUnchanged("made up");
    const fresh = actionOf(who, label);
    await who.follows(fresh);
    isUnchanged("as a link");
    await who.submits(fresh, {});
    isUnchanged("as a form");
    await stage.restart();
    // A link to a welcome has shown its notice anew.
    const good = actionOf(who, label);
    await who.does(good);
    expect(effects() !== before || sent(other) !== heard || files(who).length > 0, "fresh").toBe(true);
    const [after, told, got] = [effects(), sent(other), files(who).length];
    await who.does(good);
    expect(effects(), "again").toBe(after);
    expect(sent(other), "again").toBe(told);
    expect(files(who).length, "again").toBe(got);
  },
);

test.each(Object.keys(SCENES) as ConfirmVerb[])("%s: in other hands it does nothing", async (verb) => {
  const { who, other, label } = await SCENES[verb]();
  const action = actionOf(who, label);
  const owns = () => stage.store.internals.database.prepare("select count(*) from confirmations where user_id = ?");
  const mine = owns().pluck().get(who.account.userId);
  const before = effects();
  await other.does(action);
  await stage.person("Eve").does(action);
  expect(
    effects()
      .split("\n")
      .filter((line) => !line.startsWith("guesses")),
  ).toEqual(before.split("\n").filter((line) => !line.startsWith("guesses")));
  expect(owns().pluck().get(who.account.userId)).toBe(mine);
});

test("it is for what was the case: another answer, another guest, another line need another tap", async () => {
  const two = await couple(stage);
  const { ana, ben } = two;
  await sealed(two);
  await ana.does(`gofirst_${actionOf(ana, "Answer", two.home).split("_")[1]}`);
  const old = actionOf(ana, "Send it as a gift");
  await stage.later(60_000);
  await ana.taps("Change");
  await ana.says("something that is not for Ben alone");
  await ana.does(old);
  ben.neverSaw(/heron|not for Ben/);
  await ana.types("/support a cup of tea");
  await ana.types("/support");
  const all = actionOf(ana, "Share all lines");
  await ana.types("/support and silence");
  await ana.does(all);
  await ben.types("/support");
  ben.neverSaw(/cup of tea|silence/);
});

test("it is good for a day, and then forgotten", async () => {
  const { ana } = await couple(stage);
  await ana.types("/forget");
  const old = actionOf(ana, "Leave quietly");
  await stage.later(25 * 3_600_000);
  await ana.does(old);
  ana.sees(/Leave quietly/);
  await stage.later(25 * 3_600_000);
  await stage.restart();
  expect(stage.store.internals.database.prepare("select count(*) from confirmations").pluck().get()).toBe(0);
});

test("with a person their confirmations go", async () => {
  const { ana } = await couple(stage);
  await ana.types("/settings keep");
  await ana.types("/forget");
  await ana.taps("Leave quietly");
  const left = stage.store.internals.database.prepare("select count(*) from confirmations where user_id = ?");
  expect(left.pluck().get(ana.account.userId)).toBe(0);
});

test("an old yes to a proposal shows what is proposed now", async () => {
  const { ana, ben, home } = await couple(stage);
  await ben.types("/rituals add checkin sun 19:00");
  const old = actionOf(ana, "Yes, let’s", home);
  await ben.types("/rituals add checkin mon 07:00");
  for (const action of [old, old.split("_").slice(0, 2).join("_")]) {
    await ana.does(action);
    ana.sees(/Monday[\s\S]*Yes, let’s/);
  }
  expect(stage.store.internals.database.prepare("select state from rituals where kind = 'checkin'").pluck().get()).toBe(
    "proposed",
  );
  await ana.taps("Yes, let’s");
  ana.hasSeen(/Monday/, home);
  expect(stage.store.internals.database.prepare("select state from rituals where kind = 'checkin'").pluck().get()).toBe(
    "active",
  );
});
