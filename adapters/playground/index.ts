/**
 * The playground: a platform of its own, on the same port as the others. Two people on one page,
 * one shared chat, a private chat each, and a clock that can be moved.
 */
import { join } from "node:path";
import type { Hono } from "hono";
import type { Capabilities, ChatAdapter, Inbound, Reply } from "../../src/ports/chat.ts";
import type { CommandSpec } from "../../src/ports/command-spec.ts";
import type { Log } from "../../src/ports/log.ts";
import { type Fetched, MAX_MEDIA } from "../../src/ports/media.ts";
import type { Pace } from "../../src/ports/pace.ts";
import type { Transcript } from "../../src/ports/transcript.ts";
import { Board } from "./board.ts";
import type { ShiftableClock } from "./clock.ts";
import { Inbox } from "./inbox.ts";
import { deliver } from "./outward.ts";
import { People } from "./people.ts";
import { HOME, isUserId, PEOPLE, PLATFORM, USER_IDS } from "./platform.ts";
import { createRoutes } from "./routes.ts";
import { fileAt, viewOf } from "./shown.ts";
import { Stream } from "./stream.ts";
import { TimeControl, type TimeHooks } from "./time.ts";

export { assertPlaygroundAllowed } from "./allowed.ts";
export { loadShiftableClock, type ShiftableClock } from "./clock.ts";
export { HOME, PEOPLE } from "./platform.ts";

export interface PlaygroundOptions extends TimeHooks {
  readonly transcript: Transcript;
  readonly clock: ShiftableClock;
  readonly log: Log;
  /** “Start over”: erases both people through the application. The chats are emptied after it. */
  readonly onReset: () => Promise<void>;
}

export type PlaygroundAdapter = ChatAdapter & {
  /** The page, to be mounted at `/`; answers 403 to any other machine. */
  readonly routes: Hono;
};

const CAPABILITIES: Capabilities = {
  forms: false,
  answersByMessage: true,
  commandsAreRead: true,
  canDeleteTyped: true,
  toastsVanish: true,
  answersStayFor: null,
  welcomesWhenAdded: true,
};

/** No limits of its own: everything is shown at once. */
const PACE: Pace = {
  overall: { count: 1_000, perMs: 1_000 },
  perChatMs: 0,
  perShared: { count: 1_000, perMs: 1_000 },
};

/** The two are always there, and nobody else can be. */
const SURROUNDINGS: Pick<ChatAdapter, "audience" | "isMember" | "inspect" | "posting" | "link"> = {
  audience: async (chatId, two) => {
    if (chatId !== HOME) return "unknown";
    return two.length === 2 && USER_IDS.every((userId) => two.includes(userId)) ? "only-two" : "others";
  },
  isMember: async (chatId, userId) => (chatId === HOME ? isUserId(userId) : null),
  inspect: async (chatId) => (chatId === HOME ? "ok" : "unknown"),
  posting: async (chatId) => (chatId === HOME ? "yes" : "unknown"),
  // A button marked `private` leads into the private chat by itself.
  link: () => null,
};

/** The page appears where `routes` is mounted; nothing is taken in before `start`. */
export function createPlayground(options: PlaygroundOptions): PlaygroundAdapter {
  const { transcript, clock, log } = options;
  const board = new Board(transcript, clock, log);
  const inbox = new Inbox(board, log);
  const people = new People(board, inbox, clock);
  const time = new TimeControl(clock, options);
  let commands: readonly CommandSpec[] = [];
  const stream = createStream(board, time, () => commands);
  const { startOver, busy } = restarter(options.onReset, { board, inbox, people, stream });
  const open = () => inbox.open() && !busy();
  const pagesFolder = join(import.meta.dirname, "ui");
  return {
    platform: PLATFORM,
    capabilities: CAPABILITIES,
    pace: PACE,
    ...SURROUNDINGS,
    routes: createRoutes({ board, people, time, stream, open, startOver, pagesFolder }),
    async start(handle, specs) {
      commands = specs;
      await board.load();
      inbox.start(handle, (event, reply) => showOutcome(stream, time, event, reply));
      if (board.isEmpty()) await people.addBot();
    },
    async stop() {
      await inbox.stop();
      stream.end();
    },
    deliver: (delivery, onPart) => deliver(board, log, delivery, onPart),
    healthy: () => inbox.open(),
    fetch: async (messageId) => fetched(fileAt(board.get(messageId), 0)?.data),
  };
}

function fetched(data: Buffer | undefined): Fetched {
  if (data === undefined) return { type: "gone" };
  return data.byteLength > MAX_MEDIA ? { type: "too-large" } : { type: "bytes", data };
}

function createStream(board: Board, time: TimeControl, commands: () => readonly CommandSpec[]): Stream {
  const view = (id: string) => {
    const entry = board.get(id);
    return entry === null ? null : viewOf(entry);
  };
  const entries = () => board.all().flatMap((entry) => viewOf(entry) ?? []);
  const stream = new Stream({
    clock: () => time.view(),
    state: () => ({ people: PEOPLE, commands: commands(), entries: entries() }),
    view,
  });
  board.onChange((id) => stream.changed(id));
  return stream;
}

type Parts = { readonly board: Board; readonly inbox: Inbox; readonly people: People; readonly stream: Stream };

/** While it runs, nothing new is taken in: it would end up half in the old story. */
function restarter(onReset: () => Promise<void>, { board, inbox, people, stream }: Parts) {
  let running = false;
  async function startOver(): Promise<void> {
    running = true;
    try {
      await inbox.idle();
      await onReset();
      await board.clear();
      await stream.reset();
      await people.addBot();
    } finally {
      running = false;
    }
  }
  return { startOver, busy: () => running };
}

/** After an event took effect: its toast, and when the next card is due now. */
function showOutcome(stream: Stream, time: TimeControl, event: Inbound, reply: Reply): void {
  if (reply.type === "toast" && "from" in event) stream.tell("toast", { user: event.from.userId, text: reply.text });
  void time.view().then((view) => stream.tell("clock", view));
}
