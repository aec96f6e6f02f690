/** Reads server-sent events of a response, one after the other. */
export interface SseEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: unknown;
}

export function sseEvents(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let rest = "";

  async function read(): Promise<SseEvent> {
    while (!rest.includes("\n\n")) {
      const { done, value } = await reader.read();
      if (done) throw new Error("the stream ended");
      rest += decoder.decode(value, { stream: true });
    }
    const end = rest.indexOf("\n\n");
    const lines = rest.slice(0, end).split("\n");
    rest = rest.slice(end + 2);
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    return { event: field("event") ?? "", id: field("id") ?? null, data: JSON.parse(field("data") ?? "null") };
  }

  async function until(wanted: (event: SseEvent) => boolean): Promise<SseEvent> {
    for (;;) {
      const event = await read();
      if (wanted(event)) return event;
    }
  }

  return { until, next: (name: string) => until((event) => event.event === name), close: () => reader.cancel() };
}
