/** Where one types: sends, edits an own message, replies to one. */
import { summary } from "./announce.js";
import { CommandMenu } from "./commands.js";
import { h, icon } from "./dom.js";

export class Composer {
  /**
   * @param options.send ({text, replyTo, edits}) → true when it went out
   * @param options.attach (file) sends a file
   * @param options.lastOwn () → the newest own message that can be changed, or null
   */
  constructor({ label, placeholder, commands, send, attach, lastOwn }) {
    this.send = send;
    this.attach = attach;
    this.lastOwn = lastOwn;
    this.about = { mode: "new", view: null };
    // One after the other, in the order they were typed.
    this.line = Promise.resolve();
    this.field = h("textarea", {
      rows: 1,
      placeholder,
      "aria-label": label,
      autocomplete: "off",
      enterKeyHint: "send",
    });
    this.menu = new CommandMenu({ field: this.field, commands, choose: (text, complete) => this.fill(text, complete) });
    this.what = h("span", { className: "what" });
    const stop = h("button", { type: "button", "aria-label": "Cancel", onclick: () => this.reset() }, icon("close"));
    this.bar = h("div", { className: "about", hidden: true }, this.what, stop);
    this.element = h(
      "form",
      { className: "composer" },
      this.menu.element,
      this.bar,
      h(
        "button",
        { type: "button", className: "round slash", "aria-label": "Commands", onclick: () => this.slash() },
        "/",
      ),
      this.field,
      this.picker(label),
      h("button", { className: "round main", "aria-label": "Send" }, icon("send")),
    );
    this.wire();
  }

  /** A button that chooses a file of the machine and sends it. */
  picker(label) {
    const input = h("input", { type: "file", hidden: true, tabIndex: -1, "aria-hidden": "true" });
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.value = "";
      if (file) this.line = this.line.then(() => this.attach(file));
    });
    const open = () => input.click();
    const name = `Send a file: ${label}`;
    return h(
      "span",
      {},
      h("button", { type: "button", className: "round slash", "aria-label": name, onclick: open }, icon("clip")),
      input,
    );
  }

  wire() {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("input", () => this.menu.update());
    this.field.addEventListener("blur", () => this.menu.close());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
  }

  focus() {
    this.field.focus();
  }

  reply(view) {
    this.begin("reply", view);
  }

  edit(view) {
    this.field.value = view.text;
    this.begin("edit", view);
  }

  begin(mode, view) {
    this.about = { mode, view };
    this.what.textContent = mode === "edit" ? "Edit your message" : `Reply to: ${summary(view)}`;
    this.bar.hidden = false;
    this.focus();
  }

  reset() {
    if (this.about.mode === "edit") this.field.value = "";
    this.about = { mode: "new", view: null };
    this.bar.hidden = true;
    this.menu.close();
    this.focus();
  }

  slash() {
    this.field.value = "/";
    this.focus();
    this.menu.update();
  }

  fill(text, complete) {
    this.field.value = complete ? text : `${text} `;
    this.focus();
    if (complete) this.submit();
    else this.menu.update();
  }

  /** Clears the field at once, so that one can go on typing; what did not go out comes back. */
  submit() {
    const text = this.field.value;
    if (text.trim() === "") return;
    const { mode, view } = this.about;
    this.field.value = "";
    this.reset();
    this.line = this.line.then(async () => {
      const edits = mode === "edit" ? view.id : null;
      const replyTo = mode === "reply" ? view.id : null;
      if (!(await this.send({ text, edits, replyTo }))) this.putBack(text, mode, view);
    });
  }

  putBack(text, mode, view) {
    this.field.value = [text, this.field.value].filter((words) => words !== "").join("\n");
    if (mode !== "new") this.begin(mode, view);
  }

  onKey(event) {
    if (event.isComposing) return;
    if (this.menu.onKey(event.key)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.about.mode !== "new") this.reset();
    else if (event.key === "ArrowUp" && this.field.value === "") {
      const last = this.lastOwn();
      if (last === null) return;
      event.preventDefault();
      this.edit(last);
    }
  }
}
