/** Every one-line breakage that is kept: by what is lost when it is there. */
import { BLIND } from "./list/blind.ts";
import { EQUIVALENT } from "./list/equivalent.ts";
import type { Mutation } from "./mutation.ts";

export { EQUIVALENT };

export const MUTATIONS: readonly Mutation[] = [...BLIND];
