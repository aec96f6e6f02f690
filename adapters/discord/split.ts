/** Puts rendered lines into as few messages as their limit allows. */

export interface Line {
  /** Finished markdown. */
  readonly text: string;
  /** Stays with the line after it: a heading, the name over a quotation. */
  readonly keep?: boolean;
  /** Continues a line that was too long: starts a message. */
  readonly fresh?: boolean;
}

function length(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.text.length + 1, -1);
}

/** How many lines at the end belong to what comes next. */
function kept(lines: readonly Line[]): number {
  let count = 0;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at];
    if (line === undefined || (line.keep !== true && line.text !== "")) break;
    count += 1;
  }
  return lines.slice(lines.length - count).some((line) => line.keep) ? count : 0;
}

class Pages {
  readonly #max: number;
  readonly done: string[] = [];
  #open: Line[] = [];

  constructor(max: number) {
    this.#max = max;
  }

  /** Adds a block of lines; one that fits into a message of its own is not cut. */
  block(lines: readonly Line[]): void {
    const size = length(lines);
    if (size <= this.#max && !this.#fits(size)) this.turn(size);
    for (const line of lines) {
      if (line.fresh === true || !this.#fits(line.text.length)) this.turn(line.text.length);
      if (line.text !== "" || this.#open.length > 0) this.#open.push(line);
    }
  }

  #fits(size: number): boolean {
    return this.#open.length === 0 || length(this.#open) + 1 + size <= this.#max;
  }

  /** Ends the open message. A heading at its end goes along, if there is room beside `next` characters. */
  turn(next: number): void {
    const at = this.#open.length - kept(this.#open);
    const carried = this.#open.slice(at).filter((line) => line.text !== "");
    const canCarry = at > 0 && length(carried) + 1 + next <= this.#max;
    this.#close(canCarry ? this.#open.slice(0, at) : this.#open);
    this.#open = canCarry ? carried : [];
  }

  #close(lines: readonly Line[]): void {
    const text = lines.map((line) => line.text).join("\n");
    // Only blank lines go: what somebody wrote keeps its spaces.
    const trimmed = text.replace(/^\n+|\n+$/g, "");
    if (trimmed !== "") this.done.push(trimmed);
  }
}

/** The contents of the messages, each at most `max` characters. A line must not be longer than that. */
export function paginate(blocks: readonly (readonly Line[])[], max: number): string[] {
  const pages = new Pages(max);
  for (const block of blocks) pages.block(block);
  pages.turn(max);
  return pages.done;
}
