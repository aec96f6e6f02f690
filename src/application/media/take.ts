/** A file in the private chat becomes the answer to the question that is being asked, or its sender hears why not. */

import type { FieldAnswer } from "../../domain/answer.ts";
import { isBlank } from "../../domain/blank.ts";
import type { MediaField } from "../../domain/card.ts";
import { cleanFileName } from "../../domain/file-name.ts";
import { mimeOf, readImage, stillOf } from "../../domain/image/read.ts";
import type { Received } from "../../ports/chat.ts";
import { type Fetched, MAX_MEDIA } from "../../ports/media.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { fieldsDraft } from "../rounds/beginnings.ts";
import { advance } from "../rounds/steps.ts";
import { track } from "../rounds/tracked.ts";
import { line, say } from "../speak.ts";
import { type MediaEvent, type Target, targetOf } from "./target.ts";
import { fits, whatFits } from "./words.ts";

/** The further files of an album come within this time: until then no next question is put between them. */
const ALBUM = 1_500;

export async function handleMedia(ctx: Ctx, event: MediaEvent): Promise<void> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (!home) return event.edited ? undefined : line(ctx, ctx.me ? "talk.alone" : "talk.stranger");
  const target = await targetOf(ctx, home, { ...event, media: weighed(ctx, event.media) });
  if (target.type === "refuse") return refused(ctx, home, event, target);
  const fetched = fetchedOf(ctx, event.media);
  if (fetched.type !== "bytes") return line(ctx, fetched.type === "gone" ? "media.again" : "media.too-large");
  const { round, current, answer } = target;
  const kept = await keep(ctx, home, round.id, event.media, fetched.data);
  await track(ctx, event.album === undefined ? "typed" : albumOf(event.album), round.id, event);
  const said = isBlank(event.caption) ? { caption: "" } : { caption: event.caption, ...stylesOf(event) };
  const value = { ...kept, ...said, ref: event.messageId };
  const how = event.album === undefined ? {} : { dedupe: albumOf(event.album), notBefore: ctx.now + ALBUM };
  await advance(ctx, home, round, { ...answer, [current.key]: value }, how);
}

/** A file that came with a form. `missing`, after a word about it, when it cannot be kept. */
export async function takeUpload(
  ctx: Ctx,
  home: MyHome,
  round: string,
  field: MediaField,
  upload: Received,
): Promise<FieldAnswer | "missing"> {
  const t = (key: string) => ctx.deps.translate(home.me.language, key);
  if (!fits(field, upload.kind)) {
    await line(ctx, "media.kind-else", { what: whatFits(field, home.me.language, t) });
    return "missing";
  }
  const tooLarge = (upload.size ?? 0) > MAX_MEDIA;
  const fetched: Fetched = tooLarge ? { type: "too-large" } : fetchedOf(ctx, upload);
  if (fetched.type === "bytes") return keep(ctx, home, round, upload, fetched.data);
  await line(ctx, fetched.type === "gone" ? "media.again" : "media.too-large");
  return "missing";
}

function stylesOf({ spans }: Pick<MediaEvent, "spans">) {
  return spans === undefined ? {} : { spans };
}

function albumOf(id: string): string {
  return `album:${id}`;
}

/** What the platform gave before the transaction; not fetched at all counts as gone. */
function fetchedOf(ctx: Ctx, { file }: Pick<Received, "file">): Fetched {
  return ctx.facts.files?.get(file) ?? { type: "gone" };
}

/** With the size that it really has, once it was fetched: what is said of it is not always there, or true. */
function weighed(ctx: Ctx, media: Received): Received {
  const fetched = fetchedOf(ctx, media);
  return fetched.type === "bytes" ? { ...media, size: fetched.data.byteLength } : media;
}

/** Stores the bytes; what the answer says about them comes back. */
async function keep(ctx: Ctx, home: MyHome, round: string, received: Received, data: Uint8Array) {
  const { kind: media } = received;
  const name = received.name === null ? null : cleanFileName(received.name);
  const mediaId = ctx.deps.random.id();
  const image = media === "photo" ? readImage(data) : null;
  const mime = image ? mimeOf(image) : received.mime;
  await ctx.tx.media.put({ id: mediaId, round, author: home.me.id, data });
  const about = { kind: "media", mediaId, media, mime, name, bytes: data.byteLength } as const;
  const looked = media === "photo" ? { drawable: stillOf(image) !== null } : {};
  return { ...about, ...looked, caption: "", ref: null } satisfies FieldAnswer;
}

type Refusal = Extract<Target, { type: "refuse" }>;

/** Says why, once for an album. An edit that concerns no answer needs no word. */
async function refused(ctx: Ctx, home: MyHome, event: MediaEvent, { why, round, current }: Refusal): Promise<void> {
  if (why === "unchanged") return;
  if (event.album !== undefined) {
    const rest = `album-rest:${event.album}`;
    if (await ctx.tx.messages.latest(ctx.chat, rest)) return;
    await track(ctx, rest, round?.id ?? null, event);
    if (await ctx.tx.messages.latest(ctx.chat, albumOf(event.album))) return line(ctx, "media.one-each");
  }
  if (why === "form" && round) return say(ctx, "media-form", { roundId: round.id });
  const { field } = current ?? {};
  const t = (key: string) => ctx.deps.translate(home.me.language, key);
  const what = field?.kind === "media" ? { what: whatFits(field, home.me.language, t) } : {};
  await line(ctx, `media.${why}`, what);
  const asking = round !== null && (await fieldsDraft(ctx, home.me.id, round.id)) !== null;
  if (asking && (why === "words" || why === "kind-else")) await say(ctx, "prompt", { roundId: round.id });
}
