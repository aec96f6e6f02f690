/** The phrase list: what it has to notice, and what it has to leave in peace. */
import { describe, expect, it } from "vitest";
import { ContentError } from "../../src/content/error.ts";
import { loadContent } from "../../src/content/load.ts";
import { DATA, folderOf, SOUND } from "./sample.ts";

const content = loadContent(DATA);
const found = (text: string) => content.concerns(text, "en");

describe("is noticed", () => {
  it.each([
    // fear of the partner
    "Honestly, I'm afraid of you when you drink.",
    "i am scared of him",
    "I’m terrified of my husband and nobody knows",
    "I'm scared of her when she's been out",
    "I was afraid of what you'd do if I said no.",
    "I don't feel safe with you any more",
    "Lately I dont feel safe at home.",
    "You scare me when you're angry",
    "I'm afraid he'll hit me again",
    "I'm scared to go home when he's there",
    // being hit or threatened
    "You hit me last night and we never talked about it.",
    "he has hit me before",
    "When you slapped me I froze",
    "My partner keeps hitting me",
    "She hit me with a belt",
    "You pushed me against the wall.",
    "you choked me",
    "He beat me up",
    "You beat me when you've been drinking",
    "you threatened to kill yourself if I leave",
    "You said you'd kill me",
    "I was punched by him",
    "He raped me",
    "You had sex with me when I said no.",
    "you put your hands around my throat",
    // being controlled
    "You won't let me leave the house",
    "he never lets me see my friends",
    "I'm not allowed to talk to my sister anymore",
    "You check my phone every evening",
    "he took my passport",
    "She controls who I talk to. She controls everything I buy.",
    "you locked me in",
    "he tracks my phone",
    // not wanting to live
    "I don't want to live anymore",
    "sometimes I just don’t want to wake up.",
    "I dont want to be here any more",
    "I want to die",
    "I've been thinking about suicide",
    "I feel suicidal",
    "Some nights I think of killing myself",
    "I wish I was dead",
    "You'd all be better off without me.",
    "There's no reason to live",
    "I can't go on living",
    "I want to end it all",
    "I keep thinking how I could end my life",
    "I nearly took pills to take my own life.",
    "I'm tired of living.",
    "I have been self-harming again",
    "I want to hurt myself",
    "it's not worth living\nthank you for the soup",
  ])("%s", (text) => {
    expect(found(text)).toBe(true);
  });

  it("in capitals, across spaces, and inside a long text", () => {
    expect(found("I   WANT\tTO DIE")).toBe(true);
    expect(found(`${"A long and quiet day. ".repeat(150)} You hit me. ${"Then we had soup. ".repeat(20)}`)).toBe(true);
  });
});

describe("is left in peace", () => {
  it.each([
    "You kill me with your jokes",
    "I could die laughing when you do that voice",
    "I hit the gym and then the sofa",
    "It hit me how much I love this town.",
    "When you said that, it hit me",
    "You hit me with that question out of nowhere",
    "Hit me up when you land",
    "The news hit me hard",
    "You beat me at chess again",
    "I nearly died of embarrassment",
    "I wanted to die of shame when your mother walked in",
    "I'm dying to see you",
    "I'd kill for a coffee",
    "I'm not afraid of you",
    "I was never scared of you",
    "I'm afraid of losing you",
    "I'm afraid of you leaving",
    "I'm scared of her dog",
    "I'm scared of what you'll think of my singing",
    "I'm afraid of spiders, and of your driving",
    "I feel safe with you",
    "You scared me when you jumped out of the cupboard",
    "You kicked me in your sleep again",
    "You pushed me to apply, and I'm glad",
    "you pushed me into the pool and I laughed",
    "You won't let me win at cards",
    "You won't let me leave without a kiss",
    "you never let me go out without a scarf",
    "I don't want to live in this city anymore",
    "I don't want to live without a garden",
    "I don't want to be here anymore than you do",
    "I don't want to die before we have seen Iceland",
    "I want to die in your arms, old and wrinkled",
    "I killed it at work. I've been killing myself laughing since.",
    "That haircut was social suicide",
    "Can you take my life story and make it short?",
    "I'd like to end my life in Lisbon, at ninety",
    "I finally take my life into my own hands",
    "I cut myself some slack today, and I cut myself while cooking",
    "You took my breath away. You took my keys by mistake.",
    "You checked my phone for the weather",
    "You locked me out by accident and I sat on the stairs",
    "I'm better off with you than without",
    "There's no point in going on about the dishes",
    "I hate that I can't go on holiday this year",
    "I'm tired of living out of boxes",
    "My heart skipped a beat",
    "Thank you for the soup. It shows that you care.",
    "",
  ])("%s", (text) => {
    expect(found(text)).toBe(false);
  });
});

describe("languages and lists", () => {
  const list = (lines: string) => `ignore: [nothing at all]\nconcerns:\n${lines}`;
  const four = (life: string) => list(`  fear: [fear]\n  harm: [harm]\n  control: [control]\n  life: [${life}]\n`);

  function problems(changes: Record<string, string>): string {
    try {
      loadContent(folderOf({ ...SOUND, ...changes }));
    } catch (error) {
      if (error instanceof ContentError) return error.problems.join("\n");
      throw error;
    }
    return "";
  }

  it("a language has its own list, and one without is looked at with the English one", () => {
    const { concerns } = loadContent(folderOf({ ...SOUND, "phrases/es.yaml": four("miedo") }));
    expect([concerns("tengo miedo", "es-MX"), concerns("tengo miedo", "fr")]).toEqual([true, false]);
    expect([concerns("a great fear", "fr"), concerns("fearless", "fr")]).toEqual([true, false]);
  });

  it("what is ignored does not let its neighbours grow together", () => {
    const { concerns } = loadContent(folderOf({ ...SOUND, "phrases/en.yaml": four("too much") }));
    expect(concerns("too nothing at all much", "en")).toBe(false);
    expect(concerns("Too much", "en")).toBe(true);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["an expression that is none", { "phrases/en.yaml": four('"(much"') }, /^phrases\/en\.yaml: life: not a regular/],
    ["a term that is none", { "phrases/en.yaml": four('"<whom> much"') }, /life: there is no term “whom”/],
    ["a concern left out", { "phrases/en.yaml": list("  fear: [fear]\n") }, /phrases\/en\.yaml: concerns\.harm/],
  ])("%s", (_, changes, expected) => {
    expect(problems(changes)).toMatch(expected);
  });

  it("there has to be English", () => {
    const { "phrases/en.yaml": _, ...rest } = SOUND;
    expect(() => loadContent(folderOf(rest))).toThrow(/phrases\/en\.yaml: there is no such file/);
  });
});
