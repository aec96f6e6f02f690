/** The gateway: sessions over websockets that outlive their connection. */
import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { type GatewayFault, GatewayFaults, playsAlone, refuseUpgrade } from "./gateway-faults.ts";
import { Close, decode, dispatch, Op, type Session, stop, transmit } from "./gateway-wire.ts";
import { guildCreatePayload, userPayload } from "./payloads.ts";
import { Intent } from "./posting.ts";
import type { GatewayEvent, Payload } from "./types.ts";
import type { World } from "./world.ts";

const PRIVILEGED = Intent.GuildMembers | Intent.GuildPresences | Intent.MessageContent;
/** Bits 0 to 16, polls, auto-moderation. */
const KNOWN_INTENTS = 0x1_ffff | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

export interface GatewayOptions {
  readonly privilegedIntents: number;
  readonly heartbeatInterval: number;
}

/** What a test can see of the gateway, and do to it. */
export class Gateway {
  readonly privilegedIntents: number;
  readonly #world: World;
  readonly #heartbeatInterval: number;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sessions = new Map<string, Session>();
  /** How often a session was begun anew, resumed, and a socket opened. */
  identifies = 0;
  resumes = 0;
  connections = 0;
  /** Sessions a day before the token is taken away. */
  identifyLimit = 1000;
  /** What goes wrong with the next connections. */
  readonly faults = new GatewayFaults();
  readonly #hanging = new Set<Duplex>();
  /** Set to false to make a zombie of the connection: heartbeats stay unanswered. */
  answersHeartbeats = true;

  constructor(world: World, options: GatewayOptions) {
    this.#world = world;
    this.privilegedIntents = options.privilegedIntents;
    this.#heartbeatInterval = options.heartbeatInterval;
    world.emit = (event) => this.#emit(event);
  }

  get url(): string {
    return this.#world.url.replace("http", "ws");
  }

  /** Takes the websocket upgrades of a server. */
  attach(server: Server): void {
    server.on("upgrade", (request, socket, head) => {
      const url = new URL(request.url ?? "/", "http://fake");
      const fault = this.faults.take();
      this.#hanging.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.#hanging.delete(socket));
      if (fault !== undefined) this.#world.log.note(`gateway fault: ${fault.kind}`);
      if (refuseUpgrade(socket, fault)) return;
      this.#server.handleUpgrade(request, socket, head, (ws) => this.#connected(ws, url.searchParams.get("v"), fault));
    });
  }

  /** The sessions that have a connection now. */
  get connected(): readonly Session[] {
    return [...this.#sessions.values()].filter((session) => session.socket !== undefined);
  }

  /** Breaks every connection without a word, as a network does. Sessions can be resumed. */
  drop(): void {
    for (const session of this.connected) {
      session.socket?.terminate();
      session.socket = undefined;
    }
  }

  /** Closes every connection with a code. Codes after which no resume is possible end the sessions. */
  close(code: number, reason = ""): void {
    const isFinal = code === Close.AuthenticationFailed || code === Close.InvalidSequence || code === 4009;
    for (const session of this.connected) {
      session.socket?.close(code, reason);
      session.socket = undefined;
      if (isFinal) this.#sessions.delete(session.id);
    }
  }

  /** Asks every client to reconnect and resume (op 7). */
  requestReconnect(): void {
    for (const { socket } of this.connected) transmit(socket, Op.Reconnect, null);
  }

  /** Tells every client that its session is invalid (op 9). */
  invalidate(resumable: boolean): void {
    for (const session of this.connected) {
      transmit(session.socket, Op.InvalidSession, resumable);
      if (!resumable) this.#sessions.delete(session.id);
    }
  }

  /** Delivers the last event of a name once more, as a second event. */
  repeat(name: string): void {
    for (const session of this.#sessions.values()) {
      const last = session.sent.findLast((event) => event.t === name);
      if (last !== undefined) dispatch(session, name, last.d);
    }
  }

  /** Forgets the sessions that have no connection: a later RESUME is refused with op 9. */
  forgetSessions(): void {
    for (const session of this.#sessions.values()) if (session.socket === undefined) this.#sessions.delete(session.id);
  }

  /** Ends everything. */
  stop(): void {
    for (const socket of this.#server.clients) socket.terminate();
    for (const socket of this.#hanging) socket.destroy();
    this.#server.close();
    this.#sessions.clear();
  }

  #connected(socket: WebSocket, version: string | null, fault: GatewayFault | undefined): void {
    this.connections += 1;
    if (fault !== undefined && playsAlone(socket, fault)) return;
    if (version !== "10") stop(socket, Close.InvalidVersion, "Invalid API version");
    let session: Session | undefined;
    socket.on("error", () => {});
    socket.on("message", (data) => {
      session = this.#received(socket, session, data, fault) ?? session;
    });
    socket.on("close", (code) => {
      this.#world.log.note(`gateway: connection closed (${code})`);
      if (session?.socket !== socket) return;
      session.socket = undefined;
      // A client that says goodbye with 1000 or 1001 gives its session up.
      if (code === 1000 || code === 1001) this.#sessions.delete(session.id);
    });
    transmit(socket, Op.Hello, { heartbeat_interval: this.#heartbeatInterval, _trace: [] });
  }

  /** Deals with one frame; gives back the session it began or resumed. */
  #received(
    socket: WebSocket,
    session: Session | undefined,
    data: RawData,
    fault: GatewayFault | undefined,
  ): Session | undefined {
    const frame = decode(data);
    if (frame === undefined) return stop(socket, Close.DecodeError, "Error while decoding payload");
    if (frame.op === Op.Heartbeat) {
      if (this.answersHeartbeats) transmit(socket, Op.HeartbeatAck, null);
      return undefined;
    }
    if (frame.op === Op.Identify && session !== undefined)
      return stop(socket, Close.AlreadyAuthenticated, "Already authenticated.");
    const begins = frame.op === Op.Identify || frame.op === Op.Resume;
    if (begins && fault?.kind === "noReady") {
      if (frame.op === Op.Identify) this.identifies += 1;
      return undefined;
    }
    if (begins && fault?.kind === "close") return stop(socket, fault.code, "");
    if (frame.op === Op.Identify) return this.#identify(socket, frame.d, fault);
    if (frame.op === Op.Resume) return this.#resume(socket, frame.d);
    if (session === undefined) return stop(socket, Close.NotAuthenticated, "Not authenticated.");
    // Presence, voice and member requests are taken and nothing comes of them.
    return [3, 4, Op.RequestGuildMembers].includes(frame.op)
      ? undefined
      : stop(socket, Close.UnknownOpcode, "Unknown opcode");
  }

  #identify(socket: WebSocket, d: Payload, fault: GatewayFault | undefined): Session | undefined {
    const intents = Number(d.intents);
    if (d.token !== this.#world.token) return stop(socket, Close.AuthenticationFailed, "Authentication failed.");
    if (!Number.isInteger(intents) || (intents & ~KNOWN_INTENTS) !== 0)
      return stop(socket, Close.InvalidIntents, "Invalid intent(s).");
    if ((intents & PRIVILEGED & ~this.privilegedIntents) !== 0)
      return stop(socket, Close.DisallowedIntents, "Disallowed intent(s).");
    this.identifies += 1;
    if (this.identifies > this.identifyLimit) {
      this.#world.token = `reset-${randomBytes(8).toString("hex")}`;
      return stop(socket, Close.AuthenticationFailed, "Authentication failed.");
    }
    const session: Session = { id: randomBytes(16).toString("hex"), intents, sent: [], socket };
    this.#sessions.set(session.id, session);
    this.#world.log.note("gateway: identified");
    const ready = this.#ready(session);
    dispatch(session, "READY", fault?.kind === "ready" ? fault.change(ready) : ready);
    if ((intents & Intent.Guilds) === 0) return session;
    for (const guild of this.#world.botGuilds()) {
      if (!guild.unavailable) dispatch(session, "GUILD_CREATE", guildCreatePayload(this.#world, guild));
    }
    return session;
  }

  #ready(session: Session): Payload {
    return {
      v: 10,
      user: { ...userPayload(this.#world.bot), verified: true, mfa_enabled: true, email: null },
      guilds: this.#world.botGuilds().map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: `${this.url}/resume`,
      session_type: "normal",
      shard: [0, 1],
      application: { id: this.#world.applicationId, flags: 0 },
      private_channels: [],
      relationships: [],
      _trace: [],
    };
  }

  #resume(socket: WebSocket, d: Payload): Session | undefined {
    const session = this.#sessions.get(String(d.session_id));
    const seq = Number(d.seq);
    if (d.token !== this.#world.token) return stop(socket, Close.AuthenticationFailed, "Authentication failed.");
    if (session === undefined) {
      transmit(socket, Op.InvalidSession, false);
      return undefined;
    }
    if (seq > session.sent.length) return stop(socket, Close.InvalidSequence, "Invalid seq.");
    this.resumes += 1;
    session.socket = socket;
    const missed = session.sent.filter((event) => event.s > seq);
    for (const event of missed) socket.send(JSON.stringify({ op: Op.Dispatch, ...event }));
    dispatch(session, "RESUMED", { _trace: [] });
    this.#world.log.note(`gateway: resumed, ${missed.length} events replayed`);
    return session;
  }

  /** Gives an event to every session that may have it; those without a connection get it when they resume. */
  #emit(event: GatewayEvent): void {
    const heard = [...this.#sessions.values()].filter(
      (each) => event.intent === 0 || (each.intents & event.intent) !== 0,
    );
    for (const session of heard) dispatch(session, event.name, event.data(session.intents));
    this.#world.log.note(`gateway: ${event.name}${heard.length === 0 ? " (nobody hears it)" : ""}`);
  }
}
