/** Messages that the contract is told with. */
import type { Button, Message } from "../../src/domain/message.ts";

export const NASTY = [
  "*bold* _under_ ~~gone~~ ||cover|| `code`",
  "<b>tag</b> &amp; <@123> @everyone @ana #tag",
  "# no heading\n> no quote\n- no list\n1. no number",
  "[no](https://example.org/x) /start \\* \\",
];

export function says(text: string, ...buttons: Button[]): Message {
  return { blocks: [{ type: "paragraph", text }], buttons: buttons.length > 0 ? [buttons] : [] };
}
export const press: Button = { label: "Press", action: "press_r1", effect: "reply" };
export const send = (message: Message, fromPart = 0) => ({ type: "send", message, fromPart }) as const;
export const bare = (text: string) => text.replaceAll(/\s/g, "");

/** 4,000 characters in which nothing repeats. */
export function long(name: string): string {
  let text = "";
  for (let n = 0; text.length < 4000; n++) text += `${name}${n} `;
  return text.slice(0, 4000).trimEnd();
}
export const two: Message = {
  blocks: [
    { type: "quote", by: "Ana", text: long("ana"), covered: true },
    { type: "quote", by: "Ben", text: long("ben"), covered: true },
  ],
  buttons: [[press]],
};
