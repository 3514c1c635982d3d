// The person's open modal, the last of the stack.

import { blocks } from "./blocks.js";
import { problem } from "./controls.js";
import { h } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { close, person, store, submit } from "./store.js";
import { textObject } from "./text.js";

let shown = null;

export function drawModal() {
  const view = store.stack.at(-1);
  if (shown && view?.id !== shown.id) {
    const old = shown.dialog;
    shown = null;
    old.close();
    old.remove();
  }
  if (!view) return;
  shown ??= opened(view.id);
  if (shown.hash === view.hash) return;
  shown.hash = view.hash;
  shown.dialog.setAttribute("aria-label", view.title.text);
  shown.dialog.replaceChildren(form(view, shown));
  shown.dialog.querySelector(".inside input, .inside textarea, .inside button")?.focus();
}

function opened(id) {
  const dialog = h("dialog", { class: "sheet modal" });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(id); });
  document.body.append(dialog);
  dialog.showModal();
  return { id, dialog, hash: "", values: {} };
}

// What a person has filled in stays when the app puts new content into the modal.
function filled(block, values) {
  const own = block.element && values[block.block_id];
  if (!own || !(block.element.action_id in own)) return block;
  const value = own[block.element.action_id];
  const { type, options = [], option_groups: groups = [] } = block.element;
  const all = [...options, ...groups.flatMap((group) => group.options)];
  const chosen = (one) => all.find((option) => option.value === one) ?? one;
  const field = { datepicker: "initial_date", timepicker: "initial_time", users_select: "initial_user", channels_select: "initial_channel",
    conversations_select: "initial_conversation", multi_users_select: "initial_users", multi_channels_select: "initial_channels",
    multi_conversations_select: "initial_conversations", static_select: "initial_option", external_select: "initial_option", radio_buttons: "initial_option",
    checkboxes: "initial_options", multi_static_select: "initial_options", multi_external_select: "initial_options" }[type] ?? "initial_value";
  const initial = Array.isArray(value) ? value.map(chosen) : chosen(value);
  return { ...block, element: { ...block.element, [field]: initial ?? undefined } };
}

function form(view, { dialog, values }) {
  const foot = h("span", { class: "spring" });
  const send = view.submit && h("button", { type: "submit", class: "button primary big" }, ...textObject(view.submit));
  const leave = () => close(view.id);
  const parts = view.blocks.map((block) => filled(block, values));

  async function sent() {
    send?.setAttribute("aria-busy", "true");
    const outcome = await submit(view.id, values);
    send?.removeAttribute("aria-busy");
    foot.replaceChildren(...(outcome.problem ? [problem(outcome.problem)] : []));
    for (const part of dialog.querySelectorAll(".input")) {
      const fault = outcome.errors?.[part.dataset.block] ?? "";
      part.classList.toggle("wrong", Boolean(fault));
      part.querySelector(".fault").textContent = fault;
    }
    dialog.querySelector(".wrong input, .wrong textarea, .wrong button")?.focus();
  }
  return h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); sent(); } },
    h("header", {}, avatar(person(store.bot), 28), h("h2", {}, ...textObject(view.title)),
      h("button", { type: "button", class: "iconbutton", "aria-label": "Close", onclick: leave }, icon("close"))),
    h("div", { class: "inside" }, blocks(parts, { place: { view: view.id }, live: true, values })),
    h("footer", {}, foot, h("button", { type: "button", class: "button big", onclick: leave }, ...(view.close ? textObject(view.close) : ["Cancel"])), send));
}
