/** The REST half: takes requests off the wire, lets faults and limits have their say, and answers. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { parseBody, readAll } from "./body.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Gateway } from "./gateway.ts";
import type { RateLimits } from "./limits.ts";
import { ATTACHMENT_LIVES_MS } from "./payloads.ts";
import { Refusal, refuse } from "./refusal.ts";
import { appRoutes } from "./rest-app.ts";
import { guildRoutes } from "./rest-guilds.ts";
import { interactionRoutes } from "./rest-interactions.ts";
import { messageRoutes } from "./rest-messages.ts";
import { type Answer, type Call, find, type Match } from "./router.ts";
import type { FileInput } from "./types.ts";
import type { World } from "./world.ts";

const ROUTES = [...appRoutes, ...guildRoutes, ...messageRoutes, ...interactionRoutes];
const API = /^\/api(?:\/v(\d+))?(\/.*)$/;

/** One request as it arrived, and what became of it. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  /** Method and pattern, such as `POST /channels/:channel/messages`; what `faults.next` takes. */
  readonly route: string;
  readonly body: unknown;
  readonly files: readonly FileInput[];
  readonly at: number;
  /** Undefined while it is under way, 0 when the connection was dropped. */
  status: number | undefined;
}

export interface RestParts {
  readonly world: World;
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly requests: RequestRecord[];
  readonly hooks: Set<(request: RequestRecord) => void>;
}

interface Arrived {
  readonly record: RequestRecord;
  readonly match: Match | "path" | undefined;
  readonly query: URLSearchParams;
  readonly token: string | undefined;
}

/** Handles every HTTP request of the fake. */
export class Rest {
  readonly #parts: RestParts;

  constructor(parts: RestParts) {
    this.#parts = parts;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://fake");
    if (url.pathname.startsWith("/attachments/")) return this.#file(url, response);
    try {
      await this.#api(request, response, url);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : undefined;
      if (refusal === undefined) this.#parts.world.log.note(`BUG IN THE FAKE: ${String((error as Error).stack)}`);
      send(response, refusal?.status ?? 500, refusal?.body() ?? { message: `fake: ${String(error)}`, code: 0 });
    }
  }

  async #api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const [, , path = ""] = API.exec(url.pathname) ?? [];
    const method = request.method ?? "GET";
    const parsed = await parseBody(await readAll(request), request.headers["content-type"]);
    const match = find(ROUTES, method, path);
    const pattern = typeof match === "object" ? match.route.pattern : path;
    const { world, requests, hooks, faults } = this.#parts;
    const record: RequestRecord = {
      method,
      path,
      route: `${method} ${pattern}`,
      ...parsed,
      at: world.clock.now(),
      status: undefined,
    };
    requests.push(record);
    for (const hook of hooks) hook(record);
    const arrived = { record, match, query: url.searchParams, token: request.headers.authorization };
    const fault = faults.take(`${method} ${path}`, record.route);
    if (fault !== undefined && (await strike(fault, record, response))) return;
    const { answer, headers } = this.#answer(arrived);
    record.status = answer.status;
    world.log.note(`${method} ${path} → ${describe(answer)}`);
    if (fault?.what.kind === "answerHeld") await fault.released;
    if (fault?.what.kind === "droppedAfter") drop(record, response);
    else send(response, answer.status, answer.body, headers);
    world.log.changed();
  }

  #answer(arrived: Arrived): { answer: Answer; headers: Record<string, string> } {
    const { match, record } = arrived;
    try {
      const route = typeof match === "object" ? match.route : undefined;
      if (route?.needsToken !== false && arrived.token !== `Bot ${this.#parts.world.token}`)
        throw refuse.unauthorized();
      if (match === undefined) throw refuse.notFound();
      if (match === "path") throw refuse.methodNotAllowed();
      const verdict = this.#parts.limits.count(record.route, bucketOf(match), match.route.needsToken);
      if (verdict.retryAfter !== undefined) {
        const body = {
          message: "You are being rate limited.",
          retry_after: verdict.retryAfter,
          global: verdict.isGlobal,
        };
        return { answer: { status: 429, body }, headers: verdict.headers };
      }
      return { answer: this.#process(match, arrived), headers: verdict.headers };
    } catch (error) {
      if (error instanceof Refusal) return { answer: { status: error.status, body: error.body() }, headers: {} };
      throw error;
    }
  }

  #process(match: Match, { record, query }: Arrived): Answer {
    const { world, gateway } = this.#parts;
    const { method, path, body, files } = record;
    const call: Call = { world, gateway, method, path, params: match.params, query, body, files };
    return match.route.handle(call);
  }

  /** A file that was sent, for as long as its link is good. */
  #file(url: URL, response: ServerResponse): void {
    const { world } = this.#parts;
    const id = url.pathname.split("/")[3] ?? "";
    const attachment = world.attachments.get(id);
    const isGone = attachment === undefined || world.clock.now() - attachment.createdAt >= ATTACHMENT_LIVES_MS;
    if (isGone) {
      response.writeHead(404, { "content-type": "text/plain" }).end("This content is no longer available.");
      return;
    }
    response.writeHead(200, { "content-type": attachment.contentType }).end(attachment.data);
  }
}

/** Buckets are per route and per channel, server or webhook. */
function bucketOf({ route, params }: Match): string {
  const major = params.channel ?? params.guild ?? (params.token === undefined ? "" : `${params.app}/${params.token}`);
  return `${route.method} ${route.pattern} ${major}`;
}

function describe(answer: Answer): string {
  const refused = answer.status >= 400 ? (answer.body as { code?: number; message?: string }) : undefined;
  return refused === undefined
    ? String(answer.status)
    : `${answer.status} ${refused.code ?? ""} ${refused.message ?? ""}`;
}

/** Lets a fault happen before the request is processed. True when that was all. */
async function strike(fault: Fault, record: RequestRecord, response: ServerResponse): Promise<boolean> {
  const { what } = fault;
  if (what.kind === "droppedBefore") return drop(record, response);
  if (what.kind === "hang") {
    await fault.released;
    // A client that has given up meanwhile is not served any more.
    return response.destroyed || response.socket?.destroyed !== false;
  }
  if (what.kind === "delay") await new Promise((resolve) => setTimeout(resolve, what.ms));
  if (what.kind === "status") {
    record.status = what.status;
    send(response, what.status, what.body);
    return true;
  }
  if (what.kind !== "rateLimited") return false;
  record.status = 429;
  const { retryAfter, global = false } = what;
  const wait = retryAfter === null ? {} : { retry_after: retryAfter };
  const headers =
    retryAfter === null
      ? {}
      : { "retry-after": String(retryAfter), ...(global ? { "x-ratelimit-global": "true" } : {}) };
  send(response, 429, { message: "You are being rate limited.", ...wait, global, code: 0 }, headers);
  return true;
}

function drop(record: RequestRecord, response: ServerResponse): true {
  record.status = 0;
  response.destroy();
  return true;
}

/** A 204 has no body, and no content type either: clients would try to read JSON. */
function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (response.destroyed) return;
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(body));
}
