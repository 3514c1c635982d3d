// Block Kit.

import { chart } from "./chart.js";
import { control } from "./controls.js";
import { enlarged } from "./dialogs.js";
import { h } from "./dom.js";
import { icon, named } from "./icons.js";
import { rich } from "./rich.js";
import { dataTable, table } from "./tables.js";
import { link, markdown, textObject } from "./text.js";

const prose = (object, extra = "") => h("div", { class: `prose ${extra}` }, ...textObject(object));

// Pictures of the workspace's own files; the page may not reach any other place.
function source(block) {
  const id = block.slack_file?.id ?? (block.slack_file?.url ?? "").match(/F[A-Z0-9]{8,}/)?.[0];
  return id ? `/page/files/${encodeURIComponent(id)}` : block.image_url;
}

export const picture = (address, words, extra = "") =>
  h("button", { type: "button", class: `picture ${extra}`, "aria-label": `Enlarge: ${words}`, onclick: () => enlarged(address, words) },
    h("img", { src: address, alt: words, loading: "lazy" }));

function image(block) {
  return h("figure", { class: "image" },
    block.title && h("figcaption", {}, ...textObject(block.title)), picture(source(block), block.alt_text));
}

const thumb = (element, extra = "") => h("img", { class: `thumb ${extra}`, src: source(element), alt: element.alt_text });

const element = (one, at) => (one.type === "image" ? thumb(one) : control(one, at));

function section(block, at) {
  return h("div", { class: "section" },
    h("div", { class: "words" }, block.text && prose(block.text),
      block.fields && h("div", { class: "fields" }, ...block.fields.map((field) => prose(field)))),
    block.accessory && h("div", { class: "accessory" }, element(block.accessory, at)));
}

const header = (block) => h(`h${(block.level ?? 1) + 2}`, { class: `head level${block.level ?? 1}` }, ...textObject(block.text));

const context = (block) =>
  h("div", { class: "context" }, ...block.elements.map((one) => (one.type === "image" ? thumb(one, "tiny") : prose(one))));

const actions = (block, at) => h("div", { class: "row" }, ...block.elements.map((one) => h("span", { class: "slot" }, control(one, at))));

function input(block, at) {
  const node = control(block.element, { ...at, live: at.live && block.dispatch_action });
  const name = `i-${block.block_id}`;
  const grouped = node.classList.contains("ticks");
  node.setAttribute("aria-describedby", `${name}-hint`);
  if (grouped) node.setAttribute("aria-labelledby", `${name}-label`);
  else node.id = name;
  return h("div", { class: "input", dataset: { block: block.block_id } },
    h(grouped ? "div" : "label", { for: grouped ? null : name, id: `${name}-label`, class: "label" }, ...textObject(block.label),
      block.optional && h("small", {}, " (optional)")),
    node,
    block.hint && h("p", { class: "note", id: `${name}-hint` }, ...textObject(block.hint)),
    h("p", { class: "fault", role: "alert" }));
}

const LEVELS = { info: "ℹ️", warning: "⚠️", error: "⛔", success: "✅" };
const alert = (block) =>
  h("div", { class: `alert ${block.level ?? "default"}`, role: "status" }, h("span", { "aria-hidden": "true" }, LEVELS[block.level] ?? "💬"), prose(block.text));

function card(block, at) {
  const badge = block.slack_icon ? named(block.slack_icon.name) : block.icon && thumb(block.icon, "tiny");
  return h("article", { class: "card" },
    block.hero_image && thumb(block.hero_image, "hero"),
    (badge || block.title || block.subtitle) && h("header", {}, badge, h("div", {}, block.title && prose(block.title, "title"), block.subtitle && prose(block.subtitle, "note"))),
    block.body && prose(block.body), block.subtext && prose(block.subtext, "note"),
    block.actions && h("div", { class: "row" }, ...block.actions.map((one) => control(one, at))));
}

const carousel = (block, at) =>
  h("div", { class: "carousel", tabindex: 0, role: "group", "aria-label": "Cards" }, ...block.elements.map((one) => card(one, at)));

function container(block, at) {
  const title = h("span", { class: "title" }, block.rich_text_title ? rich(block.rich_text_title) : textObject(block.title));
  const head = [title, block.subtitle && h("span", { class: "note" }, ...textObject(block.subtitle))];
  const inside = blocks(block.child_blocks, at);
  if (!block.is_collapsible)
    return h("div", { class: `container ${block.width ?? ""}` }, h("header", { class: block.has_header_divider ? "ruled" : "" }, ...head), inside);
  return h("details", { class: "container", open: !block.default_collapsed }, h("summary", {}, ...head), inside);
}

const STATES = { pending: "○", in_progress: "◐", complete: "✔", error: "✖" };
const task = (block) =>
  h("div", { class: `task ${block.status ?? ""}` }, h("b", {}, `${STATES[block.status] ?? "○"} ${block.title}`),
    block.details && rich(block.details), block.output && rich(block.output));
const plan = (block) => h("div", { class: "container" }, h("header", {}, h("span", { class: "title" }, block.title)), ...(block.tasks ?? []).map(task));

const KINDS = {
  section, header, context, actions, image, input, alert, card, carousel, container, plan, table,
  context_actions: actions, data_table: dataTable, data_visualization: chart, rich_text: rich, task_card: task,
  divider: () => h("hr", {}),
  markdown: (block) => h("div", { class: "prose markdown" }, ...markdown(block.text)),
  video: (block) => h("p", {}, link(block.video_url, ...textObject(block.title))),
  file: () => h("p", { class: "note" }, icon("file"), "A remote file"),
};

export const blocks = (list, at) =>
  h("div", { class: "blocks" }, ...list.map((block) =>
    KINDS[block.type]?.(block, { ...at, block: block.block_id }) ?? h("p", { class: "note" }, `(${block.type})`)));
