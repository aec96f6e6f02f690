/** The fonts that come with the program, so that a picture looks the same everywhere. */
import { fileURLToPath } from "node:url";

export const FONTS: readonly string[] = [
  import.meta.resolve("@expo-google-fonts/open-sans/400Regular/OpenSans_400Regular.ttf"),
  import.meta.resolve("@expo-google-fonts/open-sans/600SemiBold/OpenSans_600SemiBold.ttf"),
  import.meta.resolve("@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf"),
].map((address) => fileURLToPath(address));

const COVERED =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Common}\p{Script=Inherited}]*$/u;

/** Whether these fonts have it; what they do not have the fonts of the machine may, and looking there takes longer. */
export function isCovered(text: string): boolean {
  return COVERED.test(text);
}
