/** A map that forgets the oldest: what is in it may always be gone, and everything works without it. */
export class Recent<V> {
  readonly #max: number;
  readonly #map = new Map<string, V>();

  constructor(max: number) {
    this.#max = max;
  }

  get(key: string): V | undefined {
    return this.#map.get(key);
  }

  has(key: string): boolean {
    return this.#map.has(key);
  }

  set(key: string, value: V): void {
    this.#map.delete(key);
    this.#map.set(key, value);
    const oldest = this.#map.keys().next();
    if (this.#map.size > this.#max && !oldest.done) this.#map.delete(oldest.value);
  }

  /** True when it was there. */
  delete(key: string): boolean {
    return this.#map.delete(key);
  }
}
