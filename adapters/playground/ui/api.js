/** What the page asks of the server. */

/** A refusal in words for the person. */
class Problem extends Error {}

/** Sends `body`; resolves with the answer or throws a `Problem`. */
export async function post(path, body) {
  let response;
  try {
    response = await fetch(`/api/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Problem("The playground cannot be reached. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(answer.problem ?? "That did not work. Try again in a moment.");
  return answer;
}

/**
 * Listens to the server's changes; the browser reconnects by itself and says what it saw last.
 * `listeners`: event name → function of its data; `connected(true | false)` tells about the line.
 */
export function listen(listeners, connected) {
  const source = new EventSource("/api/stream");
  for (const [name, listener] of Object.entries(listeners)) {
    source.addEventListener(name, (event) => {
      connected(true);
      listener(JSON.parse(event.data));
    });
  }
  source.addEventListener("resumed", () => connected(true));
  source.addEventListener("error", () => {
    connected(false);
    // A refused stream is given up on by the browser: begin again a little later.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(listeners, connected), 1000);
  });
}
