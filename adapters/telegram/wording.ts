/**
 * The words that the Bot API's own descriptions are made of. Anything else in a description may be
 * an echo of what a person wrote (`Wrong HTTP URL 'their words'`), so it is left out.
 */
const KNOWN = new Set(
  `a about after again all already an and are argument array at bad be because been before begins blocked body bot bots
  bot's button buttons by byte callback can can't cannot caption chat chats close conflict content copy current data
  deactivated delete deleted description doesn't document edit edited editing element empty end ends enough entities
  entity error exactly exceeded expected expired failed field file find forbidden found from get group has have
  identifier identical in incorrect initiate inline inside instance internal invalid is isn't it json keyboard kicked
  later length long many markup media member message messages method middle migrated modified must new no non non-empty
  not number object of offset old only or other out parameter parse photo private query range reply request requests
  response retry rights same send sent server size specified start string supergroup supported symbol text the there
  this to too topic type unallowed unauthorized unsupported upgraded url user user's utf-8 utf-16 value was
  webhook while wrong wrong-type you`.split(/\s+/),
);

const MAX_WORDS = 30;

/**
 * A description with only its well-known words and numbers-free codes (`BUTTON_DATA_INVALID`); each
 * run of others becomes “…”. At most 30 words.
 */
export function wording(description: string): string {
  // Quoted parts are always echoes.
  const plain = description.replace(/'[^']*'(?!\w)|"[^"]*"|“[^”]*”/g, " … ");
  const words = plain
    .split(/[\s,;:.()]+/)
    .filter((word) => word !== "")
    .map((word) => (KNOWN.has(word.toLowerCase()) || CODE.test(word) ? word : "…"))
    .filter((word, i, all) => word !== "…" || all[i - 1] !== "…");
  return words.slice(0, MAX_WORDS).join(" ");
}

/** The platform's own error codes, by the words they end or begin with. */
const CODE =
  /^(?:[A-Z]+_){1,5}(?:INVALID|EMPTY|FORBIDDEN|TOO_LONG|TOO_BIG|REQUIRED|EXPIRED|CLOSED|RESTRICTED|DIMENSIONS)$/;
