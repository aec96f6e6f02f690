/** The one HTTP server: health, metrics, and what is mounted (webhooks, the playground). */
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Registry } from "prom-client";
import type { Log } from "../ports/log.ts";
import { bindsLoopback, loopbackHostOnly, sameOriginOnly, strictHeaders } from "./guards.ts";

/** Another program listens on the port already. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
  readonly port: number;
  constructor(port: number) {
    super(`Port ${port} is used by another program. Stop that program, or set HTTP_PORT to a free port.`);
    this.port = port;
  }
}

/** Bounds on what a client may take of us, in milliseconds and bytes. */
export interface WebLimits {
  readonly headersMs: number;
  readonly requestMs: number;
  /** How often overdue connections are looked for. */
  readonly checkMs: number;
  readonly bodyBytes: number;
  /** How long open connections may go on after `stop`. */
  readonly graceMs: number;
}

const LIMITS: WebLimits = {
  headersMs: 10_000,
  requestMs: 20_000,
  checkMs: 2_000,
  bodyBytes: 256 * 1024,
  graceMs: 1_000,
};

export interface WebOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: Log;
  /** `down`: the platforms whose connection is not up. */
  readonly health: { live(): boolean; down(): Promise<readonly string[]> };
  /** The metrics in the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
  readonly mounts?: readonly Hono[];
  readonly limits?: Partial<WebLimits>;
}

export interface Web {
  readonly url: string;
  stop(): Promise<void>;
}

/** Listens on `host:port`. Rejects with `PortTaken` when another program has the port. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const limits = { ...LIMITS, ...options.limits };
  const server = createAdaptorServer({
    fetch: createApp(options, limits).fetch,
    hostname: options.host,
    serverOptions: {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: 5_000,
    },
  });
  await listen(server, options.host, options.port);
  const url = urlOf(server.address() as AddressInfo);
  options.log.info("web server listens", { address: url });
  return { url, stop: () => close(server, limits.graceMs) };
}

function createApp(options: WebOptions, limits: WebLimits): Hono {
  const app = new Hono();
  app.use(strictHeaders());
  if (bindsLoopback(options.host)) app.use(loopbackHostOnly());
  app.use(sameOriginOnly());
  app.use(bodyLimit({ maxSize: limits.bodyBytes, onError: (c) => c.text("Too large.", 413) }));
  addOperatorRoutes(app, options);
  for (const mount of options.mounts ?? []) app.route("/", mount);
  app.notFound((c) => c.text("Not found.", 404));
  app.onError((error, c) => {
    options.log.error("web request failed", { error: error.name });
    return c.text("Something went wrong.", 500);
  });
  return app;
}

function addOperatorRoutes(app: Hono, { health, metrics, log }: WebOptions): void {
  app.get("/healthz", (c) => (health.live() ? c.text("ok") : c.text("not running", 503)));
  app.get("/readyz", async (c) => {
    const down = await health.down().catch(() => ["unknown"]);
    return down.length === 0 ? c.text("ok") : c.text(`not ready: ${down.join(", ")}`, 503);
  });
  app.get("/metrics", async (c) => {
    try {
      return c.body(await metrics(), 200, { "content-type": Registry.PROMETHEUS_CONTENT_TYPE });
    } catch (error) {
      log.warn("metrics could not be read", { error: error instanceof Error ? error.name : "unknown" });
      return c.text("Not available.", 503);
    }
  });
}

function listen(server: ServerType, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortTaken(port) : error);
    });
    server.listen(port, host, resolve);
  });
}

function urlOf(address: AddressInfo): string {
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

/** Takes no new connections; streams that stay open (SSE) are cut after the grace. */
function close(server: ServerType, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    const cut = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
}
