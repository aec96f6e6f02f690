/** Limits of messages that the description leaves to the server ("Create Message", "Message Flags"). */
import type { BodyKind } from "./bodies.ts";
import { Issues } from "./issues.ts";
import type { Message } from "./message.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { checkComponents, everyComponent, Kind } from "./rules-components.ts";
import { checkSchema } from "./schema.ts";
import type { Embed, FileInput, MessageBody } from "./types.ts";

export const Flag = {
  SuppressEmbeds: 1 << 2,
  Ephemeral: 1 << 6,
  Loading: 1 << 7,
  VoiceMessage: 1 << 13,
  SuppressNotifications: 1 << 12,
  ComponentsV2: 1 << 15,
} as const;

/** Where a message is going: only an answer to an interaction may be ephemeral. */
export interface Occasion {
  readonly kind: BodyKind;
  /** What to look at inside the body of a callback. */
  readonly path?: readonly string[];
  readonly ephemeralAllowed: boolean;
  /** The message that is changed, when it is not a new one. */
  readonly existing?: Message | undefined;
}

/** Everything wrong with a message, or undefined. `whole` is the body as it was sent. */
export function messageRefusal(
  whole: unknown,
  body: MessageBody,
  files: readonly FileInput[],
  occasion: Occasion,
): { refusal: Refusal; issues: Issues } | undefined {
  const issues = new Issues();
  checkSchema(occasion.kind, whole, issues);
  if (issues.list.length === 0) {
    const inner = new Issues();
    checkMessage(body, occasion, inner);
    checkFiles(body, files, inner);
    for (const { path, code, message } of inner.list) issues.add([...(occasion.path ?? []), ...path], code, message);
  }
  if (issues.list.length > 0) return { refusal: issues.refusal(), issues };
  if (!isEmpty(body, files, occasion.existing)) return undefined;
  issues.add([], "50006", "Cannot send an empty message");
  return { refusal: refuse.emptyMessage(), issues };
}

/** What an edit leaves out stays, and counts. */
function isEmpty(body: MessageBody, files: readonly FileInput[], existing: Message | undefined): boolean {
  const content = body.content === undefined ? existing?.content : body.content;
  const embeds = body.embeds === undefined ? existing?.embeds : body.embeds;
  const components = body.components === undefined ? existing?.components : body.components;
  const attachments = body.attachments === undefined ? existing?.attachments : body.attachments;
  const parts = [content?.trim(), embeds, components, attachments, body.sticker_ids, files];
  return parts.every((part) => (part?.length ?? 0) === 0) && (body.poll ?? null) === null;
}

function checkMessage(body: MessageBody, occasion: Occasion, issues: Issues): void {
  const flags = body.flags ?? 0;
  const { existing } = occasion;
  const wasV2 = ((existing?.flags ?? 0) & Flag.ComponentsV2) !== 0;
  const isV2 = (flags & Flag.ComponentsV2) !== 0 || wasV2;
  issues.length(["content"], body.content ?? "", 0, 2000);
  checkEmbeds(body.embeds ?? [], issues);
  checkFlags(flags, occasion, issues);
  checkMentions(body, issues);
  const all = everyComponent(body.components ?? []);
  checkComponents(all, issues);
  if (isV2) checkV2(wasV2 ? body : whatRemains(body, existing), issues);
  else checkRows(body, issues);
}

function checkFlags(flags: number, occasion: Occasion, issues: Issues): void {
  const allowed = Flag.SuppressEmbeds | Flag.SuppressNotifications | Flag.ComponentsV2 | Flag.VoiceMessage;
  const rest = flags & ~(allowed | (occasion.ephemeralAllowed ? Flag.Ephemeral : 0));
  if (rest !== 0) issues.add(["flags"], "MESSAGE_FLAGS_INVALID", `The flags ${rest} cannot be set here`);
}

function checkMentions(body: MessageBody, issues: Issues): void {
  const mentions = body.allowed_mentions;
  for (const key of ["users", "roles"] as const) {
    const listed = mentions?.[key] ?? [];
    if (listed.length > 100)
      issues.add(["allowed_mentions", key], "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.");
    if (listed.length > 0 && mentions?.parse?.includes(key)) {
      const message = `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`;
      issues.add(["allowed_mentions"], "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
    }
  }
}

function embedSize(embed: Embed): number {
  const fields = (embed.fields ?? []).flatMap((field) => [field.name, field.value]);
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name, ...fields];
  return texts.reduce((sum, text) => sum + [...(text ?? "")].length, 0);
}

function checkEmbeds(embeds: readonly Embed[], issues: Issues): void {
  const total = embeds.reduce((sum, embed) => sum + embedSize(embed), 0);
  if (total > 6000) issues.add(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
}

/** Without the V2 flag: action rows only, and five of them. */
function checkRows(body: MessageBody, issues: Issues): void {
  const components = body.components ?? [];
  issues.length(["components"], components, 0, 5);
  components.forEach((component, index) => {
    if (component.type !== Kind.ActionRow) {
      issues.add(["components", index, "type"], "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).');
    }
  });
}

/** A message that becomes a V2 one has to give up its content and embeds in the same edit. */
function whatRemains(body: MessageBody, existing: Message | undefined): MessageBody {
  if (existing === undefined) return body;
  return { content: existing.content, embeds: existing.embeds, ...body };
}

const UTF8 = new TextEncoder();

function checkV2(body: MessageBody, issues: Issues): void {
  const code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
  for (const key of ["content", "embeds", "poll", "sticker_ids"] as const) {
    const value = body[key];
    const isUsed = typeof value === "string" || Array.isArray(value) ? value.length > 0 : (value ?? null) !== null;
    if (isUsed) issues.add([key], code, `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`);
  }
  const all = everyComponent(body.components ?? []);
  if (all.length > 40)
    issues.add(["components"], "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "Must be 40 or fewer in total.");
  const text = all
    .map(({ component }) => (component.type === Kind.TextDisplay ? (component.content ?? "") : ""))
    .join("");
  const tooLong = "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED";
  if ([...text].length > 4000) issues.add(["components"], tooLong, "Displayable text exceeds maximum size of 4000");
  else if (UTF8.encode(text).length > 10_000)
    issues.add(["components"], tooLong, "Displayable text exceeds 10000 bytes");
}

function checkFiles(body: MessageBody, files: readonly FileInput[], issues: Issues): void {
  issues.length(["files"], files, 0, 10);
  (body.attachments ?? []).forEach((attachment, index) => {
    const isNew = Number(attachment.id) < 1000;
    if (isNew && files[Number(attachment.id)] === undefined) {
      issues.add(["attachments", index], "ATTACHMENT_NOT_FOUND", "The referenced file was not sent");
    }
  });
}
