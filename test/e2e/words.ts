/** What the stand-in says. */
import type { Block, Button, Message } from "../../src/domain/message.ts";

const button = (label: string, action: string, more: Partial<Button> = {}): Button => ({
  label,
  action,
  effect: "reply",
  ...more,
});
export const message = (blocks: Block[], ...buttons: Button[][]): Message => ({ blocks, buttons });

const CARD = "What's on your heart today?";
const PICTURE = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320"><rect width="640" height="320" fill="#f3ece0"/><path d="M40 250 180 190 320 215 460 120 600 70" fill="none" stroke="#9c3d2e" stroke-width="6"/></svg>',
);

export const WELCOME = message(
  [
    { type: "heading", text: "Hello, you two." },
    {
      type: "paragraph",
      text: "I bring you one question at a time. Each of you answers privately. Only when both have answered do you see the answers, together.",
    },
    { type: "note", text: "It takes a minute to begin. Both of you tap the button." },
  ],
  [button("Begin", "join", { private: true, style: "main" })],
);
export const NOTICE = message(
  [
    { type: "heading", text: "Before you begin" },
    {
      type: "list",
      items: [
        "Your words are stored encrypted.",
        "Both of you are adults.",
        "This is no therapy, and no emergency service.",
      ],
    },
  ],
  [button("I'm in", "agree", { style: "main", effect: "replace" }), button("Not now", "later", { style: "danger" })],
);
export const OPEN_CARD = message(
  [
    { type: "heading", text: CARD },
    { type: "note", text: "Open until tomorrow evening. You see both answers when both are sealed." },
  ],
  [button("Answer privately", "answer_r1", { private: true, style: "main" })],
  [button("Not today", "pass_r1"), button("Another card", "swap_r1")],
);
export const ASK = message([
  { type: "heading", text: CARD },
  { type: "paragraph", text: "Write it here, in one message or several." },
  { type: "note", text: "“Today I noticed…” · “I keep thinking of…” · “It would help me if…”" },
]);
export const SEALED = message(
  [{ type: "paragraph", text: "Sealed. You see both answers when both are there." }],
  [button("Change", "change_r1"), button("Take back", "back_r1"), button("Just listen", "flag_r1")],
);
export const HELP = message([
  { type: "paragraph", text: "One card, two private answers, one reveal." },
  { type: "link", text: "More about it", url: "https://example.org/about" },
]);
export const EXPORT = message([
  { type: "paragraph", text: "Here is your data." },
  { type: "file", name: "ampersand-ana.json", mime: "application/json", data: Buffer.from('{"answers":[]}') },
]);
export const JOURNAL = message([
  { type: "heading", text: "Your month" },
  { type: "file", name: "month.svg", mime: "image/svg+xml", data: PICTURE },
  { type: "quote", by: "Ben", text: "The walk home in the rain. You laughed the whole way.", covered: true },
]);

export function reveal(ana: string, ben: string): Message {
  return message(
    [
      { type: "heading", text: CARD },
      { type: "quote", by: "Ana", text: ana, covered: false },
      { type: "quote", by: "Ben", text: ben, covered: false },
    ],
    [button("I hear you", "hear_r1"), button("Thank you for telling me", "hear2_r1")],
    [button("Me too", "hear3_r1"), button("Tell me more", "hear4_r1"), button("Hug", "hear5_r1")],
  );
}
