/** Loaded before the program: its clock leaps by `LEAP_MS` milliseconds whenever the process gets SIGUSR2. */
import { shiftClock } from "../schedule/shifted-clock.ts";

process.on("SIGUSR2", () => shiftClock(Number(process.env.LEAP_MS)));
