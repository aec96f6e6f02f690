/** Pictures are drawn just before they are sent: it takes a while, and nothing waits for it meanwhile. */
import type { Block, Message, PictureBlock } from "../domain/message.ts";
import type { Draw } from "../ports/pictures.ts";

/** The message with its pictures drawn. One that cannot be drawn is named in words. */
export async function drawn(draw: Draw, message: Message<Block | PictureBlock>): Promise<Message> {
  if (isDrawn(message)) return message;
  const blocks = message.blocks.map((block) => (block.type === "picture" ? picture(draw, block) : block));
  return { ...message, blocks: await Promise.all(blocks) };
}

function isDrawn(message: Message<Block | PictureBlock>): message is Message {
  return message.blocks.every(({ type }) => type !== "picture");
}

async function picture(draw: Draw, block: PictureBlock): Promise<Block> {
  const { key, caption, covered, instead } = block;
  try {
    const data = await draw(block.picture);
    return {
      type: "media",
      key,
      kind: "photo",
      mime: "image/png",
      name: `${key}.png`,
      data,
      caption,
      covered,
      instead,
    };
  } catch {
    return { type: "note", text: instead };
  }
}
