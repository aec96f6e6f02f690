import { adapterContract } from "./adapter.ts";
import { discord } from "./discord.ts";
import { playground } from "./playground.ts";
import { telegram } from "./telegram.ts";

for (const driver of [telegram, discord, playground]) adapterContract(driver);
