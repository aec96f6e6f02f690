/**
 * Connections to the gateway that keep trying. discord.js would give up when the first handshake is
 * refused, tries again twice a second after later ones, and is ended by a frame that it does not expect.
 */
import { SimpleShardingStrategy } from "discord.js";
import { isShard, Keeper, type ShardParts } from "./keeper.ts";

/** From IDENTIFY to READY. */
const READY_MS = 15_000;
type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** The shards of one process, each kept connected. */
export class PatientShards extends SimpleShardingStrategy {
  readonly #manager: Manager;
  readonly #parts: ShardParts;

  constructor(manager: Manager, parts: ShardParts) {
    super(manager);
    this.#manager = manager;
    this.#parts = parts;
    const { helloMs, readyMs } = parts.timing;
    const readyTimeout = Math.min(READY_MS, readyMs);
    Object.assign(manager.options, { handshakeTimeout: helloMs, helloTimeout: helloMs, readyTimeout });
  }

  override async spawn(shardIds: number[]): Promise<void> {
    await super.spawn(shardIds);
    const shards: unknown = Reflect.get(this, "shards");
    const { url } = await this.#manager.fetchGatewayInformation();
    const session = async (id: number) => await this.#manager.options.retrieveSessionInfo(id);
    for (const shard of shards instanceof Map ? shards.values() : [shards]) {
      if (!isShard(shard)) throw new TypeError("this version of discord.js has other shards");
      new Keeper(shard, { ...this.#parts, gateway: url, session: () => session(shard.id) });
    }
  }

  /** Resolves after the first attempt, whatever came of it: the shard goes on by itself. */
  override async connect(): Promise<void> {
    await super.connect().catch(() => undefined);
  }
}
