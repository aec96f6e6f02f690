/** Resolves after `ms` milliseconds, or at once when `signal` aborts. Never rejects. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

/**
 * Milliseconds to wait before attempt `attempt + 1` (the first is 1): doubling from `firstMs` up to
 * `maxMs`, and between half and all of that, so that many clients do not come back together.
 */
export function backoff(attempt: number, firstMs: number, maxMs: number): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 20));
  return Math.round(full * (0.5 + Math.random() / 2));
}
