/** What is installed: from where, what may run while it is, and under which licences. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT, read } from "./pages.ts";

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

interface Manifest {
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(read("package-lock.json")) as { readonly packages: Readonly<Record<string, Locked>> };
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** What the installed package says of itself; null when it is for another platform. */
function manifest(path: string): Manifest | null {
  const file = join(ROOT, path, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Manifest) : null;
}

/** Packages that would run something while they are installed. */
function runsScripts(path: string, locked: Locked): boolean {
  const scripts = Object.keys(manifest(path)?.scripts ?? {});
  const declared = scripts.some((name) => ["preinstall", "install", "postinstall"].includes(name));
  return locked.hasInstallScript === true || declared || existsSync(join(ROOT, path, "binding.gyp"));
}

describe("the lock file", () => {
  test("pins what every package holds", () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""))).toEqual([]);
    expect(packages.filter(([, { link, version }]) => link || !/^\d+\.\d+\.\d+/.test(version ?? ""))).toEqual([]);
  });

  test("names no source but the registry", () => {
    const elsewhere = packages.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"),
    );
    expect(elsewhere).toEqual([]);
  });

  test("only what is approved runs while it is installed", () => {
    const { allowScripts } = JSON.parse(read("package.json")) as { readonly allowScripts: Record<string, boolean> };
    const running = packages.filter(([path, locked]) => runsScripts(path, locked)).map(([path]) => nameOf(path));
    expect([...new Set(running)].sort()).toEqual(Object.keys(allowScripts).sort());
    // One brings the Node that everything runs on; the other's binary is taken as it comes, not built.
    expect(allowScripts).toEqual({ node: true, "better-sqlite3": false });
  });
});

describe("licences of what the program needs to run", () => {
  const PAGE = "docs/licences.md";
  /** Each lets anybody use, change and pass on the program under its own licence. */
  const PERMISSIVE = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

  /** Ask only that their own files, if somebody changed them, stay free: they are used as they come. */
  const AS_THEY_COME = ["MPL-2.0", "MIT AND OFL-1.1"];

  const needed = packages.filter(([, { dev }]) => dev !== true);
  const licences = new Map(
    needed.map(([path, locked]) => [nameOf(path), manifest(path)?.license ?? locked.license ?? "none"]),
  );
  const rows = [...licences]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, licence]) => `| \`${name}\` | ${licence} |`);

  test("let the program be under its own", () => {
    const known = [...PERMISSIVE, ...AS_THEY_COME];
    expect([...licences].filter(([, licence]) => !known.includes(licence))).toEqual([]);
  });

  test("are those of the list", () => {
    const page = read(PAGE);
    const [head = ""] = page.split(/^\| `/m);
    const whole = `${head}${rows.join("\n")}\n`;
    if (process.env.WRITE_LICENCES !== undefined) writeFileSync(join(ROOT, PAGE), whole);
    expect(read(PAGE)).toBe(whole);
  });
});
