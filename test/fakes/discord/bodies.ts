/** What the fake calls a request body, and the name of its schema in Discord's published description. */
export const BODIES = {
  messageCreate: "MessageCreateRequest",
  messageEdit: "MessageEditRequestPartial",
  directChannel: "CreatePrivateChannelRequest",
  command: "ApplicationCommandUpdateRequest",
  callbackMessage: "CreateMessageInteractionCallbackRequest",
  callbackUpdate: "UpdateMessageInteractionCallbackRequest",
  callbackModal: "ModalInteractionCallbackRequest",
  followUp: "IncomingWebhookRequestPartial",
  webhookEdit: "IncomingWebhookUpdateRequestPartial",
} as const;

export type BodyKind = keyof typeof BODIES;
