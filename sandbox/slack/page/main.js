// The page: sidebar, conversation, thread, Home and modals, drawn again whenever something changes.

import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { h, keep, redraw } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { drawMessages, drawThread } from "./messages.js";
import { drawModal } from "./modal.js";
import { drawPeople } from "./people.js";
import { drawSidebar } from "./sidebar.js";
import { themeButton } from "./theme.js";
import { drawTour } from "./tour.js";
import { changed, channelOf, follow, isDirect, load, open, openThread, person, store, watch } from "./store.js";

const part = (id) => document.getElementById(id);
const [side, head, list, home, thread] = ["sidebar", "head", "messages", "home", "thread"].map(part);

const main = composer("main", false);
const reply = composer("thread", true);
const replies = h("div", { class: "list", role: "log", "aria-label": "Thread" });
const threadName = h("span", { class: "note" });
part("write").append(main);
thread.append(
  h("header", {}, h("h2", {}, "Thread"), threadName, h("span", { class: "spring" }),
    h("button", { type: "button", class: "iconbutton", "aria-label": "Close thread", onclick: () => openThread("") }, icon("close"))),
  replies, h("div", { class: "write" }, reply));

const drawer = h("button", { type: "button", class: "iconbutton onlysmall", "aria-label": "Show channels", onclick: () => { store.drawer = !store.drawer; changed(); } }, icon("menu"));
part("shade").addEventListener("click", () => { store.drawer = false; changed(); });

function tab(name, label) {
  return h("button", { type: "button", dataset: { key: name }, role: "tab", "aria-selected": String(store.tab === name), onclick: () => open(store.direct, name) }, label);
}

function drawHead() {
  const channel = channelOf(store.channel);
  const name = channel?.name ?? "";
  const title = isDirect()
    ? [avatar(person(store.bot), 24), h("h2", {}, "Deskpulse"), h("span", { class: "app" }, "APP")]
    : [icon(channel?.kind === "group" ? "lock" : "hash"), h("h2", {}, name), channel?.shared_with.map((name) => h("span", { class: "company" }, `with ${name}`)), h("span", { class: "topic" }, channel?.topic)];
  const members = !isDirect() && h("span", { class: "members", title: "Members" }, icon("people"), channel?.members.length ?? 0);
  redraw(head, [channel, store.tab], () => [
    h("div", { class: "line" }, drawer, ...title, h("span", { class: "spring" }), members, themeButton()),
    isDirect() && h("div", { class: "tabs", role: "tablist", "aria-label": "Deskpulse" }, store.homeEnabled && tab("home", "Home"), tab("messages", "Messages")),
  ]);
}

function drawHome() {
  const view = store.home;
  if (!view) {
    home.drawn = undefined;
    home.replaceChildren(h("p", { class: "note empty" }, store.present ? "Deskpulse has not published its Home yet." : "Deskpulse is not running."));
    return;
  }
  if (!home.drawn) home.replaceChildren();
  keep(home, [view], (v) => v.id, (v) => h("div", { class: "homeview" }, blocks(v.blocks, { place: { view: v.id }, live: true, values: {} })));
}

function draw() {
  if (!store.ready) return;
  if (!store.channels.has(store.channel)) return choose();
  const atHome = isDirect() && store.tab === "home";
  document.title = `${isDirect() ? "Deskpulse" : `#${channelOf(store.channel).name}`} · ${store.team.name}`;
  document.body.classList.toggle("drawer", store.drawer);
  part("offline").hidden = store.connected;
  drawPeople(part("people"));
  drawSidebar(side);
  drawHead();
  home.hidden = !atHome;
  list.hidden = part("write").hidden = atHome;
  if (atHome) drawHome();
  else drawMessages(list);
  drawTour(part("tour"));
  thread.hidden = !store.thread;
  threadName.textContent = channelOf(store.channel).name ? `#${channelOf(store.channel).name}` : "Deskpulse";
  if (store.thread) drawThread(replies);
  main.label();
  reply.label();
  drawModal();
}

function choose() {
  const [wanted, tabName] = location.hash.slice(1).split("/");
  const first = [...store.channels.values()].find((c) => c.name === "support") ?? [...store.channels.values()][0];
  open(store.channels.has(wanted) ? wanted : first.id, tabName);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && store.thread && !event.defaultPrevented && !document.querySelector("dialog[open], .menu")) openThread("");
});

watch(draw);
load().then(follow);
