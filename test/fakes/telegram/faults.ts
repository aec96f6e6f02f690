import { ApiError, tooManyRequests } from "./errors.ts";

/** What goes wrong with a request. */
export type Fault =
  /** 429 with `retry_after` in seconds; nothing is done. */
  | { kind: "too-many"; retryAfter: number }
  /** An answer of this status (5xx and others); nothing is done. */
  | { kind: "status"; code: number; description?: string }
  /** 200 with this result at once, whatever was asked; nothing is done. A proxy or a broken server does that. */
  | { kind: "result"; result: unknown }
  /** The connection breaks and nothing was done. */
  | { kind: "drop-before" }
  /** The request was carried out, but the connection breaks before the answer. */
  | { kind: "drop-after" }
  /** Carried out after this many milliseconds. */
  | { kind: "delay"; ms: number }
  /** Stands still before or after being carried out, until the gate is opened. */
  | { kind: "gate"; when: "before" | "after"; gate: Gate };

/** Holds requests until a test lets them go on. */
export interface Gate {
  /** Resolves when the first request has come to the gate. */
  readonly reached: Promise<void>;
  /** Lets waiting and later requests through. */
  open(): void;
}

class HeldGate implements Gate {
  readonly reached: Promise<void>;
  readonly opened: Promise<void>;
  #reach: () => void = () => {};
  #open: () => void = () => {};

  constructor() {
    this.reached = new Promise((resolve) => {
      this.#reach = resolve;
    });
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  arrive(): Promise<void> {
    this.#reach();
    return this.opened;
  }

  open(): void {
    this.#open();
  }
}

const STATUS_TEXT: Record<number, string> = {
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

interface Rule {
  method: string;
  fault: Fault;
  left: number;
}

/** Thrown to break the connection without an answer. */
export class Dropped extends Error {}

/** Switchable faults. A method of `*` means any but getUpdates, which is named when it is meant. */
export class Faults {
  #rules: Rule[] = [];
  readonly #gates = new Set<HeldGate>();
  readonly #timers = new Map<NodeJS.Timeout, () => void>();

  /** The next `times` requests of `method` meet `fault`. Rules are used up in the order they were made. */
  next(method: string, fault: Fault, times = 1): void {
    this.#rules.push({ method, fault, left: times });
  }

  /** Every request of `method` meets `fault` until `clear()`. */
  always(method: string, fault: Fault): void {
    this.next(method, fault, Number.POSITIVE_INFINITY);
  }

  /** Makes the next request of `method` stand still before or after it is carried out (a hang, if never opened). */
  gate(method: string, when: "before" | "after" = "before"): Gate {
    const gate = new HeldGate();
    this.#gates.add(gate);
    this.next(method, { kind: "gate", when, gate });
    return gate;
  }

  /** Ends all faults and lets everything that waits go on. */
  clear(): void {
    this.#rules = [];
    for (const gate of this.#gates) gate.open();
    this.#gates.clear();
    for (const [timer, resolve] of this.#timers) {
      clearTimeout(timer);
      resolve();
    }
    this.#timers.clear();
  }

  /** For the server: the fault that this request meets, counted as used. */
  take(method: string): Fault | undefined {
    const rule = this.#rules.find((r) => r.method === method || (r.method === "*" && method !== "getUpdates"));
    if (!rule) return undefined;
    rule.left--;
    if (rule.left <= 0) this.#rules = this.#rules.filter((r) => r !== rule);
    return rule.fault;
  }

  /** For the server: what happens before the request is carried out. */
  async before(fault: Fault | undefined): Promise<void> {
    if (fault?.kind === "too-many") throw tooManyRequests(fault.retryAfter);
    if (fault?.kind === "status") {
      throw new ApiError(fault.code, fault.description ?? STATUS_TEXT[fault.code] ?? "Error");
    }
    if (fault?.kind === "drop-before") throw new Dropped();
    if (fault?.kind === "delay") await this.#sleep(fault.ms);
    if (fault?.kind === "gate" && fault.when === "before") await (fault.gate as HeldGate).arrive();
  }

  /** For the server: what happens between carrying out and answering. */
  async after(fault: Fault | undefined): Promise<void> {
    if (fault?.kind === "drop-after") throw new Dropped();
    if (fault?.kind === "gate" && fault.when === "after") await (fault.gate as HeldGate).arrive();
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, ms);
      this.#timers.set(timer, resolve);
    });
  }
}
