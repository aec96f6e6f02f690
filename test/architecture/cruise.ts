/** dependency-cruiser through its API, on the project or on a planted tree. */
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { RULES } from "./rules.ts";

/** Modules and breaches of everything in `src/` and `adapters/` under `folder`. Types count as imports. */
export async function look(folder: string): Promise<ICruiseResult> {
  const { output } = await cruise(
    ["src", "adapters"],
    {
      baseDir: folder,
      validate: true,
      ruleSet: { forbidden: [...RULES] },
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
    },
    { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"], extensions: [".ts", ".js"] },
  );
  if (typeof output === "string") throw new Error("dependency-cruiser gave a report instead of a result");
  return output;
}

/** One line a breach: rule, from, to. */
export function breaches({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort();
}
