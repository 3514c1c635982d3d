// Buttons, selects, menus and inputs. `at` says where one stands:
// {place, block, live, values}: a live control tells the app, `values` is what a modal will submit.

import { confirmed, menu } from "./dialogs.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { press, store, suggest, upload } from "./store.js";
import { textObject } from "./text.js";

const PROBLEMS = {
  operation_timeout: "This app didn’t answer in time. Try again.",
  dispatch_failed: "This app isn’t responding. Is it running?",
  offline: "You are offline. Waiting for the sandbox.",
};
export const problem = (name) =>
  h("span", { class: "problem", role: "alert" }, icon("warning", 16), PROBLEMS[name] ?? `Something went wrong: ${name}`);

const words = (object, otherwise) => object?.text ?? otherwise;
const option = (choice) => ({ label: textObject(choice.text), note: choice.description && textObject(choice.description), value: choice.value, choice });

async function use(node, element, at, value) {
  if (at.values) ((at.values[at.block] ??= {})[element.action_id] = value);
  if (!at.live || !(await confirmed(element.confirm))) return;
  node.parentElement?.querySelector(":scope > .problem")?.remove();
  node.setAttribute("aria-busy", "true");
  const outcome = await press(at.place, at.block, element.action_id, value);
  node.removeAttribute("aria-busy");
  if (outcome.problem) node.after(problem(outcome.problem));
}

function button(element, at) {
  const node = h("button", {
    type: "button", class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label,
    onclick: () => {
      if (/^https?:/.test(element.url ?? "")) window.open(element.url, "_blank", "noopener");
      use(node, element, at, element.value);
    },
  }, ...textObject(element.text));
  return node;
}

function overflow(element, at) {
  const node = h("button", {
    type: "button", class: "button square", "aria-label": "More actions", "aria-haspopup": "listbox",
    onclick: () => menu(node, element.options.map(option), (item) => {
      if (/^https?:/.test(item.choice.url ?? "")) window.open(item.choice.url, "_blank", "noopener");
      use(node, element, at, item.value);
    }),
  }, icon("dots"));
  return node;
}

const people = () => [...store.people.values()].filter((p) => p.id !== "USLACKBOT").map((p) => ({ label: [p.real_name], note: [`@${p.name}`], value: p.id }));
const channels = () => [...store.channels.values()].filter((c) => c.name).map((c) => ({ label: [`#${c.name}`], value: c.id }));
const listed = (element) => (element.option_groups ?? [element]).flatMap((group) => (group.options ?? []).map(option));

const offered = (element) => {
  if (element.type.includes("users")) return people();
  if (element.type.includes("channels") || element.type.includes("conversations")) return channels();
  return listed(element);
};

const initialOf = (element) => {
  const found = element.initial_option ?? element.initial_user ?? element.initial_channel ?? element.initial_conversation;
  return found?.value ?? found;
};
const initialsOf = (element) =>
  (element.initial_options ?? element.initial_users ?? element.initial_channels ?? element.initial_conversations ?? []).map((one) => one.value ?? one);

// One drop-down for every kind of select: a button that opens a list, with a search field above it when it is long.
function select(element, at) {
  const several = element.type.startsWith("multi_");
  const external = element.type.includes("external");
  const chosen = new Map();
  const known = [...offered(element), ...[element.initial_option, ...(element.initial_options ?? [])].filter(Boolean).map(option)];
  for (const value of several ? initialsOf(element) : [initialOf(element)])
    if (value !== undefined) chosen.set(value, known.find((item) => item.value === value) ?? { label: [value], value });

  const hint = words(element.placeholder, several ? "Choose options" : "Choose an option");
  const label = h("span", { class: "chosen" });
  const node = h("button", { type: "button", class: "select", "aria-haspopup": "listbox", onclick: () => (external ? asked() : listing(offered(element))) }, label, icon("chevron", 16));
  const told = (item) => (external ? (item.choice ?? item.value) : item.value);

  function draw() {
    const names = [...chosen.values()].map((item) => item.label.map((part) => (part.cloneNode ? part.cloneNode(true) : part)));
    label.replaceChildren(...(names.length ? names.flatMap((name, i) => (i ? [", ", ...name] : name)) : [hint]));
    label.classList.toggle("hint", !names.length);
    node.setAttribute("aria-label", names.length ? `${hint}: ${label.textContent}` : hint);
  }
  function pick(item) {
    if (!several) chosen.clear();
    if (several && chosen.has(item.value)) chosen.delete(item.value);
    else if (!several || chosen.size < (element.max_selected_items ?? Infinity)) chosen.set(item.value, item);
    draw();
    const all = [...chosen.values()].map(told);
    use(node, element, at, several ? all : all[0]);
  }
  function listing(items) {
    return menu(node, items.map((item) => ({ ...item, ticked: chosen.has(item.value) })), pick, { several });
  }
  async function asked() {
    const field = h("input", { class: "field", placeholder: hint, "aria-label": hint, type: "search" });
    node.replaceWith(field);
    field.focus();
    field.addEventListener("input", async () => {
      if (field.value.length < (element.min_query_length ?? 3)) return;
      const answer = await suggest(at.place, at.block, element.action_id, field.value);
      if (!field.isConnected) return;
      field.replaceWith(node);
      draw();
      if (answer.problem) node.after(problem(answer.problem));
      else listing(answer.options.map(option));
    });
  }
  draw();
  return node;
}

function ticks(element, at) {
  const several = element.type === "checkboxes";
  const name = `${at.block}-${element.action_id}`;
  const initial = several ? initialsOf(element) : [initialOf(element)];
  const boxes = element.options.map((choice) => h("input", {
    type: several ? "checkbox" : "radio", name, value: choice.value, checked: initial.includes(choice.value),
    onchange: () => {
      const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
      use(node, element, at, several ? ticked : ticked[0]);
    },
  }));
  const node = h("div", { class: "ticks", role: several ? "group" : "radiogroup" }, ...element.options.map((choice, index) =>
    h("label", {}, boxes[index], h("span", {}, ...textObject(choice.text),
      choice.description && h("small", {}, ...textObject(choice.description))))));
  return node;
}

const FIELDS = {
  datepicker: ["date", "initial_date"], timepicker: ["time", "initial_time"], number_input: ["number", "initial_value"],
  email_text_input: ["email", "initial_value"], url_text_input: ["url", "initial_value"], plain_text_input: ["text", "initial_value"],
};

function field(element, at) {
  const [type, initial] = FIELDS[element.type];
  const typed = type === "date" || type === "time";
  const given = (value) => (value === "" ? null : value);
  const node = h(element.multiline ? "textarea" : "input", {
    class: "field", type: element.multiline ? null : type, rows: element.multiline ? 4 : null,
    placeholder: words(element.placeholder, ""), minlength: element.min_length, maxlength: element.max_length,
    min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? "any" : null,
    "aria-label": typed ? words(element.placeholder, type) : null,
    [typed ? "onchange" : "oninput"]: () => use(node, element, typed ? at : { ...at, live: false }, given(node.value)),
  });
  node.value = element[initial] ?? "";
  if (at.live && !typed)
    node.addEventListener("keydown", (event) => event.key === "Enter" && !element.multiline && use(node, element, at, given(node.value)));
  return node;
}

function file(element, at) {
  const node = h("input", { class: "field", type: "file", accept: (element.filetypes ?? []).map((ending) => `.${ending}`).join(","),
    multiple: (element.max_files ?? 10) > 1,
    onchange: async () => {
      const given = await Promise.all([...node.files].map(async (one) => upload(one.name, await one.text())));
      use(node, element, { ...at, live: false }, given);
    } });
  return node;
}

function dateTime(element, at) {
  const node = h("input", { class: "field", type: "datetime-local", "aria-label": "Date and time",
    onchange: () => use(node, element, at, Math.floor(new Date(node.value).getTime() / 1000)) });
  return node;
}

function feedback(element, at) {
  return h("span", { class: "row" }, ...[element.positive_button, element.negative_button].map((choice, index) => {
    const node = h("button", { type: "button", class: "button quiet", "aria-label": choice.accessibility_label ?? choice.text.text,
      onclick: () => use(node, element, at, choice.value) }, index ? "👎" : "👍");
    return node;
  }));
}

function trash(element, at) {
  const node = h("button", { type: "button", class: "button quiet", "aria-label": words(element.text, "Delete"),
    onclick: () => use(node, element, at, element.value) }, icon("trash"));
  return node;
}

const KINDS = { button, overflow, checkboxes: ticks, radio_buttons: ticks, datetimepicker: dateTime, file_input: file, feedback_buttons: feedback, icon_button: trash };

export function control(element, at) {
  if (element.type in FIELDS) return field(element, at);
  if (element.type.endsWith("_select")) return select(element, at);
  return KINDS[element.type]?.(element, at) ?? h("em", { class: "note" }, `(${element.type})`);
}
