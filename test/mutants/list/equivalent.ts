/** Breakages that look like faults and change nothing for anybody, each with the reason. */
import type { Equivalent } from "../mutation.ts";

export const EQUIVALENT: readonly Equivalent[] = [];
