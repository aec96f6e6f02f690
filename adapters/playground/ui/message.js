/** One message in one phone. */
import { summary } from "./announce.js";
import { renderBlocks } from "./blocks.js";
import { h, icon, timeOf } from "./dom.js";
import { renderOwnFile } from "./files.js";

/**
 * @param view what the server sent
 * @param phone {id, nameOf, tap(view, button), reply(view), edit(view), find(id)}
 */
export function renderMessage(view, phone) {
  const whose = view.kind === "bot" ? "bot" : view.from === phone.id ? "own" : "other";
  const item = h("li", { className: `message ${whose}` });
  item.dataset.id = view.id;
  item.dataset.seq = view.seq;
  item.dataset.at = view.at;
  const article = h("article", { tabIndex: -1, "aria-label": labelOf(view, phone, whose) });
  if (whose === "bot") {
    item.append(icon("mark", "mark"));
    article.append(renderBlocks(view, phone.id), renderButtons(view, phone));
  } else {
    if (whose === "other") article.append(h("div", { className: "who" }, phone.nameOf(view.from)));
    article.append(...quotedOf(view, phone));
    if (view.file) article.append(renderOwnFile(view.file));
    if (view.text !== "") article.append(h("span", { className: "text" }, view.text));
  }
  article.append(stampOf(view));
  item.append(article, toolsOf(view, phone, whose));
  return item;
}

function labelOf(view, phone, whose) {
  const author = { bot: "Ampersand", own: "You", other: phone.nameOf(view.from) }[whose];
  return `${author}, ${timeOf(view.at)}`;
}

function stampOf(view) {
  const time = h("time", { dateTime: new Date(view.at).toISOString() }, timeOf(view.at));
  return h("div", { className: "stamp" }, view.edited ? h("span", { className: "edited" }, "edited") : null, time);
}

function quotedOf(view, phone) {
  const quoted = view.replyTo ? phone.find(view.replyTo) : null;
  return quoted ? [h("span", { className: "quoted" }, summary(quoted))] : [];
}

function renderButtons(view, phone) {
  const rows = view.buttons.map((row) =>
    h(
      "div",
      {},
      row.map((button) => renderButton(view, button, phone)),
    ),
  );
  return rows.length > 0 ? h("div", { className: "buttons" }, rows) : "";
}

function renderButton(view, button, phone) {
  const element = h(
    "button",
    {
      type: "button",
      className: button.style ?? "",
      "aria-description": button.private ? "Opens your private chat" : null,
    },
    button.label,
    button.private ? icon("own") : null,
  );
  element.dataset.action = button.action;
  element.addEventListener("click", async () => {
    // Not `disabled`: that would drop the keyboard's place.
    if (element.getAttribute("aria-disabled") === "true") return;
    element.setAttribute("aria-disabled", "true");
    await phone.tap(view, button);
    element.removeAttribute("aria-disabled");
  });
  return element;
}

/** Edit and reply; reached with Tab from the message that the arrow keys are on. */
function toolsOf(view, phone, whose) {
  const tool = (name, label, act) =>
    h(
      "button",
      { type: "button", tabIndex: -1, title: label, "aria-label": label, onclick: () => act(view) },
      icon(name),
    );
  const edit = whose === "own" && !view.command && !view.file ? tool("edit", "Edit this message", phone.edit) : null;
  return h("div", { className: "tools" }, edit, tool("reply", "Reply to this message", phone.reply));
}
