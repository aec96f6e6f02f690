/** What clocks show, asked of Intl alone: the tests' own way, independent of Temporal and of the domain. */
const formats = new Map<string, Intl.DateTimeFormat>();

export interface Wall {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly minutes: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
}

export function wall(at: number, zone: string): Wall {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
  const minutes = Number(parts.hour) * 60 + Number(parts.minute);
  return { date: `${parts.year}-${parts.month}-${parts.day}`, minutes, year, month, day, weekday };
}

/** `2026-03-29 02:30` in UTC, or with an offset at the end: an instant. */
export function utc(text: string): number {
  return Date.parse(/[+-]\d\d:\d\d$/.test(text) ? text.replace(" ", "T") : `${text.replace(" ", "T")}Z`);
}

export function show(at: number, zone: string): string {
  const { date, minutes } = wall(at, zone);
  return `${date} ${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
