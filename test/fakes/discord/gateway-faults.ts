/** Ways in which Discord's gateway, or what stands before it, fails a connection. */
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";

export type GatewayFault =
  /** The handshake is answered with an HTTP status, by a proxy or by Discord itself. */
  | { readonly kind: "status"; readonly status: number; readonly location?: string }
  /** Bytes that are no HTTP. */
  | { readonly kind: "bytes" }
  /** The connection is broken before there is an answer. */
  | { readonly kind: "drop" }
  /** The handshake is never answered. */
  | { readonly kind: "hang" }
  /** A socket on which the gateway says only these texts, and nothing else. */
  | { readonly kind: "says"; readonly texts: readonly (string | Uint8Array)[] }
  /** The gateway closes with a code, in place of HELLO or of the answer to IDENTIFY or RESUME. */
  | { readonly kind: "close"; readonly code: number; readonly at: "hello" | "identify" }
  /** IDENTIFY or RESUME is taken, and nothing comes of it. */
  | { readonly kind: "noReady" }
  /** READY is sent as this. */
  | { readonly kind: "ready"; readonly change: (data: Record<string, unknown>) => unknown };

/** The faults that wait for a connection, in the order they were ordered. */
export class GatewayFaults {
  readonly #ordered: { readonly fault: GatewayFault; left: number }[] = [];
  hits = 0;

  /** Orders a fault for the next `times` connections. */
  next(fault: GatewayFault, times = 1): void {
    this.#ordered.push({ fault, left: times });
  }

  take(): GatewayFault | undefined {
    const next = this.#ordered.find(({ left }) => left > 0);
    if (next === undefined) return undefined;
    next.left -= 1;
    this.hits += 1;
    return next.fault;
  }

  clear(): void {
    this.#ordered.length = 0;
  }
}

/** Answers an upgrade otherwise than with a websocket; false when the fault is none of the handshake. */
export function refuseUpgrade(socket: Duplex, fault: GatewayFault | undefined): boolean {
  if (fault?.kind === "status") {
    const location = fault.location === undefined ? "" : `location: ${fault.location}\r\n`;
    const body = "<html>no</html>";
    const head = `HTTP/1.1 ${fault.status} Because\r\n${location}connection: close\r\ncontent-type: text/html\r\n`;
    socket.end(`${head}content-length: ${body.length}\r\n\r\n${body}`);
    return true;
  }
  if (fault?.kind === "bytes") {
    socket.end("\u0016\u0003\u0001\u0000garbage");
    return true;
  }
  if (fault?.kind === "drop") socket.destroy();
  return fault?.kind === "drop" || fault?.kind === "hang";
}

/** Does on an open socket what the fault is; false when the fault is none of the beginning. */
export function playsAlone(socket: WebSocket, fault: GatewayFault): boolean {
  const isEnd = fault.kind === "close" && fault.at === "hello";
  if (!isEnd && fault.kind !== "says") return false;
  socket.on("error", () => {});
  if (fault.kind === "close") socket.close(fault.code);
  else for (const text of fault.texts) socket.send(text);
  return true;
}
