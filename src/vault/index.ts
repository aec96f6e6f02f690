export { KeyInvalid, KeyMissing, KeyWrong, Unreadable } from "./errors.ts";
export { loadMasterKey, type MasterKeySource } from "./master-key.ts";
export { openVault, type Vault } from "./vault.ts";
