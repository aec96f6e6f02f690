/** What the documents say is so: files, commands, settings, errors, metrics. */
import { dirname, join } from "node:path";
import { PermissionFlagsBits } from "discord.js";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/application/commands/index.ts";
import { parseConfig } from "../../src/config.ts";
import { createMetrics } from "../../src/web/metrics.ts";
import { blocks, exists, firstCells, PAGES, quoted, read, section, sources } from "./pages.ts";

const OPERATING = read("docs/operating.md");
/** Spoken to BotFather, or asked of our web server. */
const NOT_OURS = ["/newbot", "/setprivacy", "/setjoingroups", "/healthz", "/readyz", "/metrics"];

describe.each(PAGES)("%s", (page) => {
  const text = read(page);

  test("links to files that exist", () => {
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].flatMap(([, link]) => link ?? []);
    const local = links.filter((link) => !/^https?:/.test(link)).map((link) => join(dirname(page), link));
    expect(local.filter((file) => !exists(file))).toEqual([]);
  });

  test("names files that exist", () => {
    const named = quoted(text).filter((one) => /^(src|adapters|data|test|docs)\/[\w./*<>-]*$/.test(one));
    expect(named.filter((file) => !exists(file))).toEqual([]);
  });

  test("names npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const used = [...text.matchAll(/npm run (?:--silent )?([\w-]+)/g)].flatMap(([, name]) => name ?? []);
    const short = [...text.matchAll(/npm (start|test)\b/g)].flatMap(([, name]) => name ?? []);
    expect([...used, ...short].filter((name) => !(name in scripts))).toEqual([]);
  });

  test("names commands that exist", () => {
    const known = new Set([...COMMANDS.map(({ name }) => `/${name}`), ...NOT_OURS]);
    const used = quoted(text).flatMap((one) => /^\/[a-z]+(?= |$)/.exec(one)?.[0] ?? []);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test("runs tests that exist", () => {
    const folders = [...text.matchAll(/npx vitest run (\S+)/g)].flatMap(([, folder]) => folder ?? []);
    expect(folders.map((folder) => folder.replace(/`.*/, "")).filter((folder) => !exists(folder))).toEqual([]);
  });
});

describe("settings", () => {
  const inCode = [...read("src/config.ts").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].flatMap(([, name]) => name ?? []);
  const lines = [...read(".env.example").matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);

  test("are found in the code", () => {
    expect(inCode.length).toBeGreaterThan(10);
  });

  test("are all in .env.example, each with a comment over it or over its neighbour", () => {
    expect(lines.map(([name]) => name).sort()).toEqual([...inCode].sort());
    expect(read(".env.example")).not.toMatch(/\n\n[A-Z_]+=/);
  });

  test(".env.example means what no file means", () => {
    expect(parseConfig(Object.fromEntries(lines))).toEqual(parseConfig({}));
  });

  test("are all in the operator's table, with what holds when they are not set", () => {
    const table = section(OPERATING, "Settings");
    expect(firstCells(table).sort()).toEqual([...inCode].sort());
    const defaults = lines.filter(([, value]) => value !== "" && value !== undefined);
    expect(defaults.length).toBeGreaterThan(2);
    for (const [name, value] of defaults) expect(table).toContain(`| \`${name}\` | \`${value}\` |`);
  });
});

describe("what an operator reads", () => {
  // A template's holes are `…` in the documents.
  const said = sources()
    .replaceAll(/\$\{[^}]*\}/g, "…")
    .replaceAll(/`\s*\+\s*`|"\s*\+\s*"/g, "");
  const pieces = (line: string) =>
    line
      .split("…")
      .map((piece) => piece.trim())
      .filter((piece) => piece.length > 1);

  test.each(["Start-up errors", "Logs"])("%s: the program says these words", (heading) => {
    const cells = firstCells(section(OPERATING, heading));
    expect(cells.length).toBeGreaterThan(5);
    expect(cells.filter((cell) => !pieces(cell).every((piece) => said.includes(piece)))).toEqual([]);
  });

  test("Logs: the fields are those of the allow-list", () => {
    const [, list = ""] = /these fields can appear[^:]*: ([^.]+)\./.exec(OPERATING) ?? [];
    const [, code = ""] = /const FIELDS[^=]*= \[([^\]]*)\]/.exec(read("src/log.ts")) ?? [];
    expect(list.split(", ")).toEqual([...code.matchAll(/"(\w+)"/g)].map(([, name]) => name));
  });

  test("Metrics: the names are all there are", async () => {
    const counts = { interactive: 0, scheduled: 0, parked: 0, dead: 0 };
    const text = await createMetrics({ outbox: async () => counts, process: false }).text();
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(firstCells(section(OPERATING, "Metrics")).sort()).toEqual(names.sort());
  });
});

describe("README.md", () => {
  test("the first screen has the picture and the two commands", () => {
    const first = read("README.md").split("\n## ")[0] ?? "";
    expect(first).toContain("](docs/playground.png)");
    expect(blocks(first, "sh")[0]).toMatch(/^npm ci && npm start .*\nnpm ci && npm test /);
  });

  test("the install link asks for the permissions that are named", () => {
    const { ViewChannel, SendMessages, EmbedLinks, AttachFiles, ReadMessageHistory } = PermissionFlagsBits;
    const wanted = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory;
    expect(read("README.md")).toContain(`&permissions=${wanted}\``);
  });

  test("the picture is one", () => {
    expect(exists("docs/playground.png")).toBe(true);
  });
});
