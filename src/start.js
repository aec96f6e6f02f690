// The first thing that runs, in plain JavaScript: an old Node cannot even parse the sources.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 18) || major === 23) {
  process.stderr.write(
    `Ampersand needs Node 22.18 or newer; this is ${process.versions.node}. “npm start” brings its own after “npm ci”.\n`,
  );
  process.exit(1);
} else {
  await import("./main.ts");
}
