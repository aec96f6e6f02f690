/**
 * 100,000 couples whose hour is spread over one minute, and a handler that only counts. Run as a
 * process: `usual-run.ts <cron|index> <folder> <minute, ms since 1970>`. Ends with a line of JSON.
 */
import { join } from "node:path";
import cron from "node-cron";
import { startHeartbeat } from "../../src/schedule/heartbeat.ts";
import { openSqlite } from "../../src/store/index.ts";
import { loadMasterKey, openVault } from "../../src/vault/index.ts";

const [mode = "", folder = "", minuteText = ""] = process.argv.slice(2);
const minute = Number(minuteText);
const COUPLES = 100_000;
/** After the minute, what is late may still come. */
const PATIENCE = 60_000;
const quiet = { info() {}, warn() {}, error() {}, debug() {} };

let ran = 0;
let longest = 0;
let before = performance.now();
setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - before - 10);
  before = now;
}, 10);

function oneTaskEach(): void {
  const at = new Date(minute);
  for (let n = 0; n < COUPLES; n++) {
    const expression = `${n % 60} ${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
    cron.schedule(expression, () => void ran++, { timezone: "UTC", suppressMissedWarning: true, logger: quiet });
  }
}

async function oneIndex(): Promise<void> {
  const vault = openVault(loadMasterKey({ env: {}, keyFile: join(folder, "key"), databaseExists: true }));
  const clock = { now: () => Date.now() };
  const store = await openSqlite({ file: join(folder, "bench.db"), vault, clock });
  const handleTimer = async () => void ran++;
  startHeartbeat({ store, clock, log: quiet, handleTimer });
}

if (mode === "cron") oneTaskEach();
else await oneIndex();
longest = 0;
const rssMb = process.memoryUsage().rss / 2 ** 20;
process.stderr.write("scheduled\n");
const over = setInterval(() => {
  if (Date.now() < minute + 60_000 || (ran < COUPLES && Date.now() < minute + 60_000 + PATIENCE)) return;
  clearInterval(over);
  process.stderr.write(`${JSON.stringify({ ran, rssMb, longest })}\n`, () => process.exit(0));
}, 500);
