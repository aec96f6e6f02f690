/** The arrows of `docs/architecture.md`. Each rule is proved by a planted breach that it must catch. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { breaches, look } from "./cruise.ts";
import { RULES } from "./rules.ts";

const ROOT = join(import.meta.dirname, "..", "..");

describe("the project", () => {
  let seen: Awaited<ReturnType<typeof look>>;
  beforeAll(async () => {
    seen = await look(ROOT);
  });

  test("is really looked at: modules, and what they import", () => {
    expect(seen.modules.length).toBeGreaterThan(100);
    expect(seen.summary.totalDependenciesCruised).toBeGreaterThan(300);
    const main = seen.modules.find(({ source }) => source === "src/main.ts");
    expect(main?.dependencies.map(({ resolved }) => resolved)).toContain("adapters/telegram/index.ts");
  });

  test("every import leads somewhere", () => {
    const lost = seen.modules.flatMap(({ source, dependencies }) =>
      dependencies.filter(({ couldNotResolve }) => couldNotResolve).map(({ module }) => `${source} -> ${module}`),
    );
    expect(lost).toEqual([]);
  });

  test("keeps to the arrows", () => {
    expect(breaches(seen)).toEqual([]);
  });
});

/** For each rule a file that breaks it, and what it imports. */
const PLANTED: Readonly<Record<string, readonly [file: string, imports: string]>> = {
  "room-domain": ["src/domain/a.ts", "../application/handle.ts"],
  "room-ports": ["src/ports/a.ts", "../store/open.ts"],
  "room-application": ["src/application/a.ts", "../delivery/lane.ts"],
  "room-delivery": ["src/delivery/a.ts", "../application/handle.ts"],
  "room-schedule": ["src/schedule/a.ts", "../application/handle.ts"],
  "room-content": ["src/content/a.ts", "../store/open.ts"],
  "room-store": ["src/store/a.ts", "../application/handle.ts"],
  "room-vault": ["src/vault/a.ts", "../store/open.ts"],
  "room-web": ["src/web/a.ts", "../store/open.ts"],
  "room-pictures": ["src/pictures/a.ts", "../store/open.ts"],
  "library-telegraf": ["adapters/discord/b.ts", "telegraf"],
  "library-discord.js": ["adapters/telegram/c.ts", "discord.js"],
  "library-better-sqlite3": ["src/cli/a.ts", "better-sqlite3"],
  "library-kysely": ["src/cli/b.ts", "kysely/migration"],
  "library-node-cron": ["src/delivery/b.ts", "node-cron"],
  "library-p-queue": ["src/schedule/b.ts", "p-queue"],
  "library-hono": ["src/delivery/c.ts", "hono/streaming"],
  "library-@hono/node-server": ["src/delivery/d.ts", "@hono/node-server"],
  "library-prom-client": ["src/delivery/e.ts", "prom-client"],
  "library-@resvg/resvg-js": ["src/delivery/g.ts", "@resvg/resvg-js"],
  "library-pino": ["src/delivery/f.ts", "pino"],
  "library-yaml": ["src/store/b.ts", "yaml"],
  "library-intl-messageformat": ["src/application/b.ts", "intl-messageformat"],
  "library-temporal-polyfill": ["src/application/c.ts", "temporal-polyfill"],
  "domain-has-one-package": ["src/domain/b.ts", "zod"],
  "pure-rooms-without-node": ["src/application/d.ts", "node:fs"],
  "adapters-know-ports-and-domain": ["adapters/telegram/a.ts", "../discord/index.ts"],
  "adapters-decide-nothing": ["adapters/telegram/b.ts", "../../src/domain/round/decide.ts"],
  "only-main-knows-adapters": ["src/instance.ts", "../adapters/discord/index.ts"],
  "nothing-needs-the-tests": ["src/log.ts", "../test/fake.ts"],
  "runs-without-dev-packages": ["src/config.ts", "vitest"],
  "no-circle": ["src/domain/round/decide.ts", "./evolve.ts"],
};

/** What the planted files import; `evolve.ts` closes the circle, by a type alone. */
const AROUND: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ devDependencies: { vitest: "5" } }),
  "node_modules/vitest/package.json": JSON.stringify({ name: "vitest", main: "index.js" }),
  "node_modules/vitest/index.js": "",
  "src/application/handle.ts": "export {};",
  "src/delivery/lane.ts": "export {};",
  "src/store/open.ts": "export {};",
  "src/domain/round/evolve.ts": 'import type { x } from "./decide.ts"; export type y = typeof x;',
  "adapters/discord/index.ts": "export {};",
  "test/fake.ts": "export {};",
};

describe("each rule", () => {
  const folder = mkdtempSync(join(tmpdir(), "ampersand-arrows-"));
  let found: string[] = [];
  beforeAll(async () => {
    const planted = Object.values(PLANTED).map(([file, from]) => [file, `import "${from}"; export const x = 1;`]);
    for (const [file = "", text = ""] of [...Object.entries(AROUND), ...planted]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    found = breaches(await look(folder));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("has a breach planted for it, and no breach is for nothing", () => {
    expect(Object.keys(PLANTED)).toEqual(RULES.map(({ name }) => name));
  });

  test.each(Object.entries(PLANTED))("%s catches what breaks it", (name, [file]) => {
    expect(found.filter((line) => line.startsWith(`${name}: ${file} -> `))).not.toEqual([]);
  });

  test("leaves alone what is allowed", async () => {
    const sound = mkdtempSync(join(tmpdir(), "ampersand-arrows-"));
    mkdirSync(join(sound, "src/application"), { recursive: true });
    mkdirSync(join(sound, "src/domain"), { recursive: true });
    mkdirSync(join(sound, "adapters/telegram"), { recursive: true });
    writeFileSync(join(sound, "src/domain/card.ts"), "export type Card = string;");
    writeFileSync(
      join(sound, "src/application/a.ts"),
      'import type { Card } from "../domain/card.ts"; export type A = Card;',
    );
    writeFileSync(
      join(sound, "adapters/telegram/a.ts"),
      'import "telegraf"; import type { Card } from "../../src/domain/card.ts"; export type B = Card;',
    );
    expect(breaches(await look(sound))).toEqual([]);
    rmSync(sound, { recursive: true });
  });
});
