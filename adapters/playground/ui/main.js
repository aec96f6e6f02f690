/** Puts the page together and keeps it up to date. */
import { announce, summary } from "./announce.js";
import { listen, post } from "./api.js";
import { ClockPanel } from "./clock.js";
import { h, unseen } from "./dom.js";
import { Phone } from "./phone.js";

const narrow = matchMedia("(max-width: 759px)");
const clock = new ClockPanel();
const connection = document.getElementById("connection");
const switcher = document.querySelector(".switch");

let phones = [];
let people = [];
let commands = [];
let shown = null;

const page = {
  commands: () => commands,
  nameOf: (id) => people.find((person) => person.userId === id)?.name ?? "",
  partnerOf: (id) => people.find((person) => person.userId !== id),
  visible: (id) => !narrow.matches || id === shown,
  onUnread: () => markSwitch(),
};

/** All there is: at first, after a long break, after “Start over”. What one types and where one is stay. */
function setState(state) {
  commands = state.commands;
  clock.set(state.clock);
  const first = phones.length === 0;
  if (first) build(state.people);
  const ids = new Set(state.entries.map((view) => view.id));
  for (const phone of phones) {
    const known = phone.ids();
    for (const id of known) if (!ids.has(id)) phone.gone(id);
    phone.allAtOnce(() => {
      for (const view of state.entries) phone.put(view, !first && !known.has(view.id));
    });
  }
  document.body.dataset.ready = "yes";
}

function build(all) {
  people = all;
  phones = people.map((person) => new Phone(person, page));
  document.getElementById("phones").replaceChildren(...phones.map((phone) => phone.element));
  switcher.replaceChildren(...phones.map(switchButton));
  show(phones[0].id);
}

function switchButton(phone) {
  const button = h("button", { type: "button", onclick: () => show(phone.id) }, phone.name);
  button.append(h("span", { className: "dot" }), unseen(""));
  button.dataset.user = phone.id;
  return button;
}

/** On a narrow screen: whose phone is in front. */
function show(id) {
  shown = id;
  for (const phone of phones) phone.element.classList.toggle("shown", phone.id === id);
  for (const button of switcher.children) button.setAttribute("aria-pressed", String(button.dataset.user === id));
  phones.find((phone) => phone.id === id).seen();
}

function markSwitch() {
  for (const button of switcher.children) {
    const unread = phones.some((phone) => phone.id === button.dataset.user && phone.unread);
    button.classList.toggle("unread", unread);
    button.querySelector(".unseen").textContent = unread ? ", new messages" : "";
  }
}

function put(view) {
  for (const phone of phones) phone.put(view, true);
  const whom = view.room === "shared" ? people.map((person) => person.name).join(" and ") : ownerOf(view.room);
  const author = view.kind === "person" ? `${page.nameOf(view.from)} writes` : "";
  announce(`For ${whom}${author ? `, ${author}` : ""}: ${summary(view)}`);
}

function ownerOf(room) {
  return `${page.nameOf(room.replace("private:", ""))}, privately`;
}

function setConnected(connected) {
  const text = connected ? "" : "Reconnecting…";
  if (connected && connection.textContent !== "Reconnecting…") return;
  if (connection.textContent !== text) connection.textContent = text;
}

const dialog = document.getElementById("confirm-start-over");
document.getElementById("start-over").addEventListener("click", () => {
  dialog.returnValue = "no";
  dialog.showModal();
});
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "yes") return;
  try {
    await post("start-over", { confirmed: true });
  } catch (problem) {
    connection.textContent = problem.message;
  }
});

narrow.addEventListener("change", () => {
  for (const phone of phones) phone.seen();
});

listen(
  {
    state: setState,
    put,
    gone: ({ id }) => {
      for (const phone of phones) phone.gone(id);
    },
    clock: (view) => clock.set(view),
    toast: ({ user, text }) => phones.find((phone) => phone.id === user)?.toast(text),
  },
  setConnected,
);
