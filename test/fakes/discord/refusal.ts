/** A refusal by the platform, in the words and numbers of its documents ("Opcodes and Status Codes"). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: object | undefined;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  /** The body of the answer. */
  body(): object {
    const base = { message: this.message, code: this.code };
    return this.errors === undefined ? base : { ...base, errors: this.errors };
  }
}

export const refuse = {
  unauthorized: () => new Refusal(401, 0, "401: Unauthorized"),
  notFound: () => new Refusal(404, 0, "404: Not Found"),
  methodNotAllowed: () => new Refusal(405, 0, "405: Method Not Allowed"),
  unknownApplication: () => new Refusal(404, 10002, "Unknown Application"),
  unknownChannel: () => new Refusal(404, 10003, "Unknown Channel"),
  unknownGuild: () => new Refusal(404, 10004, "Unknown Guild"),
  unknownMember: () => new Refusal(404, 10007, "Unknown Member"),
  unknownMessage: () => new Refusal(404, 10008, "Unknown Message"),
  unknownUser: () => new Refusal(404, 10013, "Unknown User"),
  unknownWebhook: () => new Refusal(404, 10015, "Unknown Webhook"),
  unknownInteraction: () => new Refusal(404, 10062, "Unknown interaction"),
  openingDmsTooFast: () => new Refusal(400, 40003, "You are opening direct messages too fast"),
  alreadyAcknowledged: () => new Refusal(400, 40060, "Interaction has already been acknowledged."),
  missingAccess: () => new Refusal(403, 50001, "Missing Access"),
  wrongChannelType: () => new Refusal(403, 50003, "Cannot execute action on a DM channel"),
  notTheAuthor: () => new Refusal(403, 50005, "Cannot edit a message authored by another user"),
  emptyMessage: () => new Refusal(400, 50006, "Cannot send an empty message"),
  cannotSendToUser: () => new Refusal(403, 50007, "Cannot send messages to this user"),
  missingPermissions: () => new Refusal(403, 50013, "Missing Permissions"),
  invalidWebhookToken: () => new Refusal(401, 50027, "Invalid Webhook Token"),
  invalidJson: () => new Refusal(400, 50109, "The request body contains invalid JSON."),
  noMutualGuild: () => new Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds"),
  invalidRecipient: () => new Refusal(400, 50033, "Invalid Recipient(s)"),
} as const;
