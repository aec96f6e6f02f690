/**
 * Below this many couples whoever runs the bot may be one of the two, and could count the other's messages: what an
 * operator is shown then says whether it works, and no numbers.
 */
export const FEW_COUPLES = 10;

export function areFew(couples: number): boolean {
  return couples < FEW_COUPLES;
}
