/** No master key can be had, and making a new one would lock the existing database for ever. */
export class KeyMissing extends Error {
  override readonly name = "KeyMissing";
}

/** The master key is not the one this database was made with. Nothing was changed. */
export class KeyWrong extends Error {
  override readonly name = "KeyWrong";
}

/** What was given as a master key is none. */
export class KeyInvalid extends Error {
  override readonly name = "KeyInvalid";
}

/** Stored words could not be opened: damaged, moved to another row, or of an erased person. Carries no content. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}
