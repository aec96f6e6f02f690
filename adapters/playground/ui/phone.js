/** One person's phone: the chat of the two, and the private chat with the bot. */
import { post } from "./api.js";
import { h } from "./dom.js";
import { readFile } from "./files.js";
import { Room } from "./room.js";

const TOAST_MS = 6000;

export class Phone {
  /** @param page {commands(), partnerOf(id), nameOf(id), onUnread(), visible(id)} */
  constructor(person, page) {
    this.id = person.userId;
    this.name = person.name;
    this.page = page;
    this.nameOf = page.nameOf;
    this.rooms = this.makeRooms();
    this.toasts = h("div", { className: "toasts", role: "status" });
    const tabs = h("div", { className: "tabs", role: "tablist", "aria-label": `${this.name}'s chats` });
    tabs.append(this.rooms.shared.tab, this.rooms.private.tab);
    tabs.addEventListener("keydown", (event) => this.onTabKey(event));
    const initial = h("span", { className: "initial", "aria-hidden": "true" }, this.name.slice(0, 1));
    this.element = h(
      "section",
      { className: "phone", "aria-label": `${this.name}'s phone` },
      h("header", {}, h("h2", {}, initial, `${this.name}'s phone`), tabs),
      this.rooms.shared.panel,
      this.rooms.private.panel,
      this.toasts,
    );
    this.select("shared");
  }

  makeRooms() {
    const partner = this.page.partnerOf(this.id).name;
    const make = (where, texts) => {
      const room = new Room({ where, ...texts, phone: this, commands: this.page.commands });
      room.tab.addEventListener("click", () => this.select(where));
      return room;
    };
    return {
      shared: make("shared", {
        title: "The two of you",
        label: `${this.name}, the chat of the two`,
        empty: "Here is what both of you see.",
        placeholder: `Write to ${partner}`,
      }),
      private: make("private", {
        title: "& privately",
        label: `${this.name}, private chat with Ampersand`,
        empty: `Between ${this.name} and the bot alone. ${partner} never sees it.`,
        placeholder: "Write to &",
      }),
    };
  }

  roomOf(view) {
    if (view.room === "shared") return this.rooms.shared;
    return view.room === `private:${this.id}` ? this.rooms.private : null;
  }

  put(view, fresh) {
    const room = this.roomOf(view);
    if (!room) return;
    const before = room.views.get(view.id);
    room.put(view, fresh && !before);
    const seen = room.where === this.selected && this.page.visible(this.id);
    if (fresh && !seen && view.from !== this.id) room.setUnread(true);
    this.page.onUnread();
  }

  gone(id) {
    for (const room of Object.values(this.rooms)) {
      room.gone(id);
      if (room.views.size === 0) room.setUnread(false);
    }
    this.page.onUnread();
  }

  /** Puts many messages with one look at the page. */
  allAtOnce(work) {
    this.rooms.shared.list.allAtOnce(() => this.rooms.private.list.allAtOnce(work));
  }

  /** Of all messages in this phone. */
  ids() {
    return new Set([...this.rooms.shared.views.keys(), ...this.rooms.private.views.keys()]);
  }

  get unread() {
    return this.rooms.shared.unread || this.rooms.private.unread;
  }

  select(where) {
    this.selected = where;
    for (const room of Object.values(this.rooms)) room.select(room.where === where);
    this.seen();
  }

  /** What is in front of the person's eyes is not new any more. */
  seen() {
    if (!this.page.visible(this.id)) return;
    this.rooms[this.selected].setUnread(false);
    this.rooms[this.selected].list.toEnd();
    this.page.onUnread();
  }

  onTabKey(event) {
    if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    this.select(this.selected === "shared" ? "private" : "shared");
    this.rooms[this.selected].tab.focus();
  }

  async send(where, { text, edits, replyTo }) {
    const reply = replyTo ? { replyTo } : {};
    const sent = edits
      ? this.ask("edit", { user: this.id, id: edits, text })
      : this.ask("say", { user: this.id, where, text, ...reply });
    return (await sent) !== null;
  }

  /** Larger files are refused in words by the bot; far larger ones are not even read. */
  async attach(where, file) {
    if (file.size > 12_000_000) return this.toast("That file is too large for the playground.");
    return this.ask("attach", { user: this.id, where, text: "", ...(await readFile(file)) });
  }

  async tap(view, button) {
    const answer = await this.ask("tap", { user: this.id, id: view.id, action: button.action });
    if (answer === null || answer.where === this.selected) return;
    this.select(answer.where);
    // On a touch screen the keyboard would cover what is being asked.
    if (matchMedia("(pointer: fine)").matches) this.rooms[answer.where].composer.focus();
    else this.rooms[answer.where].tab.focus();
  }

  /** The answer, or null after telling the person what the matter is. */
  async ask(path, body) {
    try {
      return await post(path, body);
    } catch (problem) {
      this.toast(problem.message);
      return null;
    }
  }

  toast(text) {
    const toast = h("div", { className: "toast" }, text);
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), TOAST_MS);
  }
}
