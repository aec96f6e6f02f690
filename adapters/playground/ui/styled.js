/** Words with their styles, and addresses that can be followed. */
import { h } from "./dom.js";

const TAGS = { underline: "u", strike: "s", bold: "strong", italic: "em" };
const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>".,:;!?')\]]/g;

/** Nodes and strings that show the words; what people wrote is never markup. */
export function styled({ text, spans = [] }) {
  const links = [...text.matchAll(ADDRESS)].map(({ 0: url, index }) => ({ from: index, to: index + url.length, url }));
  const edges = [...spans, ...links].flatMap(({ from, to }) => [from, to]);
  const borders = [...new Set([0, text.length, ...edges])].sort((a, b) => a - b);
  return borders.slice(1).map((to, index) => {
    const from = borders[index];
    const covers = (range) => range.from <= from && range.to >= to;
    const link = links.find(covers);
    const styles = Object.keys(TAGS).filter((style) => spans.some((span) => span.style === style && covers(span)));
    const words = text.slice(from, to);
    const shown = link ? h("a", { href: link.url, target: "_blank", rel: "noopener noreferrer" }, words) : words;
    return styles.reduceRight((inner, style) => h(TAGS[style], {}, inner), shown);
  });
}
