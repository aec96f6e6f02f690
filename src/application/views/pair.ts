/** Coming together: the welcome, the notice, the invite. */
import { isBlank } from "../../domain/blank.ts";
import type { Person } from "../../domain/couple.ts";
import type { Block } from "../../domain/message.ts";
import { confirming } from "../confirm.ts";
import { button, heading, message, note, paragraph, privateButton, type Seen, text, type View } from "./view.ts";

/** Exactly one button, for both to tap. */
const welcome: View = async (seen) => {
  const place = await seen.tx.places.byId(text(seen, "placeId"));
  if (!place?.active || place.coupleId !== null) return null;
  const join = privateButton(seen.t("button.join"), `join_${place.id}`);
  return message(
    [heading(seen.t("welcome.hello")), paragraph(seen.t("welcome.what")), paragraph(seen.t("welcome.how"))],
    [[join]],
  );
};

/** Longer names are cut where they stand beside an account. */
const LONGEST_NAME = 40;

/**
 * A name for a line beside the account it belongs to. Whoever wears it has chosen it: nothing of it may look like an
 * account, a number or a line of ours.
 */
function nameOnly(name: string): string {
  const plain = name
    .normalize("NFKC")
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}@#:;/\\()[\]{}<>|“”„"«»·•\u2018\u201b]/gu, "")
    .replace(/\p{Nd}{4,}/gu, "…")
    .trim();
  return isBlank(plain) ? "…" : [...plain].slice(0, LONGEST_NAME).join("").trim();
}

/** The account as the platform has it: what cannot be chosen twice. */
function accountLines(seen: Seen, person: Person): Block[] {
  const platform = person.platform.charAt(0).toUpperCase() + person.platform.slice(1);
  const key = person.handle === undefined ? "invite.account-id" : "invite.account";
  const params = { platform, id: person.userId, handle: person.handle ?? "" };
  return [heading(seen.t(key, params)), note(seen.t("invite.imitated"))];
}

/** Whose invitation it is that somebody is about to take: the account alone, because a code may reach the wrong one. */
async function invitedBy(seen: Seen): Promise<Block[]> {
  const inviter = text(seen, "inviter") === "" ? null : await seen.tx.people.byId(text(seen, "inviter"));
  if (!inviter) return [];
  return [paragraph(seen.t("invite.from")), ...accountLines(seen, inviter)];
}

/** What is stored and what this is not, before anything is; one button joins. */
const notice: View = async (seen) => {
  const agreeing = text(seen, "action") as `agree${string}`;
  const once = await confirming(seen, agreeing);
  const items = ["stored", "together", "adults", "no-therapy", "afraid", "encryption", "operator", "leave"];
  const list = items.map((item) => seen.t(`notice.${item}`));
  const yes = button(seen.t("button.im-in"), once(agreeing), "replace", "main");
  return message(
    [
      heading(seen.t("notice.title")),
      ...(await invitedBy(seen)),
      { type: "list", items: list },
      note(seen.t("notice.more")),
    ],
    [[yes]],
  );
};

const joined: View = (seen) => message([paragraph(seen.t("joined.line")), note(seen.t("joined.wait"))]);

const connected: View = (seen) => {
  if (!seen.mine) return null;
  const where = seen.home?.place?.active ? "connected.shared" : "connected.private";
  return message([heading(seen.t("connected.line", { name: seen.mine.partner.name })), paragraph(seen.t(where))]);
};

/** The couple is made: the first card, and the one question about the zone. */
const together: View = (seen) => {
  const { home } = seen;
  if (!home) return null;
  const zone = home.couple.zone.replaceAll("_", " ");
  const lines = [
    heading(seen.t("together.line", { one: home.people.a.name, other: home.people.b.name })),
    paragraph(seen.t("together.how")),
    paragraph(seen.t("together.zone", { zone })),
  ];
  const first = button(seen.t("button.first-card"), "first", "reply", "main");
  const right = button(seen.t("button.zone-right", { zone }), "zoneok", "reply");
  return message(lines, [[first], [right, button(seen.t("button.zone-other"), "zone", "reply")]]);
};

/** Groups of five are easier to read aloud. */
const spoken = (code: string) => code.replace(/^(.{5})/, "$1-");

function inviteLink(seen: Seen, code: string): string | null {
  for (const adapter of seen.deps.adapters.values()) {
    const link = adapter.link(`inv_${code}`);
    if (link !== null) return link;
  }
  return null;
}

const invite: View = (seen) => {
  const code = text(seen, "code");
  const link = inviteLink(seen, code);
  const lines = [
    heading(seen.t("invite.line")),
    paragraph(seen.t("invite.code", { code: spoken(code) })),
    ...(link === null ? [] : [paragraph(seen.t("invite.link", { link }))]),
    note(seen.t("invite.once")),
  ];
  return message(lines);
};

const inviteConfirm: View = async (seen) => {
  const person = await seen.tx.people.byId(text(seen, "personId"));
  if (!person) return null;
  const once = await confirming(seen, "pairok", "pairno");
  const yes = button(seen.t("button.confirm-yes"), once("pairok"), "replace", "main");
  const no = button(seen.t("button.confirm-no"), once("pairno"), "replace", "danger");
  const asks = paragraph(seen.t("invite.confirm", { name: nameOnly(person.name) }));
  return message([asks, ...accountLines(seen, person)], [[yes], [no]]);
};

const inviteWaiting: View = (seen) => message([paragraph(seen.t("invite.waiting"))]);

/** Somebody the bot does not know yet. */
const hello: View = (seen) => {
  const pair = button(seen.t("button.invite"), "pair", "reply", "main");
  const how = seen.can.welcomesWhenAdded ? "hello.group" : "hello.channel";
  return message([heading(seen.t("hello.line")), paragraph(seen.t("hello.what")), paragraph(seen.t(how))], [[pair]]);
};

/** Where somebody spoke whom the bot cannot write to: nothing about anybody, and the way. At once, so without a sound. */
const closedDoor: View = (seen) => {
  const way = seen.can.commandsAreRead
    ? message([paragraph(seen.t("door"))], [[privateButton(seen.t("button.open-private"), "open")]])
    : message([paragraph(seen.t("door-commands"))]);
  return { ...way, silent: true };
};

export const pairViews: Readonly<Record<string, View>> = {
  welcome,
  "closed-door": closedDoor,
  notice,
  joined,
  connected,
  together,
  invite,
  "invite-confirm": inviteConfirm,
  "invite-waiting": inviteWaiting,
  hello,
};
