/** The menu of commands that opens with a slash. */
import { h } from "./dom.js";

let menus = 0;

export class CommandMenu {
  /** @param choose (text, complete) – complete: nothing more needs to be typed */
  constructor({ field, commands, choose }) {
    menus += 1;
    this.field = field;
    this.commands = commands;
    this.choose = choose;
    this.chosen = 0;
    this.found = [];
    this.element = h("ul", {
      className: "menu",
      role: "listbox",
      id: `menu-${menus}`,
      "aria-label": "Commands",
      hidden: true,
    });
    field.setAttribute("aria-controls", this.element.id);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
  }

  get open() {
    return !this.element.hidden;
  }

  /** What fits the words typed so far: command names, then the choices of the first word after one. */
  matches(text) {
    const name = /^\/([a-z0-9_]*)$/i.exec(text)?.[1];
    if (name !== undefined) {
      return this.commands()
        .filter((command) => command.name.startsWith(name.toLowerCase()))
        .map((command) => ({
          text: `/${command.name}`,
          about: command.descriptions.en,
          complete: command.options.length === 0,
        }));
    }
    const [, typed, word] = /^\/([a-z0-9_]+) (\S*)$/i.exec(text) ?? [];
    const option = this.commands().find((command) => command.name === typed)?.options[0];
    return (option?.choices ?? [])
      .filter((choice) => choice.startsWith(word))
      .map((choice) => ({ text: `/${typed} ${choice}`, about: option.descriptions.en, complete: true }));
  }

  update() {
    this.found = this.matches(this.field.value);
    this.chosen = 0;
    this.element.replaceChildren(...this.found.map((entry, index) => this.row(entry, index)));
    this.element.hidden = this.found.length === 0;
    this.mark();
  }

  close() {
    this.element.hidden = true;
    this.mark();
  }

  row(entry, index) {
    return h(
      "li",
      {
        role: "option",
        id: `${this.element.id}-${index}`,
        // The field keeps the keyboard.
        onmousedown: (event) => event.preventDefault(),
        onclick: () => this.choose(entry.text, entry.complete),
      },
      h("b", {}, entry.text),
      h("span", {}, entry.about),
    );
  }

  mark() {
    const rows = [...this.element.children];
    for (const [index, row] of rows.entries()) row.setAttribute("aria-selected", String(index === this.chosen));
    const row = this.open ? rows[this.chosen] : undefined;
    if (row) {
      this.field.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }

  /** True when the key was for the menu. */
  onKey(key) {
    if (!this.open) return false;
    const entry = this.found[this.chosen];
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) {
      this.chosen = (this.chosen + step + this.found.length) % this.found.length;
      this.mark();
      return true;
    }
    if (key === "Escape") this.close();
    else if (key === "Tab") this.choose(entry.text, false);
    // What is typed in full is sent as it is: every option may be left out.
    else if (key === "Enter" && this.field.value !== entry.text) this.choose(entry.text, entry.complete);
    else return false;
    return true;
  }
}
