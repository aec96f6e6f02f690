/** The parts of a bot's message. */
import { h, icon } from "./dom.js";
import { renderMedia } from "./files.js";
import { styled } from "./styled.js";

const SAFE_LINK = /^(https?:|mailto:)/i;

/** Which covered words were opened: `<phone>/<message>/<block>` → the words. Lost with the window, on purpose. */
const opened = new Map();

/** All blocks; two people's words that stand together become a pair. */
export function renderBlocks(view, phoneId) {
  const nodes = view.blocks.map((block, index) => renderBlock(block, `${phoneId}/${view.id}/${index}`));
  const box = h("div", { className: "blocks" });
  for (let index = 0; index < nodes.length; index += 1) {
    const next = view.blocks[index + 1];
    if (isPair(view.blocks[index], next)) {
      const joint = h("span", { className: "joint", "aria-hidden": "true" }, icon("mark", "mark"));
      box.append(h("div", { className: "pair" }, nodes[index], joint, nodes[index + 1]));
      index += 1;
    } else box.append(nodes[index]);
  }
  return box;
}

function isPair(one, other) {
  return one?.type === "quote" && other?.type === "quote" && one.by !== other.by;
}

const RENDER = {
  heading: (block) => h("h3", {}, ...styled(block)),
  paragraph: (block) => h("p", {}, ...styled(block)),
  note: (block) => h("p", { className: "note" }, block.text),
  list: (block) =>
    h(
      "ul",
      {},
      block.items.map((text, at) => h("li", {}, ...styled({ text, spans: block.styles?.[at] }))),
    ),
  link: (block) =>
    SAFE_LINK.test(block.url)
      ? h("p", {}, h("a", { href: block.url, target: "_blank", rel: "noopener noreferrer" }, block.text))
      : h("p", {}, `${block.text} (${block.url})`),
  file: renderFile,
  media: renderMedia,
  quote: renderQuote,
};

function renderBlock(block, key) {
  return RENDER[block.type](block, key);
}

function renderFile(block) {
  const save = h("a", { className: "file", href: block.url, download: block.name }, icon("file"), block.name);
  if (!block.mime.startsWith("image/")) return save;
  return h("figure", {}, h("img", { src: block.url, alt: block.name }), save);
}

function renderQuote(block, key) {
  const words = h("div", { className: "words", tabIndex: -1 }, ...styled(block));
  const quote = h("blockquote", { className: "quote" }, h("cite", { className: "by" }, block.by), words);
  if (!block.covered || opened.get(key) === block.text) return quote;
  quote.classList.add("covered");
  const cover = h(
    "button",
    {
      type: "button",
      className: "cover",
      "aria-label": `Read what ${block.by} wrote`,
      onclick: () => {
        opened.set(key, block.text);
        quote.classList.remove("covered");
        cover.remove();
        words.focus();
      },
    },
    h("span", {}, icon("eye"), "Tap to read"),
  );
  quote.append(cover);
  return quote;
}
