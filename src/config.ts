/** Everything that can be set from outside, read once and checked. A value that is half right does not exist. */
import { z } from "zod";

/** A setting is missing or wrong. The message names the variable and the mend, and is all an operator sees. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export interface Config {
  readonly telegram: { readonly token: string; readonly apiRoot: string | null } | null;
  readonly discord: { readonly token: string; readonly apiRoot: string | null } | null;
  /** Path of the SQLite file. */
  readonly database: string;
  readonly masterKey: string | null;
  readonly keyFile: string;
  /** `platform:userId`; null: everybody may pair. */
  readonly allowed: ReadonlySet<string> | null;
  readonly host: string;
  readonly port: number;
  readonly logLevel: (typeof LEVELS)[number];
  /** The playground was asked for by name, also beside a real platform. */
  readonly playground: boolean;
}

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const url = (name: string, example: string) =>
  z.url({ protocol: /^https?$/, error: `${name} must be an http or https address, such as ${example}.` }).optional();

const allowedEntry = /^(telegram|discord|playground):[0-9A-Za-z_-]{1,32}$/;

const schema = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, "TELEGRAM_BOT_TOKEN is not a bot token. BotFather gives one like 123456:ABC-DEF.")
    .optional(),
  TELEGRAM_API_ROOT: url("TELEGRAM_API_ROOT", "http://127.0.0.1:8081"),
  DISCORD_BOT_TOKEN: z
    .string()
    .regex(/^[^\s"']+$/, "DISCORD_BOT_TOKEN must not contain spaces or quotes. Copy it anew from the developer portal.")
    .optional(),
  DISCORD_API_ROOT: url("DISCORD_API_ROOT", "http://127.0.0.1:8082/api"),
  DATABASE_URL: z
    .string()
    .regex(/^file:.+/, "DATABASE_URL must be a file, such as file:var/ampersand.db.")
    .default("file:var/ampersand.db"),
  AMPERSAND_MASTER_KEY: z
    .string()
    .refine(
      (key) => Buffer.from(key, "base64").length === 32,
      "AMPERSAND_MASTER_KEY must be 32 bytes in base64. Make one with: openssl rand -base64 32",
    )
    .optional(),
  AMPERSAND_KEY_FILE: z.string().default("var/ampersand.key"),
  AMPERSAND_ALLOWED_USERS: z
    .string()
    .transform((list) =>
      list
        .split(",")
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ""),
    )
    .refine(
      (list) => list.every((entry) => allowedEntry.test(entry)),
      "AMPERSAND_ALLOWED_USERS is a list such as telegram:123,discord:456.",
    )
    .optional(),
  HTTP_HOST: z.string().default("127.0.0.1"),
  HTTP_PORT: z.coerce
    .number("HTTP_PORT must be a number from 0 to 65535.")
    .int("HTTP_PORT must be a whole number.")
    .min(0, "HTTP_PORT must be from 0 to 65535.")
    .max(65535, "HTTP_PORT must be from 0 to 65535.")
    .default(8080),
  LOG_LEVEL: z.enum(LEVELS, `LOG_LEVEL is one of ${LEVELS.join(", ")}.`).optional(),
  AMPERSAND_PLAYGROUND: z.enum(["on", "off"], "AMPERSAND_PLAYGROUND is on or off.").optional(),
});

/** A `.env` line without a value means the same as no line. */
function given(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""));
}

/** Reads and checks the environment. Throws `ConfigError` with one line for each thing that is wrong. */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = schema.safeParse(given(env));
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => issue.message).join("\n"));
  }
  const value = parsed.data;
  const telegram = value.TELEGRAM_BOT_TOKEN;
  const discord = value.DISCORD_BOT_TOKEN;
  const real = telegram !== undefined || discord !== undefined;
  const allowed = value.AMPERSAND_ALLOWED_USERS;
  return {
    telegram: telegram === undefined ? null : { token: telegram, apiRoot: value.TELEGRAM_API_ROOT ?? null },
    discord: discord === undefined ? null : { token: discord, apiRoot: value.DISCORD_API_ROOT ?? null },
    database: value.DATABASE_URL.slice("file:".length),
    masterKey: value.AMPERSAND_MASTER_KEY ?? null,
    keyFile: value.AMPERSAND_KEY_FILE,
    allowed: allowed === undefined || allowed.length === 0 ? null : new Set(allowed),
    host: value.HTTP_HOST,
    port: value.HTTP_PORT,
    logLevel: value.LOG_LEVEL ?? (real ? "info" : "warn"),
    playground: value.AMPERSAND_PLAYGROUND === "on",
  };
}
