/** A message that a platform has refused, said in a simpler way: it is better plain than not there. Pure. */
import type { SimplerForm } from "../domain/form.ts";
import type { Block, Message } from "../domain/message.ts";

const ADDRESS = /\b(?:https?|ftp):\/\/([^\s/?#]+)(\S*)/giu;

/** An address that no platform takes for a link, and that a reader can still make out. */
function unlinked(text: string): string {
  return text.replace(ADDRESS, (_, host: string, rest: string) => `${host.replaceAll(".", "[.]")}${rest}`);
}

/** The blocks without markup; an address is text like any other. */
function plain(block: Block): Block {
  const say = (text: string): Block => ({ type: "paragraph", text: unlinked(text) });
  switch (block.type) {
    case "link":
      return say(`${block.text}: ${block.url}`);
    case "list":
      return say(block.items.map((item) => `• ${item}`).join("\n"));
    case "quote":
      return say(`${block.by}:\n${block.text}`);
    case "media":
      return { ...block, caption: unlinked(block.caption) };
    case "file":
      return block;
    default:
      return say(block.text);
  }
}

/** Pictures, voices and videos named in words. A file of one's own data stays: words cannot stand for it. */
function inWords(block: Block): Block {
  return block.type === "media" ? { type: "paragraph", text: `${block.caption}\n${block.instead}` } : block;
}

/** The message in a simpler form; as it is without one. */
export function simpler(message: Message, form: SimplerForm | undefined): Message {
  if (form === undefined) return message;
  const blocks = message.blocks.map(plain);
  if (form !== "words") return { ...message, blocks };
  return { ...message, blocks: blocks.map(inWords), buttons: [] };
}
