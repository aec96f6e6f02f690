/** What goes through the pipes between the program and its drawing process: a length, and as many bytes. */

const HEAD = 4;

/** A frame ready to be written. */
export function frame(body: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(HEAD + body.byteLength);
  bytes.writeUInt32BE(body.byteLength);
  bytes.set(body, HEAD);
  return bytes;
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
