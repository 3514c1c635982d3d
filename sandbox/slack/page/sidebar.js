// The channels that one is in, and the app.

import { h, redraw } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { nameOf, open, person, store } from "./store.js";

const sign = (channel) => icon(channel.kind === "group" ? "lock" : "hash", 16);

function entry(channel, label, mark) {
  const unread = store.unread.get(channel.id) ?? 0;
  return h("li", {}, h("button", {
    type: "button", dataset: { key: channel.id }, class: unread ? "unread" : "", "aria-current": channel.id === store.channel ? "page" : null, onclick: () => open(channel.id),
  }, mark, h("span", {}, label), unread > 0 && h("b", { class: "count", "aria-label": `${unread} unread` }, unread)));
}

export function drawSidebar(side) {
  const channels = [...store.channels.values()];
  const rooms = channels.filter((c) => c.name).sort((a, b) => a.name.localeCompare(b.name));
  const talks = channels.filter((c) => c.kind === "im" && c.id !== store.direct);
  const dot = h("i", { class: store.present ? "dot here" : "dot", title: store.present ? "Running" : "Not running" });
  const app = store.channels.get(store.direct) ?? { id: store.direct };
  redraw(side, [store.channel, store.present, store.team, channels, [...store.unread]], () => [
    h("header", {}, h("span", { class: "tile", "aria-hidden": "true" }, store.team.name.slice(0, 1)), h("h1", {}, store.team.name)),
    h("nav", { "aria-label": "Conversations" },
      h("h2", {}, "Channels"), h("ul", {}, ...rooms.map((c) => entry(c, c.name, sign(c)))),
      talks.length > 0 && h("h2", {}, "Direct messages"),
      talks.length > 0 && h("ul", {}, ...talks.map((c) => entry(c, nameOf(c.members.find((m) => m !== store.me)), avatar(null, 20)))),
      h("h2", {}, "Apps"), h("ul", {}, entry(app, "Deskpulse", h("span", { class: "face" }, avatar(person(store.bot), 20), dot)))),
  ]);
}
