/** The messages of one chat in one phone: order, days, scrolling, arrow keys. */
import { dateOf, dayKey, h } from "./dom.js";
import { renderMessage } from "./message.js";

const NEAR_END_PX = 120;

export class MessageList {
  constructor({ label, empty, phone }) {
    this.phone = phone;
    this.items = new Map();
    this.empty = h("li", { className: "empty" }, empty);
    this.element = h("ol", { className: "messages", "aria-label": label }, this.empty);
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("animationend", (event) =>
      arrived(event.target.closest(".fresh"), event.animationName),
    );
    this.element.addEventListener("focusin", (event) => this.makeCurrent(event.target.closest(".message")));
  }

  /** Shows a message, in place of its older version if there is one. */
  put(view, fresh) {
    if (this.many) return void this.place(view, fresh);
    const follow = this.nearEnd() || view.from === this.phone.id;
    const item = this.place(view, fresh);
    this.refresh();
    if (!follow) return;
    this.toEnd();
    // Of a message longer than the phone, the beginning comes first.
    if (item.offsetHeight > this.element.clientHeight) item.scrollIntoView({ block: "start" });
  }

  /** Measuring the page after each of many messages would take long. */
  allAtOnce(work) {
    this.many = true;
    work();
    this.many = false;
    this.refresh();
    this.toEnd();
  }

  place(view, fresh) {
    const old = this.items.get(view.id);
    const item = renderMessage(view, this.phone);
    if (fresh) item.classList.add("fresh");
    this.items.set(view.id, item);
    if (old) replaceKeepingFocus(old, item);
    else this.insert(item);
    return item;
  }

  gone(id) {
    this.items.get(id)?.remove();
    this.items.delete(id);
    this.refresh();
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  insert(item) {
    const earlier = (other) => other.matches(".message") && Number(other.dataset.seq) < Number(item.dataset.seq);
    let before = this.element.lastElementChild;
    while (before && !earlier(before)) before = before.previousElementSibling;
    if (before) before.after(item);
    else this.element.prepend(item);
  }

  messages() {
    return this.element.querySelectorAll(".message");
  }

  /** Day lines, the line for an empty chat, and one message that Tab reaches. */
  refresh() {
    for (const line of this.element.querySelectorAll(".day")) line.remove();
    let day = "";
    for (const item of this.messages()) {
      const at = Number(item.dataset.at);
      if (dayKey(at) !== day) item.before(h("li", { className: "day" }, dateOf(at)));
      day = dayKey(at);
    }
    const messages = this.messages();
    if (messages.length === 0) this.element.append(this.empty);
    else this.empty.remove();
    if (!this.element.contains(document.activeElement)) this.makeCurrent(messages[messages.length - 1]);
  }

  makeCurrent(current) {
    if (!current) return;
    for (const item of this.messages()) {
      const tabIndex = item === current ? 0 : -1;
      item.querySelector("article").tabIndex = tabIndex;
      for (const tool of item.querySelectorAll(".tools button")) tool.tabIndex = tabIndex;
    }
  }

  onKey(event) {
    if (event.target.localName !== "article") return;
    const all = [...this.messages()];
    const here = all.indexOf(event.target.closest(".message"));
    const there = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: all.length - 1 }[event.key];
    if (there === undefined) return;
    event.preventDefault();
    all[there]?.querySelector("article").focus();
  }
}

/** A button that was tapped may be gone afterwards: the keyboard then stays with the message. */
function replaceKeepingFocus(old, item) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const action = focused?.dataset.action;
  old.replaceWith(item);
  if (focused === null) return;
  const same = action ? item.querySelector(`[data-action="${CSS.escape(action)}"]`) : null;
  (same ?? item.querySelector(".buttons button") ?? item.querySelector("article")).focus();
}

/** It moves when it is first seen, and not again each time the chat comes to the front. */
function arrived(item, animation) {
  if (item && animation === (item.querySelector(".pair") ? "joint" : "rise")) item.classList.remove("fresh");
}
