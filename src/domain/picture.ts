/** What a picture shows: made by a view, drawn when it is sent. All text is data. */

/** Six squares, each with a photo or a line, or empty. */
export interface Board {
  readonly kind: "board";
  readonly title: string;
  readonly squares: readonly Square[];
}

export interface Square {
  readonly label: string;
  readonly line: string;
  readonly photo: { readonly mime: string; readonly data: Uint8Array } | null;
}

/** Marks over time, a row for each line. */
export interface Chart {
  readonly kind: "chart";
  readonly title: string;
  /** Under the columns, oldest first. */
  readonly dates: readonly string[];
  readonly rows: readonly Row[];
  /** Names of those whose marks are shown; of one's own chart none. */
  readonly legend: readonly string[];
}

export interface Row {
  readonly label: string;
  readonly low: string;
  readonly high: string;
  readonly from: number;
  readonly to: number;
  /** For each person, for each date: the mark, or null where there is none. */
  readonly marks: readonly (readonly (number | null)[])[];
}

export type Picture = Board | Chart;
