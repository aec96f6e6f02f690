/** The arrows between the rooms, as dependency-cruiser understands them. `docs/architecture.md` says why. */
import type { IRegularForbiddenRuleType } from "dependency-cruiser";

/** What each room of `src/` may import besides itself and npm packages. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  ports: ["domain"],
  application: ["domain", "ports"],
  delivery: ["domain", "ports"],
  schedule: ["domain", "ports"],
  content: ["domain", "ports"],
  store: ["domain", "ports", "vault"],
  vault: [],
  web: ["domain", "ports"],
  pictures: ["domain", "ports"],
};

/** Rooms that touch neither the disk nor the network nor a clock: everything comes in through ports. */
const PURE = "^src/(domain|ports|application|delivery)/";

/** Where each package may be imported, types included. */
const LIBRARIES: Readonly<Record<string, string>> = {
  telegraf: "^adapters/telegram/",
  "discord.js": "^adapters/discord/",
  "better-sqlite3": "^src/store/",
  kysely: "^src/store/",
  "node-cron": "^src/schedule/",
  "p-queue": "^src/delivery/",
  hono: "^(src/web|adapters/playground)/",
  "@hono/node-server": "^(src/web|adapters/playground)/",
  "prom-client": "^src/web/",
  "@resvg/resvg-js": "^src/pictures/",
  pino: "^src/log\\.ts$",
  yaml: "^src/content/",
  "intl-messageformat": "^src/content/",
  "temporal-polyfill": "^src/domain/",
};

const OURS = "^(src|adapters)/";
const TYPES_ONLY = ["type-only", "type-import"] as const;

function inside(names: readonly string[]): string {
  return `^src/(${names.join("|")})/`;
}

/** Installed it is in `node_modules`; in a planted tree it cannot be resolved and keeps its name. */
function packagePath(name: string): string {
  return `(^|node_modules/)${name.replaceAll(".", "\\.")}(/|$)`;
}

function rule(name: string, parts: Pick<IRegularForbiddenRuleType, "from" | "to">): IRegularForbiddenRuleType {
  return { name, severity: "error", ...parts };
}

const rooms = Object.entries(ROOMS).map(([room, known]) =>
  rule(`room-${room}`, { from: { path: `^src/${room}/` }, to: { path: OURS, pathNot: inside([room, ...known]) } }),
);

const libraries = Object.entries(LIBRARIES).map(([name, place]) =>
  rule(`library-${name}`, { from: { path: OURS, pathNot: place }, to: { path: packagePath(name) } }),
);

const single = [
  rule("domain-has-one-package", {
    from: { path: "^src/domain/" },
    to: { pathNot: `^src/domain/|${packagePath("temporal-polyfill")}` },
  }),
  rule("pure-rooms-without-node", { from: { path: PURE }, to: { dependencyTypes: ["core"] } }),
  rule("adapters-know-ports-and-domain", {
    from: { path: "^adapters/([^/]+)/" },
    to: { path: OURS, pathNot: "^adapters/$1/|^src/(ports|domain)/" },
  }),
  // Types of the domain, the names of its units of time, which words nobody can see, and how words are cut and joined.
  rule("adapters-decide-nothing", {
    from: { path: "^adapters/" },
    to: {
      path: "^src/domain/",
      pathNot: "^src/domain/(ids|blank|words|addresses)\\.ts$",
      dependencyTypesNot: [...TYPES_ONLY],
    },
  }),
  rule("only-main-knows-adapters", {
    from: { path: "^src/", pathNot: "^src/main\\.ts$" },
    to: { path: "^adapters/" },
  }),
  rule("nothing-needs-the-tests", { from: { path: OURS }, to: { path: "^test/" } }),
  rule("runs-without-dev-packages", {
    from: { path: OURS },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: [...TYPES_ONLY] },
  }),
  rule("no-circle", { from: { path: OURS }, to: { circular: true } }),
];

export const RULES: readonly IRegularForbiddenRuleType[] = [...rooms, ...libraries, ...single];
