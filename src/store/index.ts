export { backup } from "./backup.ts";
export { databaseExists } from "./connect.ts";
export { countCouples, type DeadLetter, listDead, retryDead } from "./dead-letters.ts";
export { BackupFailed, DatabaseInUse, DatabaseTooNew, DatabaseUnreadable } from "./errors.ts";
export { openSqlite, type SqliteOptions, type SqliteStore } from "./open.ts";
export { systemRandom } from "./random.ts";
export { RESTORED_AT, restore } from "./restore.ts";
export { openTranscript } from "./transcript.ts";
