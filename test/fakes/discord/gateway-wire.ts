/** Frames of the gateway, and what a session remembers of them. */
import type { RawData, WebSocket } from "ws";
import type { Payload } from "./types.ts";

export const Op = {
  Dispatch: 0,
  Heartbeat: 1,
  Identify: 2,
  Resume: 6,
  Reconnect: 7,
  RequestGuildMembers: 8,
  InvalidSession: 9,
  Hello: 10,
  HeartbeatAck: 11,
} as const;

/** Close codes as documented ("Gateway Close Event Codes"). */
export const Close = {
  UnknownOpcode: 4001,
  DecodeError: 4002,
  NotAuthenticated: 4003,
  AuthenticationFailed: 4004,
  AlreadyAuthenticated: 4005,
  InvalidSequence: 4007,
  InvalidVersion: 4012,
  InvalidIntents: 4013,
  DisallowedIntents: 4014,
} as const;

interface Dispatched {
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

/** A session outlives its connection: `sent` is what a resume replays. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly sent: Dispatched[];
  socket: WebSocket | undefined;
}

/** Numbers an event, keeps it for a resume, and sends it if there is a connection. */
export function dispatch(session: Session, t: string, d: unknown): void {
  const event: Dispatched = { t, s: session.sent.length + 1, d };
  session.sent.push(event);
  if (session.socket?.readyState === 1) session.socket.send(JSON.stringify({ op: Op.Dispatch, ...event }));
}

/** Sends a frame that is no event. */
export function transmit(socket: WebSocket | undefined, op: number, d: unknown): void {
  socket?.send(JSON.stringify({ op, d, s: null, t: null }));
}

/** Closes a connection for a documented reason. */
export function stop(socket: WebSocket, code: number, reason: string): undefined {
  socket.close(code, reason);
}

/** The frame in a message, or undefined when it is not JSON. */
export function decode(data: RawData): { op: number; d: Payload } | undefined {
  try {
    return JSON.parse(String(data)) as { op: number; d: Payload };
  } catch {
    return undefined;
  }
}
