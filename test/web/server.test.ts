import { request } from "node:http";
import { connect } from "node:net";
import { text as readText } from "node:stream/consumers";
import { Hono } from "hono";
import { afterEach, describe, expect, test, vi } from "vitest";
import { PortTaken, startWeb, type Web, type WebOptions } from "../../src/web/server.ts";
import { quietLog, runPlayground } from "../e2e/fakes.ts";

const started: Web[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((web) => web.stop()));
});

async function start(options: Partial<WebOptions> = {}): Promise<Web> {
  const echo = new Hono();
  echo.post("/echo", async (c) => c.text(await c.req.text()));
  echo.get("/fails", () => {
    throw new Error("words of Ana");
  });
  const web = await startWeb({
    host: "127.0.0.1",
    port: 0,
    log: quietLog,
    health: { live: () => true, down: async () => [] },
    metrics: async () => "ampersand_events_total 1\n",
    mounts: [echo],
    ...options,
  });
  started.push(web);
  return web;
}

interface Raw {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Like fetch, but free to say anything in any header and any path. */
function raw(
  web: Web,
  path: string,
  { method = "GET", headers = {}, body = "" }: Raw = {},
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(web.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, async (response) => {
      resolve({ status: response.statusCode ?? 0, text: await readText(response) });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

describe("for the operator", () => {
  test("health, readiness and metrics", async () => {
    const web = await start();
    expect((await fetch(`${web.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${web.url}/readyz`)).status).toBe(200);
    const metrics = await fetch(`${web.url}/metrics`);
    expect(metrics.headers.get("content-type")).toContain("text/plain");
    expect(await metrics.text()).toBe("ampersand_events_total 1\n");
  });

  test("says when it is not alive, not ready, or cannot tell", async () => {
    const health = { live: () => false, down: () => Promise.reject(new Error("no database")) };
    const web = await start({ health, metrics: () => Promise.reject(new Error("no database")) });
    for (const path of ["/healthz", "/readyz", "/metrics"]) {
      const response = await fetch(web.url + path);
      expect(response.status, path).toBe(503);
      expect(await response.text()).not.toContain("database");
    }
  });

  test("a taken port is named, with the setting that changes it", async () => {
    const first = await start();
    const port = Number(new URL(first.url).port);
    const error = await start({ port }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PortTaken);
    expect((error as PortTaken).message).toContain(`Port ${port}`);
    expect((error as PortTaken).message).toContain("HTTP_PORT");
  });

  test("stops although a stream is open", async () => {
    const endless = new Hono();
    endless.get(
      "/endless",
      () => new Response(new ReadableStream({ start: (out) => out.enqueue(new Uint8Array([1])) })),
    );
    const web = await start({ mounts: [endless], limits: { graceMs: 50 } });
    const response = await fetch(`${web.url}/endless`);
    const reader = response.body?.getReader();
    await reader?.read();
    await web.stop();
    await expect(reader?.read()).rejects.toThrow();
    await expect(fetch(`${web.url}/healthz`)).rejects.toThrow();
  });
});

describe("what is refused", () => {
  test("every answer carries the security headers, also an error", async () => {
    const web = await start();
    for (const path of ["/healthz", "/nothing", "/fails"]) {
      const { headers } = await fetch(web.url + path);
      const csp = headers.get("content-security-policy") ?? "";
      expect(csp, path).toContain("default-src 'none'");
      expect(csp).toContain("script-src 'self'");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(csp).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-powered-by")).toBeNull();
    }
  });

  test("an error tells nothing, and is logged by its name alone", async () => {
    const error = vi.fn();
    const web = await start({ log: { ...quietLog, error } });
    const response = await fetch(`${web.url}/fails`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("Ana");
    expect(error.mock.calls).toEqual([["web request failed", { error: "Error" }]]);
  });

  test.each([
    "/../../etc/passwd",
    "/ui/..%2f..%2fpackage.json",
    "/ui/%2e%2e/index.ts",
    "//etc/passwd",
    "/ui/..\\index.ts",
    "/%00",
    "/%",
  ])("the path %s leads nowhere", async (path) => {
    const { bot } = await runPlayground();
    const web = await start({ mounts: [bot.routes] });
    expect((await raw(web, "/ui/main.js")).status).toBe(200);
    expect((await raw(web, path)).status).toBeGreaterThanOrEqual(400);
    await bot.stop();
  });

  test("a huge body, announced or not", async () => {
    const web = await start({ limits: { bodyBytes: 1_000 } });
    const body = "x".repeat(2_000);
    expect((await raw(web, "/echo", { method: "POST", body, headers: { "content-length": "2000" } })).status).toBe(413);
    expect(
      (await raw(web, "/echo", { method: "POST", body, headers: { "transfer-encoding": "chunked" } })).status,
    ).toBe(413);
    expect((await raw(web, "/echo", { method: "POST", body: "small" })).text).toBe("small");
  });

  test("a client that never finishes its headers or its body is cut off", async () => {
    const web = await start({ limits: { headersMs: 100, requestMs: 150, checkMs: 50 } });
    const { hostname, port } = new URL(web.url);
    for (const beginning of [
      "GET /healthz HTTP/1.1\r\nHost: 127",
      "POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\nfew",
    ]) {
      const socket = connect(Number(port), hostname, () => socket.write(beginning));
      socket.on("error", () => {});
      const answer = await readText(socket).catch(() => "cut");
      expect(answer === "cut" || answer.startsWith("HTTP/1.1 408")).toBe(true);
    }
    expect((await fetch(`${web.url}/healthz`)).status).toBe(200);
  });

  test("on a loopback address, every name but this machine's own", async () => {
    const web = await start();
    const { port } = new URL(web.url);
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "[::2]",
    ]) {
      expect((await raw(web, "/healthz", { headers: { host } })).status, host).toBe(403);
    }
    for (const host of ["localhost", `127.0.0.1:${port}`, `LOCALHOST:${port}`, "[::1]:1"]) {
      expect((await raw(web, "/healthz", { headers: { host } })).status, host).toBe(200);
    }
  });

  test("on an open address, any name is served: a proxy stands before it", async () => {
    const web = await start({ host: "0.0.0.0" });
    const local = { ...web, url: web.url.replace("0.0.0.0", "127.0.0.1") };
    expect((await raw(local, "/healthz", { headers: { host: "bot.example" } })).status).toBe(200);
  });

  test("what another site's page sends", async () => {
    const web = await start();
    const { host } = new URL(web.url);
    const send = (headers: Record<string, string>) => raw(web, "/echo", { method: "POST", body: "hello", headers });
    expect((await send({ origin: "https://evil.example" })).status).toBe(403);
    expect((await send({ origin: "null" })).status).toBe(403);
    expect((await send({ origin: "http://127.0.0.1:1" })).status).toBe(403);
    expect((await send({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await send({ "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await send({ origin: `http://${host}`, "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await send({})).status).toBe(200);
  });
});
