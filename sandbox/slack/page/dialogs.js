// Everything that lies over the page: a question, an enlarged picture, a menu.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { textObject } from "./text.js";

function shown(dialog) {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.showModal();
  return dialog;
}

export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  return new Promise((answer) => {
    const no = h("button", { type: "button", class: "button", onclick: () => dialog.close() }, ...textObject(question.deny));
    const style = question.style === "danger" ? "danger" : "primary";
    const yes = h("button", { type: "button", class: `button ${style}`, onclick: () => dialog.close("yes") }, ...textObject(question.confirm));
    const dialog = h("dialog", { class: "sheet question", "aria-label": question.title.text },
      h("h2", {}, ...textObject(question.title)), h("div", { class: "prose" }, ...textObject(question.text)),
      h("footer", {}, no, yes));
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"));
    shown(dialog);
    yes.focus();
  });
}

export function enlarged(source, words) {
  shown(h("dialog", { class: "lightbox", "aria-label": words },
    h("form", { method: "dialog" }, h("button", { class: "iconbutton", "aria-label": "Close" }, icon("close", 22))),
    h("img", { src: source, alt: words })));
}

// A menu under `anchor`; `items` are {label, note, value, ticked}. Stays open when `several`.
export function menu(anchor, items, pick, { several = false, empty = "Nothing found" } = {}) {
  const opener = document.activeElement;
  const box = h("div", { class: "menu", role: "listbox", tabindex: -1, "aria-multiselectable": several || null, popover: "auto" });
  const rows = items.map((item) => h("div", {
    role: "option", tabindex: -1, class: "option", "aria-selected": String(Boolean(item.ticked)),
    onclick: () => choose(item),
  }, several && h("span", { class: "tick" }, icon("check", 14)),
  h("span", {}, h("span", { class: "label" }, ...item.label), item.note && h("span", { class: "note" }, ...item.note))));

  function choose(item) {
    if (several) item.ticked = !item.ticked;
    rows[items.indexOf(item)].setAttribute("aria-selected", String(Boolean(item.ticked)));
    pick(item);
    if (!several) box.hidePopover();
  }
  box.addEventListener("keydown", (event) => {
    const here = rows.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows.length) rows[(here + step + rows.length) % rows.length].focus();
    else if ((event.key === "Enter" || event.key === " ") && here >= 0) choose(items[here]);
    else if (event.key === "Tab") box.hidePopover();
    else return;
    event.preventDefault();
  });
  box.append(...(rows.length ? rows : [h("p", { class: "note" }, empty)]));
  (anchor.closest("dialog") ?? document.body).append(box);
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    box.remove();
    opener?.focus({ preventScroll: true });
  });
  box.showPopover();
  place(box, anchor);
  (rows.find((row) => row.getAttribute("aria-selected") === "true") ?? rows[0] ?? box).focus();
  return box;
}

function place(box, anchor) {
  const [around, own] = [anchor.getBoundingClientRect(), box.getBoundingClientRect()];
  const below = around.bottom + 4 + own.height <= innerHeight;
  box.style.top = `${Math.max(8, below ? around.bottom + 4 : around.top - own.height - 4)}px`;
  box.style.left = `${Math.max(8, Math.min(around.left, innerWidth - own.width - 8))}px`;
}
