// The page's drawings: interface icons, avatars and the named icons of cards.

import { h, svg } from "./dom.js";

const PATHS = {
  close: "M5 5l10 10M15 5L5 15",
  hash: "M4 7.5h12.5M3.5 12.5H16M8 3.5l-1.5 13M13.5 3.5L12 16.5",
  lock: "M5.5 9h9v7h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  send: "M3.5 10L16.5 4l-4 12.5-3-5z",
  thread: "M4 4.5h12v8.5H9l-3.5 3V13H4z",
  eye: "M2.5 10s3-5 7.5-5 7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  chevron: "M6 8l4 4 4-4",
  people: "M7 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM2.5 16c0-3 2-4.5 4.5-4.5s4.5 1.5 4.5 4.5M13.5 9.5a2 2 0 1 0 0-4M14 11.7c2 .1 3.5 1.5 3.5 4",
  file: "M5.5 3h6l3.5 3.5V17h-9.5zM11.5 3v3.5H15",
  at: "M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM13 7v4c0 3 3.5 2.5 3.5-1A6.5 6.5 0 1 0 13.5 15.5",
  slash: "M7 15.5l6-11M3.5 3.5h13v13h-13z",
  warning: "M10 3.5L17.5 16h-15zM10 8v4M10 14h.01",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  trash: "M4.5 6h11M8 6V4h4v2M6 6l.7 10.5h6.6L14 6",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4l2.5 2",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3",
  theme: "M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14",
  sort: "M7 8l3-3 3 3M7 12l3 3 3-3",
};

export const icon = (name, size = 18) =>
  svg("svg", { class: "icon", viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true" },
    svg("path", { d: PATHS[name] ?? PATHS.check, fill: "none", stroke: "currentColor", "stroke-width": name === "dots" ? 2.6 : 1.6, "stroke-linecap": "round", "stroke-linejoin": "round" }));

const NAMED = {
  archive: "🗄️", book: "📖", bookmark: "🔖", bot: "🤖", bug: "🐛", calendar: "📅", call: "📞", "caret-left": "◀", "caret-right": "▶",
  check: "✔️", clipboard: "📋", code: "⌨️", comment: "💬", compass: "🧭", copy: "📑", cube: "🧊", download: "📥", edit: "✏️", email: "✉️",
  "eye-closed": "🙈", "eye-open": "👁️", file: "📄", flag: "🚩", folder: "📁", gear: "⚙️", globe: "🌐", heart: "❤️", help: "❓", image: "🖼️",
  info: "ℹ️", key: "🔑", lightbulb: "💡", link: "🔗", lock: "🔒", map: "🗺️", mobile: "📱", "new-window": "🗗", pin: "📌", plus: "➕", refine: "🎛️",
  refresh: "🔄", rocket: "🚀", save: "💾", screen: "🖥️", share: "📤", sparkle: "✨", star: "☆", "star-filled": "⭐", tag: "🏷️",
  "thumbs-down": "👎", "thumbs-up": "👍", trash: "🗑️", upload: "📤", user: "👤", warning: "⚠️",
};

export const named = (name) => h("span", { class: "emoji", "aria-hidden": "true" }, NAMED[name] ?? "•");

const COLOURS = ["#b5446e", "#2d6a8e", "#7a5195", "#c0662c", "#3f7d58", "#8c5a3c", "#5361ad", "#a03c3c"];

const hue = (id) => COLOURS[[...id].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % COLOURS.length];

function botFace(size) {
  return svg("svg", { class: "avatar", viewBox: "0 0 36 36", width: size, height: size, "aria-hidden": "true" },
    svg("rect", { width: 36, height: 36, rx: 8, fill: "#0b4f5c" }),
    svg("path", { d: "M5 20h6l3-9 5 16 4-11 2 4h6", fill: "none", stroke: "#7ff0d4", "stroke-width": 2.6, "stroke-linejoin": "round", "stroke-linecap": "round" }));
}

function slackbotFace(size) {
  return svg("svg", { class: "avatar", viewBox: "0 0 36 36", width: size, height: size, "aria-hidden": "true" },
    svg("rect", { width: 36, height: 36, rx: 8, fill: "#1264a3" }),
    svg("circle", { cx: 12.5, cy: 16, r: 2.4, fill: "#fff" }), svg("circle", { cx: 23.5, cy: 16, r: 2.4, fill: "#fff" }),
    svg("path", { d: "M11.5 23c4 3.4 9 3.4 13 0", fill: "none", stroke: "#fff", "stroke-width": 2.4, "stroke-linecap": "round" }));
}

export function avatar(person, size = 36) {
  if (person?.id === "USLACKBOT") return slackbotFace(size);
  if (person?.is_bot) return botFace(size);
  const initials = (person?.real_name ?? "?").split(" ").map((word) => word[0]).join("").slice(0, 2);
  return svg("svg", { class: "avatar", viewBox: "0 0 36 36", width: size, height: size, "aria-hidden": "true" },
    svg("rect", { width: 36, height: 36, rx: 8, fill: hue(person?.id ?? "") }),
    svg("text", { x: 18, y: 23.2, "text-anchor": "middle", "font-size": 14.5, "font-weight": 700, fill: "#fff" }, initials));
}
