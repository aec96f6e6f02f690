/**
 * Runs inside the page: what can be said about accessibility without a person.
 * Returns complaints; none is good. Evaluated as one expression.
 */
(() => {
  const complaints = [];
  const complain = (rule, element) =>
    complaints.push(
      `${rule}: <${element.localName}${element.className ? ` class="${element.className}"` : ""}> ${element.textContent.trim().slice(0, 40)}`,
    );
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  function nameOf(element) {
    const labelledBy = element.getAttribute("aria-labelledby");
    const text = labelledBy ? document.getElementById(labelledBy)?.textContent : element.textContent;
    return (element.getAttribute("aria-label") ?? text ?? "").trim();
  }

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  function rgba(color) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }
  function backgroundOf(element) {
    for (let node = element; node; node = node.parentElement) {
      const color = rgba(getComputedStyle(node).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  }
  function luminance([r, g, b]) {
    const linear = [r, g, b].map((value) =>
      value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }
  function contrast(element) {
    const [dark, light] = [luminance(rgba(getComputedStyle(element).color)), luminance(backgroundOf(element))].sort(
      (a, b) => a - b,
    );
    return (light + 0.05) / (dark + 0.05);
  }

  for (const element of all(
    "button, a, textarea, input, dialog, nav, section, [role=listbox], [role=tablist], [role=tabpanel], article",
  )) {
    if (nameOf(element) === "") complain("has no name", element);
  }
  for (const element of all("img")) if (!element.alt) complain("has no alternative text", element);
  for (const element of all("[aria-controls], [aria-labelledby], [aria-activedescendant]")) {
    for (const name of ["aria-controls", "aria-labelledby", "aria-activedescendant"]) {
      const id = element.getAttribute(name);
      if (id !== null && document.getElementById(id) === null) complain(`${name} leads nowhere`, element);
    }
  }
  const ids = all("[id]").map((element) => element.id);
  for (const element of all("[id]"))
    if (ids.filter((id) => id === element.id).length > 1) complain("id is not unique", element);
  for (const tab of all("[role=tab]")) {
    if (!tab.parentElement.matches("[role=tablist]")) complain("tab outside a tablist", tab);
    if (!["true", "false"].includes(tab.getAttribute("aria-selected")))
      complain("tab does not say whether it is selected", tab);
  }
  for (const list of all("[role=tablist]")) {
    if (list.querySelectorAll("[tabindex='0']").length !== 1) complain("tablist is not one stop", list);
  }
  for (const element of all("[style], script:not([src])")) complain("inline code or style", element);
  for (const element of all("button, a")) {
    const box = element.getBoundingClientRect();
    if (seen(element) && box.width > 0 && (box.width < 24 || box.height < 24)) complain("is too small to hit", element);
  }
  for (const element of all("body *")) {
    const ownText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
    if (!ownText || !seen(element) || element.closest(".unseen, svg, noscript")) continue;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(element);
    if (ratio < (large ? 3 : 4.5)) complain(`contrast ${ratio.toFixed(2)}`, element);
  }
  if (all("h1").length !== 1) complaints.push("there must be one h1");
  if (all("main").length !== 1) complaints.push("there must be one main");
  if (all("[aria-live=polite]").length === 0) complaints.push("nothing announces messages");
  if (!document.documentElement.lang) complaints.push("the page has no language");
  if (document.documentElement.scrollWidth > innerWidth) complaints.push("the page scrolls sideways");
  for (const element of all(".messages, .phone > header, .composer, .top, .spine")) {
    if (seen(element) && element.scrollWidth > element.clientWidth + 1)
      complain("content is wider than its place", element);
  }
  return complaints;
})();
