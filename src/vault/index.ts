export { KeyInvalid, KeyMissing, KeyWrong, Unreadable } from "./errors.ts";
export { loadMasterKey, MASTER_KEY_VARIABLE, type MasterKey, type MasterKeySource } from "./master-key.ts";
export { openVault, type Spot, type Vault, type WrappedKey } from "./vault.ts";
