import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KeyInvalid, KeyMissing, loadMasterKey, openVault, Unreadable } from "../../src/vault/index.ts";
import { tempFolder, vaultOf } from "./helpers.ts";

const KEY = Buffer.alloc(32, 1);

describe("the master key", () => {
  const load = (env: string | undefined, keyFile: string, databaseExists = false) =>
    loadMasterKey({ env: { AMPERSAND_MASTER_KEY: env }, keyFile, databaseExists });

  it("comes from the environment first", () => {
    const file = join(tempFolder(), "key");
    const key = load(` ${KEY.toString("base64")}\n`, file);
    expect([key.key.equals(KEY), key.from, existsSync(file)]).toEqual([true, "environment", false]);
    expect(load(KEY.toString("base64url"), file).key.equals(KEY)).toBe(true);
  });

  it("is made once, for the owner alone, and found again", () => {
    const file = join(tempFolder(), "deep", "key");
    const made = load(undefined, file);
    expect([made.from, made.loose, statSync(file).mode & 0o777]).toEqual(["new-file", false, 0o600]);
    const found = load("", file, true);
    expect([found.from, found.key.equals(made.key)]).toEqual(["file", true]);
  });

  it("is never made beside a database", () => {
    const file = join(tempFolder(), "key");
    expect(() => load(undefined, file, true)).toThrow(KeyMissing);
    expect(() => load(undefined, file, true)).toThrow(/AMPERSAND_MASTER_KEY.*AMPERSAND_KEY_FILE/);
    expect(existsSync(file)).toBe(false);
  });

  it("is refused when it is not 32 bytes, without being repeated in the message", () => {
    const file = join(tempFolder(), "key");
    for (const bad of ["short", Buffer.alloc(31).toString("base64"), `${KEY.toString("base64")}!`, "x".repeat(44)]) {
      expect(() => load(bad, file)).toThrow(KeyInvalid);
      expect(() => load(bad, file)).not.toThrow(bad);
    }
    writeFileSync(file, "damaged");
    expect(() => load(undefined, file)).toThrow(KeyInvalid);
    expect(readFileSync(file, "utf8")).toBe("damaged");
  });

  it("notices a file that others can read", () => {
    const file = join(tempFolder(), "key");
    writeFileSync(file, KEY.toString("base64"), { mode: 0o644 });
    expect(load(undefined, file).loose).toBe(true);
  });

  it("is told from another by its fingerprint, which does not give it away", () => {
    const vault = vaultOf(KEY);
    expect(vault.fingerprint).toBe(vaultOf(KEY).fingerprint);
    expect(vault.fingerprint).not.toBe(vaultOf().fingerprint);
    expect(vault.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("the vault", () => {
  const spot = { table: "answers", row: "r" };

  it("opens what it sealed, and the same words never look the same", () => {
    const vault = vaultOf();
    const key = vault.createKey("ana");
    const [one, two] = [vault.seal(key, spot, "words 🌻"), vault.seal(key, spot, "words 🌻")];
    expect(vault.open(key, spot, one)).toBe("words 🌻");
    expect(one.equals(two)).toBe(false);
    expect(vault.open(key, spot, vault.seal(key, spot, ""))).toBe("");
  });

  it("opens nothing that was moved, changed, cut or sealed for somebody else", () => {
    const vault = vaultOf(KEY);
    const key = vault.createKey("ana");
    const sealed = vault.seal(key, spot, "words");
    const changed = Buffer.from(sealed);
    changed[20] = (changed[20] ?? 0) ^ 1;
    expect(() => vault.open(key, { ...spot, row: "s" }, sealed)).toThrow(Unreadable);
    expect(() => vault.open(key, { ...spot, table: "drafts" }, sealed)).toThrow(Unreadable);
    expect(() => vault.open({ ...key, version: 2 }, spot, sealed)).toThrow(Unreadable);
    expect(() => vault.open(key, spot, changed)).toThrow(Unreadable);
    expect(() => vault.open(key, spot, sealed.subarray(0, 25))).toThrow(Unreadable);
    expect(() => vault.open({ ...key, owner: "ben" }, spot, sealed)).toThrow(Unreadable);
    expect(() => vault.open(vault.createKey("ana"), spot, sealed)).toThrow(Unreadable);
    expect(() => vaultOf().open(key, spot, sealed)).toThrow(Unreadable);
    // Nor is anything sealed with a key that lies under another's name: erasing that one would not destroy it.
    expect(() => vault.seal({ ...key, owner: "ben" }, spot, "words")).toThrow(Unreadable);
    expect(() => vault.seal({ ...key, masterVersion: 2 }, spot, "words")).toThrow(Unreadable);
    expect(vaultOf(KEY).open(key, spot, sealed)).toBe("words");
  });

  it("stays right when more owners come than it keeps in memory, and after forgetting", () => {
    const vault = openVault({ key: KEY, version: 1, from: "environment", loose: false });
    const keys = Array.from({ length: 1100 }, (_, index) => vault.createKey(`p${index}`));
    const sealed = keys.map((key) => vault.seal(key, spot, key.owner));
    for (const key of keys.slice(0, 10)) vault.forget(key.owner);
    expect(keys.map((key, index) => vault.open(key, spot, sealed[index] ?? Buffer.alloc(0)))).toEqual(
      keys.map((key) => key.owner),
    );
  });
});
