/** Both platforms' lists of errors, whole: what each means to a message on its way, in a shared chat and in a private one. */
import { DiscordAPIError } from "discord.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toResult as onDiscord, toFailure } from "../../adapters/discord/errors.ts";
import { toResult as onTelegram, Refused } from "../../adapters/telegram/errors.ts";
import type { Chat, DeliveryResult } from "../../src/ports/chat.ts";
import { CODES, type Listed, statusOf } from "../fakes/discord/codes.ts";
import { REFUSALS } from "../fakes/telegram/refusals.ts";

const shared: Chat = { kind: "shared", platform: "x", chatId: "-1" };
const own: Chat = { kind: "private", platform: "x", userId: "1" };

/** One word for what a result leads to. */
function fate(result: DeliveryResult): string {
  if (result.type === "unreachable") return result.why;
  if (result.type === "rejected") return result.because ?? "unknown";
  return result.type;
}

function discord({ code, message }: Listed, status = statusOf({ code, message })) {
  const error = new DiscordAPIError({ code, message }, code, status, "POST", "http://x", {});
  return onDiscord(toFailure(error));
}

/** The fates of a platform's whole list, each with what leads to it. */
function byFate<T>(all: readonly T[], of: (one: T) => string, name: (one: T) => string | number) {
  return all.reduce((found, one) => {
    const key = of(one);
    return found.set(key, [...(found.get(key) ?? []), name(one)]);
  }, new Map<string, (string | number)[]>());
}

describe("Telegram", () => {
  const shortOf = ({ description }: { description: string }) => description.replace(/^(Bad Request|Forbidden): /, "");
  const telegram = (chat: Chat) => byFate(REFUSALS, (one) => fate(onTelegram(new Refused(one), chat)), shortOf);

  test("a shared chat: those that are known by no name are few", () => {
    const found = telegram(shared);
    expect(found.get("unknown")?.toSorted()).toEqual([
      "MSG_ID_INVALID",
      "RANDOM_ID_DUPLICATE",
      "SCHEDULE_TOO_MUCH",
      "STORAGE_CHECK_FAILED",
      "TIMEOUT",
      "message to be replied not found",
    ]);
    for (const place of ["CHAT_SEND_PLAIN_FORBIDDEN", "PEER_FLOOD", "CHAT_WRITE_FORBIDDEN"]) {
      expect(found.get("no-access")).toContain(place);
    }
    expect(found.get("topic-closed")).toContain("TOPIC_CLOSED");
    for (const kind of [
      "CHAT_SEND_PHOTOS_FORBIDDEN",
      "BUTTON_URL_INVALID",
      "message is too long",
      "IMAGE_PROCESS_FAILED",
    ]) {
      expect(found.get("content")).toContain(kind);
    }
    for (const ours of ["message text is empty", "BUTTON_DATA_INVALID", "ENTITY_BOUNDS_INVALID"]) {
      expect(found.get("bug")).toContain(ours);
    }
    expect(found.get("stays")).toContain("MESSAGE_DELETE_FORBIDDEN");
    expect(found.get("chat-gone")).toContain("CHANNEL_PRIVATE");
  });

  test("a private chat is never gone, only closed or blocked until its owner is heard from", () => {
    const found = telegram(own);
    expect(found.has("chat-gone") || found.has("no-access")).toBe(false);
    expect(found.get("blocked")).toContain("USER_IS_BLOCKED");
    expect(found.get("closed")).toContain("PRIVACY_PREMIUM_REQUIRED");
    expect(found.get("content")).toContain("VOICE_MESSAGES_FORBIDDEN");
  });

  test("a 404 that says what was not found is about one message, and holds up nobody else", () => {
    for (const description of ["Not Found: chat not found", "Not Found: SOMETHING_NEW", "Not Found: method not found"])
      expect(onTelegram(new Refused({ code: 404, description }), shared).type, description).not.toBe("retry");
    const token = onTelegram(new Refused({ code: 404, description: "Not Found" }), shared);
    expect(token).toMatchObject({ type: "retry", scope: "platform" });
  });

  test("slow mode is waited out for as long as it says", () => {
    const slow = onTelegram(new Refused({ code: 400, description: "Bad Request: SLOWMODE_WAIT_17" }), shared);
    expect(slow).toEqual({ type: "retry", afterMs: 17_000, scope: "chat", heldBack: true });
  });
});

describe("Discord", () => {
  test("what a message can meet is known by name", () => {
    const found = byFate(
      CODES,
      (one) => fate(discord(one)),
      ({ code }) => code,
    );
    const expected: Readonly<Record<string, readonly number[]>> = {
      retry: [20016, 20028, 40003, 40004, 40062, 130000],
      content: [20009, 40005, 50045, 200000, 200001, 240000, 50600, 400001],
      bug: [50006, 50035, 50109],
      stays: [30046, 50005, 50021],
      "chat-gone": [10003, 10004],
      "no-access": [50001, 50008, 50009, 50013, 50024, 50083, 160005, 40058, 40001],
      closed: [50007, 50278, 50033, 10013],
    };
    for (const [name, codes] of Object.entries(expected)) {
      expect(found.get(name)).toEqual(expect.arrayContaining([...codes]));
    }
  });

  test("a body that says too much is content, one that is made wrongly is ours", () => {
    const invalid = (path: string, code: string) => {
      const errors = { [path]: { _errors: [{ code, message: "x" }] } };
      const error = new DiscordAPIError(
        { code: 50035, message: "Invalid Form Body", errors },
        50035,
        400,
        "POST",
        "",
        {},
      );
      return fate(onDiscord(toFailure(error)));
    };
    expect(invalid("content", "BASE_TYPE_MAX_LENGTH")).toBe("content");
    expect(invalid("components", "BASE_TYPE_BAD_LENGTH")).toBe("bug");
  });
});

describe("what is in no list", () => {
  const FATES = ["retry", "no-access", "blocked", "closed", "chat-gone", "content", "bug", "stays", "unknown"];

  test("has a fate, whatever it says", () => {
    const text = fc.string({ maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 499 }), text, fc.nat(999_999), (status, description, code) => {
        for (const chat of [shared, own]) {
          if (status === 409) continue;
          expect(FATES).toContain(fate(onTelegram(new Refused({ code: status, description }), chat)));
        }
        expect(FATES).toContain(fate(discord({ code, message: description }, status)));
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  test("403 is about the place; anything else is tried in simpler forms and then privately", () => {
    const strange = (code: number) => fate(onTelegram(new Refused({ code, description: "Zorp" }), shared));
    expect([strange(403), strange(400), strange(422)]).toEqual(["no-access", "unknown", "unknown"]);
    const never = { code: 987_654, message: "Zorp" };
    expect([403, 400, 404].map((status) => fate(discord(never, status)))).toEqual(["no-access", "unknown", "unknown"]);
  });
});
