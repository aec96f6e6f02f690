import { afterEach, beforeEach, expect, test } from "vitest";
import { openWire, type Wire } from "./wire.ts";

let wire: Wire;
beforeEach(async () => {
  wire = await openWire();
});
afterEach(async () => {
  await wire.end();
});

test("telegram: a group, two joins, a card, two answers, one reveal", async () => {
  const tg = wire.telegram;
  const ana = tg.user({ first_name: "Ana", language_code: "de" });
  const ben = tg.user({ first_name: "Ben", language_code: "de" });
  const home = tg.group({ title: "Home", members: [ana, ben] });
  home.addBot(ana);
  const welcome = await home.waitForMessage(/Ampersand/);
  expect(welcome.labels).toHaveLength(1);
  await ana.taps(welcome, /Join/);
  await ana.taps(await ana.chat.waitForMessage(/Before you join/), /I’m in/);
  await ana.chat.waitForMessage(/You’re in/);
  await wire.restart();
  await ben.taps(welcome, /Join/);
  await ben.taps(await ben.chat.waitForMessage(/Before you join/), /I’m in/);
  const together = await home.waitForMessage(/Ana & Ben/);
  await ana.taps(together, /Open the first card/);
  const card = await home.waitForMessage(/heart/);
  await ana.taps(card, "Answer");
  await ana.chat.waitForMessage(/next message is sealed/);
  ana.sends("The lake, still.");
  await ana.chat.waitForMessage(/^Sealed/);
  await wire.restart();
  await ben.taps(card, "Answer");
  await ben.chat.waitForMessage(/next message is sealed/);
  ben.sends("<b>Tired</b> & glad @");
  const reveal = await home.waitForMessage(/both answered/);
  expect(reveal.text).toContain("The lake, still.");
  expect(reveal.text).toContain("<b>Tired</b> & glad @");
  await ben.taps(reveal, "Me too");
  await tg.waitFor(() => home.messages.some((m) => m.text.includes("Ben: Me too")));
  expect(tg.violations).toEqual([]);
});

test("discord: a channel, two joins, a card, two forms, one reveal", async () => {
  const dc = wire.discord;
  const ana = dc.user({ username: "ana", global_name: "Ana", locale: "de" });
  const ben = dc.user({ username: "ben", global_name: "Ben", locale: "de" });
  const us = dc.guild({ owner: ana, members: [ben] }).channel({ privateTo: [ana, ben] });
  const paired = ana.runs("/pair", {}, us);
  await paired.reply;
  const welcome = await dc.waitFor(() => us.messages.find((m) => /Ampersand/.test(m.text)));
  expect(welcome.buttons).toHaveLength(1);
  for (const person of [ana, ben]) {
    const notice = await person.presses(welcome, "Join in private").reply;
    expect(notice.isEphemeral).toBe(true);
    person.presses(notice, "I’m in");
    await dc.waitFor(() => person.sees.some((m) => /You’re in|are connected/.test(m.text)));
    await wire.restart();
  }
  const together = await dc.waitFor(() => us.messages.find((m) => /Ana & Ben|Ana \\& Ben/.test(m.text)));
  await ana.presses(together, "Open the first card now").reply;
  const card = await dc.waitFor(() => us.messages.find((m) => /heart/.test(m.text)));
  const field = (await ana.presses(card, "Answer").modal).fields[0];
  expect(field?.label).toBeTruthy();
  const submit = async (person: typeof ana, text: string) => {
    const modal = await person.presses(card, "Answer").modal;
    return person.submits(modal, { [modal.fields[0]?.customId ?? ""]: text }).reply;
  };
  expect((await submit(ana, "The lake, still.")).text).toMatch(/Sealed/);
  await wire.restart();
  expect((await submit(ben, "Tired **and** glad @everyone")).text).toMatch(/Sealed/);
  const reveal = await dc.waitFor(() => us.messages.find((m) => /both answered/.test(m.text)));
  expect(reveal.text).toContain("The lake, still");
  await ben.presses(reveal, "Me too");
  await dc.waitFor(() => us.messages.find((m) => /Ben: Me too/.test(m.text)));
  expect(dc.violations).toEqual([]);
});
