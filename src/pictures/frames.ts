/** What goes through the pipes between the program and its drawing process: a length, and as many bytes. */
import type { Writable } from "node:stream";

const HEAD = 4;

/** Writes a frame; the body is not copied. */
export function writeFrame(to: Writable, body: Uint8Array): void {
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(body.byteLength);
  to.write(head);
  to.write(body);
}

/** Gathers what comes through a pipe, and hands over each frame when it is whole. */
export class Frames {
  readonly #longest: number;
  readonly #onFrame: (body: Uint8Array) => void;
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** Bytes; a frame that says it is longer makes `take` throw. */
  constructor(longest: number, onFrame: (body: Uint8Array) => void) {
    this.#longest = longest;
    this.#onFrame = onFrame;
  }

  take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes >= HEAD) {
      const length = this.#joinedUpTo(HEAD).readUInt32BE();
      if (length > this.#longest) throw new Error("a frame is too long");
      if (this.#bytes < HEAD + length) return;
      const all = this.#joinedUpTo(HEAD + length);
      this.#chunks = [all.subarray(HEAD + length), ...this.#chunks.slice(1)];
      this.#bytes -= HEAD + length;
      this.#onFrame(all.subarray(HEAD, HEAD + length));
    }
  }

  /** The first chunk, which has at least this many bytes afterwards. Each byte is copied once or twice, not with every chunk. */
  #joinedUpTo(bytes: number): Buffer {
    if ((this.#chunks[0]?.length ?? 0) < bytes) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }
}
