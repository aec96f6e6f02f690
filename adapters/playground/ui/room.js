/** One chat in one phone: its tab, its messages, its field. */
import { Composer } from "./composer.js";
import { h, unseen } from "./dom.js";
import { MessageList } from "./list.js";

export class Room {
  /** @param where "shared" | "private" */
  constructor({ where, title, label, empty, placeholder, phone, commands }) {
    this.where = where;
    this.phone = phone;
    this.views = new Map();
    const id = `${phone.id}-${where}`;
    this.composer = new Composer({
      label,
      placeholder,
      commands,
      send: (message) => phone.send(where, message),
      attach: (file) => phone.attach(where, file),
      lastOwn: () => this.lastOwn(),
    });
    this.list = new MessageList({
      label: `${label}: messages. Arrow keys move between them.`,
      empty,
      phone: {
        id: phone.id,
        nameOf: phone.nameOf,
        find: (one) => this.views.get(one) ?? null,
        tap: (view, button) => phone.tap(view, button),
        reply: (view) => this.composer.reply(view),
        edit: (view) => this.composer.edit(view),
      },
    });
    this.news = unseen("");
    this.tab = h(
      "button",
      { type: "button", role: "tab", id: `${id}-tab`, "aria-controls": `${id}-panel` },
      title,
      h("span", { className: "dot" }),
      this.news,
    );
    this.panel = h(
      "div",
      { className: "room", role: "tabpanel", id: `${id}-panel`, "aria-labelledby": `${id}-tab` },
      this.list.element,
      this.composer.element,
    );
  }

  put(view, fresh) {
    this.views.set(view.id, view);
    this.list.put(view, fresh);
  }

  gone(id) {
    this.views.delete(id);
    this.list.gone(id);
  }

  lastOwn() {
    const own = [...this.views.values()].filter((view) => view.from === this.phone.id && !view.command);
    return own.sort((a, b) => a.seq - b.seq).at(-1) ?? null;
  }

  select(selected) {
    this.panel.hidden = !selected;
    this.tab.setAttribute("aria-selected", String(selected));
    this.tab.tabIndex = selected ? 0 : -1;
    if (selected) this.list.toEnd();
  }

  setUnread(unread) {
    this.tab.classList.toggle("unread", unread);
    this.news.textContent = unread ? ", new messages" : "";
  }

  get unread() {
    return this.tab.classList.contains("unread");
  }
}
