/** What comes over the gateway, looked at before discord.js sees it. Pure. */
import { GatewayDispatchEvents, GatewayOpcodes } from "discord.js";
import { z } from "zod";

const frame = z.looseObject({ op: z.int(), t: z.string().nullish() });

/** An interval that is no number would make discord.js send heartbeats without a pause. */
const hello = z.looseObject({ d: z.looseObject({ heartbeat_interval: z.number().min(1_000).max(3_600_000) }) });

const readyData = z.looseObject({
  session_id: z.string(),
  user: z.looseObject({ id: z.string() }),
  application: z.looseObject({ id: z.string() }),
});

const guild = z.looseObject({ id: z.string() });

/** Whether a text is the address of a websocket. */
export function isSocketAddress(address: unknown): address is string {
  return typeof address === "string" && URL.canParse(address) && /^wss?:$/.test(new URL(address).protocol);
}

/** READY with only the servers that can be understood; where to resume is the gateway itself if nothing else is said. */
function tidyReady(packet: z.infer<typeof frame>, gateway: string): unknown {
  const data = readyData.safeParse(packet.d);
  if (!data.success) return null;
  const { guilds, resume_gateway_url: resume } = data.data;
  const known = Array.isArray(guilds) ? guilds.filter((each) => guild.safeParse(each).success) : [];
  const resumeUrl = isSocketAddress(resume) ? resume : gateway;
  return { ...packet, d: { ...data.data, guilds: known, resume_gateway_url: resumeUrl } };
}

/**
 * The frame as discord.js may have it; null for one that it would trip over. `gateway` is the address
 * that is connected to where Discord names none for a resume.
 */
export function tidyFrame(raw: unknown, gateway: string): unknown {
  const parsed = frame.safeParse(raw);
  if (!parsed.success) return null;
  const packet = parsed.data;
  if (packet.op === GatewayOpcodes.Hello) return hello.safeParse(raw).success ? raw : null;
  if (packet.op === GatewayOpcodes.InvalidSession) return { ...packet, d: packet.d === true };
  if (packet.op !== GatewayOpcodes.Dispatch) return raw;
  if (typeof packet.t !== "string" || typeof packet.d !== "object" || packet.d === null) return null;
  return packet.t === GatewayDispatchEvents.Ready ? tidyReady(packet, gateway) : raw;
}
