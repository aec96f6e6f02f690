/** Somebody outside to talk to. Content, in `data/resources.yaml`. */
export interface Resource {
  /** `crisis`: when it is too much. `abuse`: when a partner is to be feared. */
  readonly kind: "crisis" | "abuse" | "both";
  /** As the service calls itself. */
  readonly name: string;
  /** As it is dialled inside the country, spaces for reading. There is a number, an address, or both. */
  readonly phone?: string;
  readonly url?: string;
  /** BCP 47 tags of what is spoken there. */
  readonly languages: readonly string[];
  /** What one needs to know before calling, in the reader's language where there is a translation. */
  readonly note?: string;
  /** `YYYY-MM-DD`: when somebody last looked whether it is still right. */
  readonly checkedOn: string;
}
