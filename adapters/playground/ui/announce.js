/** Says new messages to screen readers, politely, one after the other, and for whom they are. */
import { h } from "./dom.js";

const KEEP = 8;

/** A short text of a message; covered words stay unsaid. */
export function summary(view) {
  if (view.kind === "person") return view.text || `File ${view.file?.name ?? ""}`;
  return view.blocks
    .map((block) => {
      if (block.type === "quote") return block.covered ? `${block.by}: covered words` : `${block.by}: ${block.text}`;
      if (block.type === "list") return block.items.join(", ");
      if (block.type === "media") return block.caption;
      if (block.type === "file") return `File ${block.name}`;
      return block.text;
    })
    .join(". ");
}

export function announce(text) {
  const region = document.getElementById("announcer");
  region.append(h("span", {}, `${text} `));
  while (region.childElementCount > KEEP) region.firstElementChild.remove();
}
