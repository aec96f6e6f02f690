/** The playground shows both partners' private chats to whoever opens it: it is for one's own machine only. */

const V4_LOOPBACK = /^(::ffff:)?127(\.\d{1,3}){3}$/i;

/** Whether an address (of a peer, or to listen on) belongs to this machine alone. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === "localhost" || address === "::1" || V4_LOOPBACK.test(address));
}

export interface PlaygroundWish {
  /** The address that the web server listens on. */
  readonly host: string;
  /** A real platform is configured beside it. */
  readonly hasRealToken: boolean;
  /** Somebody asked for the playground by name, rather than getting it for want of a token. */
  readonly asked: boolean;
}

/** Why the playground may not run, in words for the operator; null when it may. */
export function assertPlaygroundAllowed({ host, hasRealToken, asked }: PlaygroundWish): string | null {
  if (!isLoopback(host)) {
    return `The playground shows both private chats to anyone who opens it, so it runs on this machine's own address only. HTTP_HOST is ${host}: set it to 127.0.0.1, or configure a platform.`;
  }
  if (hasRealToken && !asked) {
    return "A real platform is configured, so the playground stays off. Ask for it explicitly to run it beside the platform.";
  }
  return null;
}
