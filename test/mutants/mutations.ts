/** Every one-line breakage that is kept, by what is lost when it is there. */
import { ANSWERS } from "./list/answers.ts";
import { BLIND } from "./list/blind.ts";
import { CLOCKS } from "./list/clocks.ts";
import { DELIVERY } from "./list/delivery.ts";
import { EDGES } from "./list/edges.ts";
import { EQUIVALENT } from "./list/equivalent.ts";
import { ONLY_THE_TWO } from "./list/only-the-two.ts";
import { PAIRING } from "./list/pairing.ts";
import { STORE } from "./list/store.ts";
import type { Mutation } from "./mutation.ts";

export { EQUIVALENT };

export const MUTATIONS: readonly Mutation[] = [
  ...BLIND,
  ...ONLY_THE_TWO,
  ...PAIRING,
  ...CLOCKS,
  ...ANSWERS,
  ...STORE,
  ...EDGES,
  ...DELIVERY,
];
