/**
 * The few lines of the adapter's own, for what the application cannot say: it could store nothing, or
 * its answer came too late for Discord.
 */
export interface DiscordTexts {
  /** Nothing was stored. */
  readonly tryLater: string;
  /** A form took too long to open; beside it stands a button that opens it. */
  readonly pressAgain: string;
  /** The label of that button. */
  readonly open: string;
  /** The form cannot be opened from here. */
  readonly askAgain: string;
  /** What arrived could not be understood. */
  readonly unclear: string;
}

export const ENGLISH: DiscordTexts = {
  tryLater: "I could not keep that just now, so nothing was stored. Please try again in a moment.",
  pressAgain: "That took a moment too long to open. Please press here.",
  open: "Open",
  askAgain: "That took a moment too long to open. Please try again.",
  unclear: "That did not reach me in a way I can understand, so nothing was stored. Please try again.",
};
