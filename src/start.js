// The first thing that runs, in plain JavaScript: an old Node cannot even parse the sources.
import { mkdirSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import v8 from "node:v8";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 18) || major === 23) {
  process.stderr.write(
    `Ampersand needs Node 22.18 or newer; this is ${process.versions.node}. “npm start” brings its own after “npm ci”.\n`,
  );
  process.exit(1);
} else {
  keepCompiled();
  // Starting makes much that is gone a moment later. Room that is made for it would stay for good.
  roomGrowsBy(1);
  const { started } = await import("./main.ts");
  await started;
  module.flushCompileCache();
  roomGrowsBy(2);
}

/**
 * What Node makes of the sources is kept for the next start: it then needs neither the time for that
 * nor its compiler of types, which would stay in memory.
 */
function keepCompiled() {
  const folder = join(import.meta.dirname, "..", "var", "cache");
  try {
    // Nobody else may put code there. Where nothing can be written, all is compiled anew.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    module.enableCompileCache(folder);
  } catch {}
}

/** By which factor V8 makes more room for new objects when there is little; 2 is its own. */
function roomGrowsBy(factor) {
  v8.setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
