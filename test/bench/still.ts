/**
 * How long this machine lets a process stand still that does next to nothing: one row committed every
 * 50 ms. Run as a process: `still.ts <database>`; answers every SIGUSR2 with the longest since the last.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import SqliteDatabase from "better-sqlite3";

const database = new SqliteDatabase(process.argv[2] ?? "");
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec("create table if not exists seen (id integer primary key, body text not null)");
const insert = database.prepare("insert into seen (body) values (?)");
const delay = monitorEventLoopDelay({ samplePerIteration: true });
delay.enable();

setInterval(() => void insert.run("x".repeat(100)), 50);
process.on("SIGUSR2", () => {
  process.stderr.write(`longest ${delay.max / 1e6}\n`);
  delay.reset();
});
process.once("SIGTERM", () => process.exit(0));
process.stderr.write("still ready\n");
