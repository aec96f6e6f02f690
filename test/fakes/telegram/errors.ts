import type { TelegramResponseParameters } from "@gramio/types";

/** A refusal as the platform words it; thrown by method handlers, written to the wire by the server. */
export class ApiError extends Error {
  readonly code: number;
  readonly parameters: TelegramResponseParameters | undefined;

  constructor(code: number, description: string, parameters?: TelegramResponseParameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

/** 400 with the platform's prefix. */
export function badRequest(text: string, parameters?: TelegramResponseParameters): ApiError {
  return new ApiError(400, `Bad Request: ${text}`, parameters);
}

/** 403 with the platform's prefix. */
export function forbidden(text: string): ApiError {
  return new ApiError(403, `Forbidden: ${text}`);
}

/** 429; `seconds` is a whole number of at least one. */
export function tooManyRequests(seconds: number): ApiError {
  return new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

/** 409: the older of two pollers is ended by the newer. */
export function pollingConflict(): ApiError {
  return new ApiError(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  );
}

/** 409: a webhook is set, so polling is refused. */
export function webhookConflict(): ApiError {
  return new ApiError(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  );
}

export const notModified = (): ApiError =>
  badRequest(
    "message is not modified: specified new message content and reply markup are exactly the same as a current " +
      "content and reply markup of the message",
  );
