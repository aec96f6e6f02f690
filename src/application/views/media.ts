/** Files of answers as blocks: whose they are, what they answer, and a board where the ritual draws one. */
import type { FieldAnswer } from "../../domain/answer.ts";
import type { Seat } from "../../domain/couple.ts";
import { cleanFileName } from "../../domain/file-name.ts";
import { readStill } from "../../domain/image/read.ts";
import type { MediaBlock, PictureBlock } from "../../domain/message.ts";
import type { Square } from "../../domain/picture.ts";
import type { Answers } from "../../domain/round/disclose.ts";
import type { Round } from "../../domain/round/state.ts";
import { extension } from "../media/own.ts";
import { mediaWords } from "../media/words.ts";
import { type Asked, fieldsOf, textOf } from "../rounds/fields.ts";
import type { Seen } from "./view.ts";

type MediaAnswer = Extract<FieldAnswer, { kind: "media" }>;

const LONGEST_CAPTION = 200;

/** A file of a half that may be read. */
interface File {
  readonly asked: Asked;
  readonly answer: MediaAnswer;
  /** Null in an edit: the file stands there already. */
  readonly data: Uint8Array | null;
  /** On the board. */
  readonly pinned: boolean;
}

/**
 * Of a half that may be read: every file in the order of its questions, or the board they are pinned to. In an edit
 * both are named, because the files of a board that could not be drawn stand there instead of it.
 */
export async function filesOf(
  seen: Seen,
  round: Round,
  seat: Seat,
  shown: Answers,
): Promise<(MediaBlock | PictureBlock)[]> {
  const asked = fieldsOf(seen.deps.content, round, seen.language).filter(({ field }) => field.kind === "media");
  const isBoard = seen.deps.content.ritualKind(round.kind)?.picture === "board" && asked.length > 0;
  const files: File[] = [];
  for (const one of asked) {
    const answer = shown[seat][one.key];
    if (answer?.kind === "media") files.push(await fileOf(seen, round, seat, one, answer, isBoard));
  }
  const block = (file: File) => fileBlock(seen, seat, file);
  const loose = files.filter(({ pinned }) => !pinned).map(block);
  if (!isBoard) return loose;
  const pinned = files.filter((file) => file.pinned);
  if (seen.params.edit === true) return [shownBoard(seen, seat), ...pinned.map(block), ...loose];
  return [boardOf(seen, seat, asked, shown, pinned, pinned.map(block)), ...loose];
}

function nameOf(seen: Seen, seat: Seat): string {
  return seen.home?.people[seat].name ?? "";
}

async function fileOf(
  seen: Seen,
  round: Round,
  seat: Seat,
  asked: Asked,
  answer: MediaAnswer,
  isBoard: boolean,
): Promise<File> {
  const author = seen.home?.people[seat].id ?? "";
  const bytes = () => seen.tx.media.get(round.id, author, answer.mediaId);
  const data = seen.params.edit === true ? null : await bytes();
  return { asked, answer, data, pinned: isBoard && (await isDrawable(answer, async () => data ?? (await bytes()))) };
}

/** What was stored before the bytes were looked at is looked at now. */
async function isDrawable({ media, drawable }: MediaAnswer, bytes: () => Promise<Uint8Array | null>): Promise<boolean> {
  if (media !== "photo" || drawable !== undefined) return drawable === true;
  const data = await bytes();
  return data !== null && readStill(data) !== null;
}

function fileBlock(seen: Seen, seat: Seat, { asked: { field }, answer, data }: File): MediaBlock {
  const { mediaId: key, media: kind, mime } = answer;
  return {
    type: "media",
    key,
    kind,
    mime,
    name: cleanFileName(answer.name ?? `${key}${extension(mime)}`),
    data,
    caption: seen
      .t("media.caption", { name: nameOf(seen, seat), label: field.label })
      .slice(0, LONGEST_CAPTION)
      .toWellFormed(),
    covered: true,
    instead: seen.t("media.not-shown"),
  };
}

/** What a board is called, drawn or not. */
function boardAbout(seen: Seen, seat: Seat) {
  const caption = seen.t("board.caption", { name: nameOf(seen, seat) });
  return { key: `board${seat}`, caption, covered: true, instead: seen.t("media.not-shown") };
}

function shownBoard(seen: Seen, seat: Seat): MediaBlock {
  const about = boardAbout(seen, seat);
  return { type: "media", ...about, kind: "photo", mime: "image/png", name: `${about.key}.png`, data: null };
}

/** `files`: what comes in its place when it cannot be drawn. */
function boardOf(
  seen: Seen,
  seat: Seat,
  asked: readonly Asked[],
  shown: Answers,
  pinned: readonly File[],
  files: readonly MediaBlock[],
): PictureBlock {
  const squares = asked.map(({ key, field: { label } }): Square => {
    const answer = shown[seat][key];
    if (answer?.kind !== "media") return { label, line: textOf(answer), photo: null };
    const data = pinned.find((file) => file.asked.key === key)?.data;
    // A photo is seen; of any other file the words say that it is there.
    return data
      ? { label, line: answer.caption, photo: { mime: answer.mime, data } }
      : { label, line: mediaWords(answer, seen.t).text, photo: null };
  });
  return {
    type: "picture",
    ...boardAbout(seen, seat),
    picture: { kind: "board", title: nameOf(seen, seat), squares },
    files,
  };
}
