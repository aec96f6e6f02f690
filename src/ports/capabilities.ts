/** What a platform can do, as far as the application has to know. */

export interface Capabilities {
  /** Buttons can open forms (`Reply.form`). */
  readonly forms: boolean;
  /** In the private chat the next message is the answer. */
  readonly answersByMessage: boolean;
  /** Words after a command in a shared chat can be read by the others there. */
  readonly commandsAreRead: boolean;
  /** The bot can delete what a person typed in the private chat. */
  readonly canDeleteTyped: boolean;
  /** A short line that answers a tap is gone by itself and leaves nothing in the chat. */
  readonly toastsVanish: boolean;
  /**
   * For how many milliseconds after an event the private messages that answered it can still be removed; null: for
   * two days at least.
   */
  readonly answersStayFor: number | null;
  /** A shared place appears when the bot is added to it (else with `/pair` there). */
  readonly welcomesWhenAdded: boolean;
}
