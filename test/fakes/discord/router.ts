import type { Gateway } from "./gateway.ts";
import type { Issues } from "./issues.ts";
import type { FileInput } from "./types.ts";
import type { World } from "./world.ts";

/** One REST request on its way through the fake. */
export interface Call {
  readonly world: World;
  readonly gateway: Gateway;
  readonly method: string;
  /** The path after `/api/v10`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly FileInput[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  readonly pattern: string;
  /** Whether the bot's token is asked for. Interactions bring a token in their path instead. */
  readonly needsToken: boolean;
  readonly handle: (call: Call) => Answer;
}

/** A route that asks for the bot's token. */
export function route(method: string, pattern: string, handle: Route["handle"]): Route {
  return { method, pattern, needsToken: true, handle };
}

/** A route whose path holds its own token. */
export function openRoute(method: string, pattern: string, handle: Route["handle"]): Route {
  return { method, pattern, needsToken: false, handle };
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export const NO_CONTENT: Answer = { status: 204 };

export interface Match {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/** The route for a request; `'path'` when the path exists under another method. */
export function find(routes: readonly Route[], method: string, path: string): Match | "path" | undefined {
  let pathExists = false;
  for (const each of routes) {
    const params = matchPath(each.pattern, path);
    if (params === undefined) continue;
    if (each.method === method) return { route: each, params };
    pathExists = true;
  }
  return pathExists ? "path" : undefined;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(actual);
    else if (part !== actual) return undefined;
  }
  return params;
}

/** Notes what was wrong with a body, so that a test can ask that nothing ever was. */
export function recordViolations(call: Call, issues: Issues): void {
  const request = `${call.method} ${call.path}`;
  for (const { path, code, message } of issues.list) {
    call.world.violations.push({ request, path: path.join("."), code, message });
    call.world.log.note(`VIOLATION ${request} ${path.join(".")}: ${message}`);
  }
}

/** Notes and refuses, when there is anything to refuse. */
export function refuseIssues(call: Call, issues: Issues): void {
  if (issues.list.length === 0) return;
  recordViolations(call, issues);
  throw issues.refusal();
}
