/** Files of answers as blocks: whose they are, what they answer, and a board where the ritual draws one. */
import type { FieldAnswer } from "../../domain/answer.ts";
import type { Seat } from "../../domain/couple.ts";
import type { MediaBlock, PictureBlock } from "../../domain/message.ts";
import type { Answers } from "../../domain/round/disclose.ts";
import type { Round } from "../../domain/round/state.ts";
import { extension } from "../media/own.ts";
import { type Asked, fieldsOf, textOf } from "../rounds/fields.ts";
import type { Seen } from "./view.ts";

type MediaAnswer = Extract<FieldAnswer, { kind: "media" }>;

const LONGEST_CAPTION = 200;
/** What can be drawn into a board. */
const DRAWN = /^image\/(jpeg|png|gif)$/;

/** Of a half that may be read: every file in the order of its questions, or the board they are pinned to. */
export async function filesOf(
  seen: Seen,
  round: Round,
  seat: Seat,
  shown: Answers,
): Promise<(MediaBlock | PictureBlock)[]> {
  const asked = fieldsOf(seen.deps.content, round, seen.language).filter(({ field }) => field.kind === "media");
  const isBoard = seen.deps.content.ritualKind(round.kind)?.picture === "board" && asked.length > 0;
  const board = isBoard ? await boardOf(seen, round, seat, asked, shown) : [];
  const blocks: (MediaBlock | PictureBlock)[] = [];
  for (const one of asked) {
    const answer = shown[seat][one.key];
    if (answer?.kind !== "media" || (isBoard && isDrawn(answer))) continue;
    blocks.push(await fileBlock(seen, round, seat, one, answer));
  }
  return [...board, ...blocks];
}

function isDrawn({ media, mime }: MediaAnswer): boolean {
  return media === "photo" && DRAWN.test(mime);
}

function nameOf(seen: Seen, seat: Seat): string {
  return seen.home?.people[seat].name ?? "";
}

/** In an edit the bytes are not needed: the file stands there already. */
async function bytesOf(seen: Seen, round: Round, seat: Seat, { mediaId }: MediaAnswer): Promise<Uint8Array | null> {
  const author = seen.home?.people[seat].id ?? "";
  return seen.params.edit === true ? null : seen.tx.media.get(round.id, author, mediaId);
}

async function fileBlock(
  seen: Seen,
  round: Round,
  seat: Seat,
  { field }: Asked,
  answer: MediaAnswer,
): Promise<MediaBlock> {
  const { mediaId: key, media: kind, mime } = answer;
  return {
    type: "media",
    key,
    kind,
    mime,
    name: answer.name ?? `${key}${extension(mime)}`,
    data: await bytesOf(seen, round, seat, answer),
    caption: seen.t("media.caption", { name: nameOf(seen, seat), label: field.label }).slice(0, LONGEST_CAPTION),
    covered: true,
    instead: seen.t("media.not-shown"),
  };
}

async function boardOf(seen: Seen, round: Round, seat: Seat, asked: readonly Asked[], shown: Answers) {
  const name = nameOf(seen, seat);
  const key = `board${seat}`;
  const caption = seen.t("board.caption", { name });
  const about = { key, caption, covered: true, instead: seen.t("media.not-shown") };
  if (seen.params.edit === true) {
    const file = { kind: "photo", mime: "image/png", name: `${key}.png`, data: null } as const;
    return [{ type: "media", ...about, ...file } satisfies MediaBlock];
  }
  const squares = await Promise.all(
    asked.map(async ({ key: field, field: { label } }) => {
      const answer = shown[seat][field];
      if (answer?.kind !== "media") return { label, line: textOf(answer), photo: null };
      const data = isDrawn(answer) ? await bytesOf(seen, round, seat, answer) : null;
      return { label, line: answer.caption, photo: data && { mime: answer.mime, data } };
    }),
  );
  return [{ type: "picture", ...about, picture: { kind: "board", title: name, squares } } satisfies PictureBlock];
}
