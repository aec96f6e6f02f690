import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type RawBody, readBody } from "./body.ts";
import { ApiError, badRequest } from "./errors.ts";
import { Dropped, type Fault, type Faults } from "./faults.ts";
import type { BotProfile } from "./methods/bot.ts";
import type { Call, Handler } from "./methods/call.ts";
import { filePath } from "./methods/media.ts";
import type { RateLimits } from "./rates.ts";
import { checkRequest, methodName } from "./validate.ts";
import type { World } from "./world.ts";

/** One request of the bot, in the order of arrival. */
export interface LoggedRequest {
  method: string;
  /** Typed parameters; uploads as `{filename, contentType, content}`. */
  params: Record<string, unknown>;
  /** Milliseconds since the epoch, by the fake's clock. */
  at: number;
  /** `open` until answered; `dropped` when the caller got no answer. */
  outcome: "open" | "ok" | "refused" | "dropped";
  /** The refusal, when there was one. */
  error?: { code: number; description: string };
  result?: unknown;
}

/** What the server needs to know. */
export interface ServerParts {
  world: World;
  token: string;
  /** Path before `/bot<token>/`, without slashes at its ends; may be empty. */
  prefix: string;
  profile: BotProfile;
  handlers: Record<string, Handler>;
  faults: Faults;
  rates: RateLimits;
  queryLifetimeMs: number;
  requests: LoggedRequest[];
  violations: string[];
  onRequest: Set<(request: LoggedRequest) => void>;
}

interface Answer {
  code: number;
  body: unknown;
}

const refusal = (error: ApiError): Answer => ({
  code: error.code,
  body: {
    ok: false,
    error_code: error.code,
    description: error.message,
    ...(error.parameters ? { parameters: error.parameters } : {}),
  },
});

/** The wire: HTTP in, JSON out, on 127.0.0.1. */
export class ApiServer {
  readonly #parts: ServerParts;
  readonly #http: Server;
  #stopped = false;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        if (!(error instanceof Dropped)) parts.violations.push(`The fake broke: ${String(error)}`);
        request.socket.destroy();
      });
    });
  }

  /** Starts listening and returns the port; 0 takes a free one. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once("error", reject);
      this.#http.listen(port, "127.0.0.1", resolve);
    });
    return (this.#http.address() as AddressInfo).port;
  }

  /** Breaks all connections and closes the port. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    this.#http.closeAllConnections();
    this.#parts.faults.clear();
    this.#parts.world.updates.close();
    this.#parts.world.watch.close();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://fake");
    const path = decodeURIComponent(url.pathname);
    const root = this.#parts.prefix === "" ? "/" : `/${this.#parts.prefix}/`;
    const match = path.startsWith(root) ? /^(file\/)?bot([^/]+)\/(.+)$/.exec(path.slice(root.length)) : null;
    if (match?.[1]) return this.#download(response, match[2] ?? "", match[3] ?? "");
    const answer = await this.#answer(request, response, url, match);
    if (answer) this.#send(response, answer);
  }

  #send(response: ServerResponse, { code, body }: Answer): void {
    if (response.destroyed) return;
    response.writeHead(code, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }

  #download(response: ServerResponse, token: string, path: string): void {
    const file = [...this.#parts.world.files.values()].find((f) => filePath(f) === path);
    if (token !== this.#parts.token) this.#send(response, refusal(new ApiError(401, "Unauthorized")));
    else if (!file) this.#send(response, refusal(new ApiError(404, "Not Found")));
    else {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.end(file.content);
    }
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    match: RegExpExecArray | null,
  ): Promise<Answer | undefined> {
    const method = methodName(match?.[3] ?? "");
    let body: RawBody;
    try {
      body = await readBody(request, url.searchParams);
    } catch {
      this.#parts.violations.push(`${method ?? url.pathname}: the body cannot be parsed`);
      return refusal(badRequest("can't parse request body"));
    }
    if (!match) return refusal(new ApiError(404, "Not Found"));
    if (match[2] !== this.#parts.token) return refusal(new ApiError(401, "Unauthorized"));
    if (!method) {
      this.#parts.violations.push(`${match[3]} is not a method of the published API that this fake has`);
      return refusal(new ApiError(404, "Not Found: method not found"));
    }
    if (this.#parts.profile.loggedOut) return refusal(badRequest("Logged out"));
    return this.#carryOut(method, body, response);
  }

  async #carryOut(method: string, body: RawBody, response: ServerResponse): Promise<Answer> {
    const { faults, world } = this.#parts;
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const { params, problems } = checkRequest(method, body.params, body.fromForm);
    this.#parts.violations.push(...problems);
    const logged: LoggedRequest = { method, params, at: world.clock.now(), outcome: "open" };
    this.#parts.requests.push(logged);
    for (const listener of this.#parts.onRequest) listener(logged);
    world.watch.changed();
    const fault = faults.take(method);
    try {
      const call = this.#call(method, params, body, gone.signal);
      logged.result = await this.#run(method, call, problems, fault);
      logged.outcome = response.destroyed ? "dropped" : "ok";
      return { code: 200, body: { ok: true, result: logged.result } };
    } catch (error) {
      logged.outcome = error instanceof ApiError ? "refused" : "dropped";
      if (!(error instanceof ApiError)) throw error;
      logged.error = { code: error.code, description: error.message };
      return refusal(error);
    } finally {
      world.watch.changed();
    }
  }

  async #run(method: string, call: Call, problems: string[], fault: Fault | undefined): Promise<unknown> {
    const { faults, handlers } = this.#parts;
    await faults.before(fault);
    if (fault?.kind === "result") return fault.result;
    if (this.#stopped) throw new Dropped();
    const handler = handlers[method];
    if (!handler) throw new Error(`${method} is in the API table but has no handler`);
    if (problems.some((p) => /entities\[\d+\]\.type must be/.test(p))) {
      throw badRequest("can't parse MessageEntity: Unsupported type specified");
    }
    const result = await this.#tolerating(problems, () => handler(call));
    await faults.after(fault);
    return result;
  }

  /** A malformed request is already a violation: if a handler stumbles over it, that is the caller's 400. */
  async #tolerating(problems: string[], handle: () => unknown): Promise<unknown> {
    try {
      return await handle();
    } catch (error) {
      if (error instanceof TypeError && problems.length > 0) throw badRequest("can't parse parameters");
      throw error;
    }
  }

  #call(method: string, params: Record<string, unknown>, body: RawBody, signal: AbortSignal): Call {
    const { world, rates, queryLifetimeMs, violations } = this.#parts;
    const violation = (text: string): void => {
      violations.push(`${method}: ${text}`);
    };
    return { world, params, files: body.files, rates, signal, queryLifetimeMs, violation };
  }
}
