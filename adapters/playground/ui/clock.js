/** The clock in the middle: shows the playground's time and moves it. */
import { announce } from "./announce.js";
import { post } from "./api.js";
import { dateOf, dayKey, timeOf } from "./dom.js";

const at = (id) => document.getElementById(id);

export class ClockPanel {
  constructor() {
    this.ahead = 0;
    this.next = null;
    this.started = false;
    this.buttons = [...document.querySelectorAll("[data-move]")];
    for (const button of this.buttons) button.addEventListener("click", () => this.move(button.dataset.move));
    setInterval(() => this.show(), 1000);
  }

  now() {
    return Date.now() + this.ahead;
  }

  set({ now, next }) {
    this.ahead = now - Date.now();
    this.next = next;
    this.started = true;
    this.show();
  }

  show() {
    if (!this.started) return;
    write(at("clock-time"), timeOf(this.now()));
    write(at("clock-date"), dateOf(this.now()));
    write(at("clock-next"), this.nextText());
  }

  nextText() {
    if (this.next === null) return "No card is planned yet.";
    if (this.next <= this.now()) return "The next card is due now.";
    return `Next: ${this.dayText(this.next)}, ${timeOf(this.next)}`;
  }

  dayText(instant) {
    const tomorrow = new Date(this.now());
    tomorrow.setDate(tomorrow.getDate() + 1);
    if (dayKey(instant) === dayKey(this.now())) return "today";
    return dayKey(instant) === dayKey(tomorrow) ? "tomorrow" : dateOf(instant);
  }

  async move(to) {
    if (this.busy) return;
    this.setBusy(true);
    write(at("connection"), "");
    try {
      this.set(await post("clock", { to }));
      announce(`It is now ${dateOf(this.now())}, ${timeOf(this.now())}.`);
    } catch (problem) {
      write(at("connection"), problem.message);
    }
    this.setBusy(false);
  }

  setBusy(busy) {
    this.busy = busy;
    for (const button of this.buttons) button.setAttribute("aria-disabled", String(busy));
  }
}

/** Touches the page only when something changed: a screen reader would say it again. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
