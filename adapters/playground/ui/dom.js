/** Small helpers to build the page. Words only ever go in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes, properties (`onclick`, `hidden`, …) and children.
 * Strings become text nodes; null and false are left out.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined) continue;
    if (name in element && !name.startsWith("aria-")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false));
  return element;
}

/** A drawing from the sprite in index.html; says nothing to a screen reader. */
export function icon(name, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** For screen readers only. */
export function unseen(text) {
  return h("span", { className: "unseen" }, text);
}

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DATE = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

export const timeOf = (at) => TIME.format(at);
export const dateOf = (at) => DATE.format(at).replace(",", "");
export const dayKey = (at) => new Date(at).toDateString();
