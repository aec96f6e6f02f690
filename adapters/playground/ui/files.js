/** Pictures, voices and files: what was sent, and what the bot shows. */
import { h, icon } from "./dom.js";

/** Which covered files were opened. Lost with the window, on purpose. */
const opened = new Set();

/** A file as it can be looked at or listened to, else to be saved. */
function player({ mime, name, url }) {
  if (mime.startsWith("image/")) return h("img", { src: url, alt: name });
  if (mime.startsWith("audio/")) return h("audio", { src: url, controls: true, preload: "none" });
  if (mime.startsWith("video/")) return h("video", { src: url, controls: true, preload: "metadata" });
  return h("a", { className: "file", href: url, download: name }, icon("file"), name);
}

/** What somebody sent themselves. */
export function renderOwnFile(file) {
  return h("figure", { className: "sent" }, player(file));
}

/** A file of an answer; covered until somebody taps, and only then loaded. */
export function renderMedia(block, key) {
  const figure = h("figure", { className: "media" }, h("figcaption", {}, block.caption));
  const isOpen = !block.covered || opened.has(key);
  figure.append(isOpen ? player(block) : coverOf(block, key, figure));
  return figure;
}

function coverOf(block, key, figure) {
  const cover = h(
    "button",
    {
      type: "button",
      className: "lid",
      "aria-label": `Open: ${block.caption}`,
      onclick: () => {
        opened.add(key);
        const shown = player(block);
        cover.replaceWith(shown);
        shown.tabIndex = -1;
        shown.focus();
        figure.classList.add("open");
      },
    },
    h("span", {}, icon("eye"), "Tap to open"),
  );
  return cover;
}

/** A file of the machine as the server takes it. */
export async function readFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { name: file.name, mime: file.type || "application/octet-stream", data: btoa(text) };
}
