// Where one writes: grows with the text, offers commands, people and channels, sends on Enter.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { channelOf, run, say, store } from "./store.js";

const BUILT_IN = [{ name: "/invite", description: "Bring somebody into this channel", usage_hint: "@deskpulse" }];

const commands = () => [...store.commands, ...BUILT_IN];

function offers(text) {
  if (/^\/\S*$/.test(text))
    return commands().filter((c) => c.name.startsWith(text)).map((c) => ({ take: `${c.name} `, label: c.name, note: [c.usage_hint, c.description].filter(Boolean).join(" · ") }));
  const found = text.match(/(?:^|\s)([@#])([\w.-]*)$/);
  if (!found) return [];
  const [, sign, begun] = found;
  const names = sign === "@"
    ? [...store.people.values()].filter((p) => p.id !== "USLACKBOT").map((p) => ({ name: p.name, note: p.real_name }))
    : [...store.channels.values()].filter((c) => c.name).map((c) => ({ name: c.name, note: "" }));
  const head = text.slice(0, text.length - begun.length);
  return names.filter((n) => n.name.startsWith(begun.toLowerCase())).map((n) => ({ take: `${head}${n.name} `, label: sign + n.name, note: n.note }));
}

export function composer(name, thread) {
  const list = h("div", { class: "offers", role: "listbox", id: `${name}-offers`, hidden: true });
  const hint = h("p", { class: "hint", "aria-live": "polite" });
  const field = h("textarea", {
    rows: 1, id: `${name}-field`, role: "combobox", "aria-expanded": "false", "aria-controls": `${name}-offers`, "aria-autocomplete": "list",
    oninput: changed, onkeydown: key, onblur: () => setTimeout(hide, 150),
  });
  const send = h("button", { type: "submit", class: "send", "aria-label": "Send", disabled: true }, icon("send"));
  const insert = (sign) => () => {
    field.value += (field.value && !/\s$/.test(field.value) && sign !== "/" ? " " : "") + sign;
    field.focus();
    changed();
  };
  const tools = h("div", { class: "tools" },
    h("button", { type: "button", class: "iconbutton", "aria-label": "Run a command", title: "Run a command", onclick: insert("/") }, icon("slash")),
    h("button", { type: "button", class: "iconbutton", "aria-label": "Mention somebody", title: "Mention somebody", onclick: insert("@") }, icon("at")),
    hint, send);
  const form = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); submit(); } }, list, field, tools);
  let [shown, at] = [[], 0];

  function hide() {
    shown = [];
    list.replaceChildren();
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
  function draw() {
    list.replaceChildren(h("p", { class: "note" }, /^\//.test(field.value) ? "Commands" : "Matches"), ...shown.map((offer, index) =>
      h("div", { role: "option", id: `${name}-offer-${index}`, class: "option", "aria-selected": String(index === at), onpointerdown: (event) => { event.preventDefault(); take(offer); } },
        h("span", { class: "label" }, offer.label), h("span", { class: "note" }, offer.note))));
    list.hidden = !shown.length;
    field.setAttribute("aria-expanded", String(Boolean(shown.length)));
    field.setAttribute("aria-activedescendant", `${name}-offer-${at}`);
  }
  function changed() {
    field.style.height = "auto";
    field.style.height = `${Math.min(200, field.scrollHeight)}px`;
    send.disabled = !field.value.trim();
    const command = commands().find((c) => field.value.startsWith(`${c.name} `));
    hint.textContent = command ? `${command.name} ${command.usage_hint}` : "";
    [shown, at] = [offers(field.value.slice(0, field.selectionStart)), 0];
    if (shown.length) draw();
    else hide();
  }
  function take(offer) {
    field.value = offer.take + field.value.slice(field.selectionStart);
    hide();
    field.focus();
    changed();
  }
  function key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (shown.length && step) { at = (at + step + shown.length) % shown.length; draw(); }
    else if (shown.length && event.key === "Escape") hide();
    else if (shown.length && (event.key === "Tab" || (event.key === "Enter" && shown[at].take.trim() !== field.value.trim()))) take(shown[at]);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit();
    else return;
    event.preventDefault();
  }
  async function submit() {
    const text = field.value.trim();
    if (!text) return;
    const command = text.startsWith("/");
    if (command && thread) {
      hint.textContent = `${text.split(/\s/)[0]} cannot be used in threads. Mention @deskpulse instead.`;
      return;
    }
    field.value = "";
    changed();
    const outcome = await (command ? run(store.channel, text) : say(store.channel, text, thread ? store.thread : null));
    if (outcome.problem === "offline") { field.value = text; changed(); hint.textContent = "You are offline. Your text is still here."; }
  }
  form.label = () => {
    const channel = channelOf(store.channel);
    const words = thread ? "Reply…" : `Message ${channel?.name ? `#${channel.name}` : "Deskpulse"}`;
    field.placeholder = words;
    field.setAttribute("aria-label", words);
  };
  return form;
}
