import type { Migration } from "kysely/migration";
import * as first from "./0001-first.ts";
import * as paths from "./0002-paths.ts";
import * as media from "./0003-media.ts";
import * as pages from "./0004-pages.ts";
import * as confirmations from "./0005-confirmations.ts";
import * as drawings from "./0006-drawings.ts";
import * as refusals from "./0007-refusals.ts";
import * as places from "./0008-places.ts";
import * as windows from "./0009-windows.ts";

import * as words from "./0010-words.ts";

import * as styles from "./0011-styles.ts";
import * as pauses from "./0012-pauses.ts";
import * as leaving from "./0013-leaving.ts";
import * as passing from "./0014-passing.ts";

import * as names from "./0015-names.ts";

/** In order of their names. A migration that was released is never changed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-first": first,
  "0002-paths": paths,
  "0003-media": media,
  "0004-pages": pages,
  "0005-confirmations": confirmations,
  "0006-drawings": drawings,
  "0007-refusals": refusals,
  "0008-places": places,
  "0009-windows": windows,
  "0010-words": words,
  "0011-styles": styles,
  "0012-pauses": pauses,
  "0013-leaving": leaving,
  "0014-passing": passing,
  "0015-names": names,
};
