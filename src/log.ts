/** Structured logs with an allow-list of fields: whatever else is handed in never gets out. */
import pino from "pino";
import type { Log, LogFields } from "./ports/log.ts";

const FIELDS: readonly (keyof LogFields)[] = [
  "platform",
  "error",
  "code",
  "method",
  "view",
  "id",
  "count",
  "ms",
  "attempt",
  "address",
  "version",
  "state",
];

/** Longer values are cut: none of the allowed fields needs more. */
const LONGEST = 200;

function allowed(fields: LogFields | undefined): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const name of FIELDS) {
    const value = fields?.[name];
    if (typeof value === "number") kept[name] = value;
    else if (typeof value === "string") kept[name] = value.slice(0, LONGEST);
  }
  return kept;
}

/** Writes JSON lines to standard error, or to `destination`. */
export function createLog(level: string, destination: pino.DestinationStream = pino.destination(2)): Log {
  const logger = pino({ level, base: {} }, destination);
  const at = (name: "debug" | "info" | "warn" | "error") => (event: string, fields?: LogFields) =>
    logger[name](allowed(fields), event);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
