/**
 * Pictures are drawn just before they are sent: it takes a while, and nothing waits for it meanwhile. A drawing that
 * ended the process is not begun for ever: each attempt is counted before it is made, and taken back when it worked.
 */
import type { Block, Message, PictureBlock } from "../domain/message.ts";
import type { Draw } from "../ports/pictures.ts";

/** After as many attempts without a picture its words are sent. */
export const DRAWING_ATTEMPTS = 2;

/** Where attempts are counted, by the picture's key. Survives a crash. */
export interface Attempts {
  /** Before an attempt. False, and nothing counted: there were enough. */
  begin(key: string): Promise<boolean>;
  /** It worked: as if there had been none. */
  succeeded(key: string): Promise<void>;
}

/** The message with its pictures drawn, one after the other. In place of one that cannot be drawn come its files, or words. */
export async function drawn(
  draw: Draw,
  message: Message<Block | PictureBlock>,
  attempts: Attempts,
  onFailure: () => void,
): Promise<Message> {
  if (isDrawn(message)) return message;
  const blocks: Block[] = [];
  for (const block of message.blocks) {
    if (block.type !== "picture") blocks.push(block);
    else blocks.push(...(await picture(draw, block, attempts, onFailure)));
  }
  return { ...message, blocks };
}

function isDrawn(message: Message<Block | PictureBlock>): message is Message {
  return message.blocks.every(({ type }) => type !== "picture");
}

async function picture(
  draw: Draw,
  block: PictureBlock,
  attempts: Attempts,
  onFailure: () => void,
): Promise<readonly Block[]> {
  const { key, caption, covered, instead, files } = block;
  while (await attempts.begin(key)) {
    const data = await draw(block.picture).catch(() => null);
    if (data === null) {
      onFailure();
      continue;
    }
    await attempts.succeeded(key);
    const about = { key, caption, covered, instead };
    return [{ type: "media", ...about, kind: "photo", mime: "image/png", name: `${key}.png`, data }];
  }
  return files.length > 0 ? files : [{ type: "note", text: instead }];
}
