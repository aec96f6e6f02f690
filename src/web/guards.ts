/** What every request must pass before anything answers it. */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a server that was told to listen on `host` can be reached from this machine only. */
export function bindsLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The name in a Host header or an origin, without its port, in small letters; null when it is none. */
function nameOf(host: string | undefined): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(:\d+)?$/i.exec(host ?? "");
  return match?.[1]?.toLowerCase() ?? null;
}

/**
 * Against DNS rebinding: a page on the web may point its own name at 127.0.0.1 and then read what
 * answers there. Its requests carry that name in `Host`, so only names of this machine are served.
 */
export function loopbackHostOnly(): MiddlewareHandler {
  return async (c, next) => {
    const name = nameOf(c.req.header("host"));
    if (name === null || !LOOPBACK_NAMES.has(name)) return c.text("This address is served to this machine only.", 403);
    return next();
  };
}

/**
 * Against forged requests: a browser says where a request comes from, and only our own pages may
 * change anything. A client that says nothing is no browser (a webhook, curl) and carries no cookies.
 */
export function sameOriginOnly(): MiddlewareHandler {
  return async (c, next) => {
    if (READING.has(c.req.method)) return next();
    const site = c.req.header("sec-fetch-site");
    const foreignSite = site !== undefined && site !== "same-origin" && site !== "none";
    if (foreignSite || foreignOrigin(c.req.header("origin"), c.req.header("host"))) {
      return c.text("Not from this page.", 403);
    }
    return next();
  };
}

/** Compares hosts only: behind a proxy that ends TLS the scheme differs. */
function foreignOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  return new URL(origin).host !== (host ?? "").toLowerCase().replace(/:(80|443)$/, "");
}

/** Our pages load from themselves alone, hold no inline code and are never framed. */
export function strictHeaders(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      mediaSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      // The browser itself then refuses text that is put in as markup.
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ["'none'"],
    },
    xFrameOptions: "DENY",
    referrerPolicy: "no-referrer",
    // Served over plain HTTP here; a proxy that adds TLS adds this header too.
    strictTransportSecurity: false,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
  });
}
