// Slack's light and dark, chosen by a button; at first as the machine has it.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const root = document.documentElement;
const asked = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
const usual = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

function set(theme) {
  root.dataset.theme = theme;
  try { localStorage.setItem("theme", theme); } catch { /* not kept, then */ }
}

root.dataset.theme = asked() ?? usual();

export const themeButton = () =>
  h("button", { type: "button", class: "iconbutton", dataset: { key: "theme" }, "aria-label": "Light or dark", title: "Light or dark", onclick: () => set(root.dataset.theme === "dark" ? "light" : "dark") }, icon("theme"));
