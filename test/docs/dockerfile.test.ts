/** The Dockerfile without Docker; `node test/docs/tryout.ts image` also runs what it lays out. */
import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { all, command, copied, only, parseDockerfile } from "./dockerfile.ts";
import { exists, ROOT, read } from "./pages.ts";

const { stages } = parseDockerfile(`${ROOT}/Dockerfile`);
const [packages = [], last = []] = stages;

test("two stages on the Node that the project runs on", () => {
  expect(stages).toHaveLength(2);
  const major = /"node": "\^(\d+)/.exec(read("package.json"))?.[1];
  expect(stages.map((stage) => only(stage, "FROM").split(" ")[0])).toEqual([
    `node:${major}-slim`,
    `node:${major}-slim`,
  ]);
});

test("packages come from the lock file, without those of development", () => {
  expect(all(packages, "RUN")).toEqual([expect.stringMatching(/^npm ci --omit=dev\b/)]);
  expect(copied(packages)).toEqual([{ sources: ["package.json", "package-lock.json"], to: "./" }]);
});

test("everything that is copied exists, and is let in by .dockerignore", () => {
  const sources = stages.flatMap(copied).flatMap((copy) => copy.sources);
  expect(sources.length).toBeGreaterThan(5);
  expect(sources.filter((source) => !exists(source))).toEqual([]);
  const rules = read(".dockerignore")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(rules[0]).toBe("*");
  expect(rules.slice(1).sort()).toEqual([...new Set(sources)].map((source) => `!${source}`).sort());
});

test("what the program imports of ours is among it", () => {
  const files = globSync("{src,adapters}/**/*.{ts,js}", { cwd: ROOT });
  const imported = files.flatMap((file) =>
    [...read(file).matchAll(/(?:from|import)\(? *"(\.[^"]+)"/g)].map(([, path = ""]) => join(dirname(file), path)),
  );
  expect(imported.length).toBeGreaterThan(300);
  expect(imported.filter((file) => !/^(src|adapters)\//.test(file) || !exists(file))).toEqual([]);
});

test("it starts the program as somebody who is not root, who owns the folder of the data", () => {
  const [node, file = ""] = command(only(last, "CMD"));
  expect(node).toBe("node");
  expect(exists(file)).toBe(true);
  expect(only(last, "USER")).toBe("node");
  expect(last.findIndex(({ name }) => name === "USER")).toBeLessThan(last.findIndex(({ name }) => name === "VOLUME"));
  expect(all(last, "RUN")).toEqual(["install -d -m 700 -o node -g node var"]);
  expect(`${only(last, "WORKDIR")}/var`).toBe(only(last, "VOLUME"));
});

test("it ends and is watched as the program wants it", () => {
  expect(only(last, "STOPSIGNAL")).toBe("SIGTERM");
  const [node, flag, code = ""] = command(only(last, "HEALTHCHECK"));
  expect([node, flag]).toEqual(["node", "-e"]);
  expect(code).toContain("/healthz");
  expect(() => new Function(code)).not.toThrow();
  expect(read("src/config.ts")).toContain('HTTP_HOST: z.string().default("127.0.0.1")');
});

test("no secret is in it", () => {
  const text = read("Dockerfile");
  expect(text).not.toMatch(/TOKEN|MASTER_KEY|(COPY|ADD) .*\.env/);
});
