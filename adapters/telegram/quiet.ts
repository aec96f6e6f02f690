import { createRequire } from "node:module";

/**
 * telegraf writes every payload it sends and receives through `debug`, answers included, when the
 * environment says `DEBUG=*` or `DEBUG=telegraf:*`. This takes telegraf out of it, whatever the
 * environment says, and leaves the others as they are.
 */
export function silenceTelegraf(): void {
  const ofTelegraf = createRequire(createRequire(import.meta.url).resolve("telegraf"));
  const debug = ofTelegraf("debug") as { disable(): string; enable(namespaces: string): void };
  const asked = debug.disable();
  debug.enable([asked, "-telegraf:*"].filter(Boolean).join(","));
}
