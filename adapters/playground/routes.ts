/** The page and what it calls. Served to this machine only. */
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { z } from "zod";
import { isLoopback } from "./allowed.ts";
import type { Board } from "./board.ts";
import { readPages, sendFile, sendPage } from "./pages.ts";
import type { People } from "./people.ts";
import { USER_IDS } from "./platform.ts";
import { fileAt } from "./shown.ts";
import type { Stream } from "./stream.ts";
import type { TimeControl } from "./time.ts";

export interface Playground {
  readonly board: Board;
  readonly people: People;
  readonly time: TimeControl;
  readonly stream: Stream;
  /** Takes events now: started, not stopping, not starting over. */
  readonly open: () => boolean;
  readonly startOver: () => Promise<void>;
  readonly pagesFolder: string;
}

const user = z.enum(USER_IDS);
const id = z.string().min(1).max(100);
/** Far above what an answer may have, so that the application's own refusal is what one meets. */
const text = z.string().max(20_000).regex(/\S/);

const Say = z.object({ user, where: z.enum(["shared", "private"]), text, replyTo: id.optional() });
/** A file as base64, a little larger than what is kept, so that the refusal is the application's own. */
const Attach = z.object({
  user,
  where: z.enum(["shared", "private"]),
  text: z.string().max(4_000),
  name: z.string().min(1).max(200),
  mime: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/),
  data: z.base64().min(4).max(16_000_000),
});
const Edit = z.object({ user, id, text });
const Tap = z.object({ user, id, action: id });
const MoveClock = z.object({ to: z.enum(["next", "hour", "day"]) });
const StartOver = z.object({ confirmed: z.literal(true) });

export function createRoutes(playground: Playground): Hono {
  const routes = new Hono();
  for (const path of ["/", "/ui/*", "/api/*"]) routes.use(path, thisMachineOnly());
  addPages(routes, playground);
  addActions(routes, playground);
  addControls(routes, playground);
  return routes;
}

/** Both private chats are open to whoever gets here, so nobody from elsewhere does. */
function thisMachineOnly(): MiddlewareHandler {
  return async (c, next) => {
    if (!isLoopback(peerOf(c))) return c.text("The playground is served to this machine only.", 403);
    return next();
  };
}

function peerOf(c: Context): string | undefined {
  try {
    return getConnInfo(c).remote.address;
  } catch {
    return undefined;
  }
}

function addPages(routes: Hono, { board, stream, pagesFolder }: Playground): void {
  const pages = readPages(pagesFolder);
  routes.get("/", (c) => sendPage(c, pages.get("index.html")));
  routes.get("/ui/:name", (c) => sendPage(c, pages.get(c.req.param("name"))));
  routes.get("/api/stream", (c) => stream.open(c));
  routes.get("/api/files/:id/:index", (c) => {
    return sendFile(c, fileAt(board.get(c.req.param("id")), Number(c.req.param("index"))));
  });
}

function addActions(routes: Hono, { people, open }: Playground): void {
  routes.post("/api/say", (c) =>
    withBody(c, open, Say, async (said) => {
      await people.say(said);
      return c.json({});
    }),
  );
  routes.post("/api/attach", (c) =>
    withBody(c, open, Attach, async ({ name, mime, data, ...sent }) => {
      await people.attach({ ...sent, file: { name, mime, data } });
      return c.json({});
    }),
  );
  routes.post("/api/edit", (c) =>
    withBody(c, open, Edit, async (edit) =>
      (await people.edit(edit.user, edit.id, edit.text)) ? c.json({}) : problem(c, 409, "This cannot be changed."),
    ),
  );
  routes.post("/api/tap", (c) =>
    withBody(c, open, Tap, async (tap) => {
      const where = await people.tap(tap.user, tap.id, tap.action);
      return where === null ? problem(c, 409, "That button is not there any more.") : c.json({ where });
    }),
  );
}

function addControls(routes: Hono, { time, stream, open, startOver }: Playground): void {
  routes.post("/api/clock", (c) =>
    withBody(c, open, MoveClock, async ({ to }) => {
      const moved = await time.move(to);
      if (!moved) return problem(c, 409, "No card is planned yet. The two set one up first.");
      const view = await time.view();
      stream.tell("clock", view);
      return c.json(view);
    }),
  );
  routes.post("/api/start-over", (c) =>
    withBody(c, open, StartOver, async () => {
      await startOver();
      return c.json({});
    }),
  );
}

function problem(c: Context, status: 400 | 409 | 503, message: string): Response {
  return c.json({ problem: message }, status);
}

/** JSON alone is taken: a plain form of another page could otherwise be sent here. */
async function withBody<T>(
  c: Context,
  open: () => boolean,
  shape: z.ZodType<T>,
  work: (body: T) => Promise<Response>,
): Promise<Response> {
  if (!open()) return problem(c, 503, "The playground is just starting. Try again in a moment.");
  if (c.req.header("content-type")?.startsWith("application/json") !== true) return problem(c, 400, "Not understood.");
  const body = shape.safeParse(await c.req.json().catch(() => null));
  return body.success ? work(body.data) : problem(c, 400, "Not understood.");
}
