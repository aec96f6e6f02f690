import { storeContract } from "./contract.ts";
import { open } from "./helpers.ts";

storeContract("SQLite", () => open());
