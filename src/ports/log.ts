/** The only fields a log line may carry: nothing anybody wrote, no names, no platform ids of people. */
export interface LogFields {
  readonly platform?: string;
  readonly error?: string;
  readonly code?: string | number;
  readonly method?: string;
  readonly view?: string;
  readonly id?: string;
  readonly count?: number;
  readonly ms?: number;
  readonly attempt?: number;
  readonly address?: string;
  readonly version?: string;
  readonly state?: string;
}

/** `event` is a fixed phrase from the source, never built from data. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
