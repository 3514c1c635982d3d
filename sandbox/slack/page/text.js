// Slack's mrkdwn, plain_text and the markdown block, as nodes.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelOf, nameOf, open, store } from "./store.js";
import { dated, exact } from "./when.js";

export const decoded = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const EMOJI = /:([a-z0-9_+'-]+):/g;

// Text in which only emoji names mean something; line breaks stay.
export function plain(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(EMOJI)) {
    nodes.push(text.slice(end, found.index), emoji(found[1]));
    end = found.index + found[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

export function link(url, ...label) {
  if (!/^(https?:|mailto:)/i.test(url)) return h("span", {}, ...label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

export function mention(id) {
  const self = id === store.me;
  return h("span", { class: self ? "mention mine" : "mention" }, `@${store.people.get(id)?.name ?? nameOf(id)}`);
}

export function channelMention(id, label = "") {
  const channel = channelOf(id);
  if (!channel) return h("span", { class: "mention" }, `#${label || "private-channel"}`);
  return h("button", { class: "mention plainbutton", type: "button", onclick: () => open(id) }, `#${channel.name}`);
}

export const broadcast = (range) => h("span", { class: "mention mine" }, `@${range}`);

export const moment = (seconds, pattern, timeZone, url) => {
  const shown = h("time", { datetime: new Date(seconds * 1000).toISOString(), title: exact(seconds) },
    dated(seconds, pattern, timeZone));
  return url ? link(url, shown) : shown;
};

function token(inside) {
  const [target, label = ""] = [inside.split("|")[0], inside.split("|").slice(1).join("|")];
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), decoded(label));
  const date = target.match(/^!date\^(\d+)\^([^^]*)(?:\^(.*))?$/);
  if (date) return moment(Number(date[1]), decoded(date[2]), undefined, date[3]);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, decoded(label) || "@group");
  if (target.startsWith("!")) return broadcast(decoded(label || target.slice(1)));
  return link(decoded(target), ...(label ? inline(label) : [decoded(target)]));
}

const INSIDE = "(?:<[^<>\\n]*>|:[a-z0-9_+-]+:|[^\\n])+?";
const around = (mark) => `(?<![\\w${mark}])${mark}(?=\\S)(${INSIDE})(?<=\\S)${mark}(?![\\w${mark}])`;
const INLINE = new RegExp(
  ["`([^`\\n]+)`", "<([^<>\\n]+)>", ":([a-z0-9_+'-]+):", around("\\*"), around("_"), around("~")].join("|"), "g");

export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, target, name, bold, italic, strike] = found;
    nodes.push(decoded(text.slice(end, found.index)));
    end = found.index + whole.length;
    if (code !== undefined) nodes.push(h("code", {}, decoded(code)));
    else if (target !== undefined) nodes.push(token(target));
    else if (name !== undefined) nodes.push(emoji(name));
    else if (bold !== undefined) nodes.push(h("strong", {}, ...inline(bold)));
    else if (italic !== undefined) nodes.push(h("em", {}, ...inline(italic)));
    else nodes.push(h("s", {}, ...inline(strike)));
  }
  nodes.push(decoded(text.slice(end)));
  return nodes.filter((node) => node !== "");
}

function lines(text) {
  const nodes = [];
  let quoted = null;
  text.split("\n").forEach((line, index) => {
    const quote = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quote) {
      if (!quoted) nodes.push((quoted = h("blockquote", {})));
      else quoted.append("\n");
      quoted.append(...inline(quote[1]));
    } else {
      if (index && !quoted) nodes.push("\n");
      quoted = null;
      nodes.push(...inline(line));
    }
  });
  return nodes;
}

export function mrkdwn(text) {
  return text.split(/```\n?([\s\S]*?)\n?```/).flatMap((part, index) =>
    index % 2 ? [h("pre", {}, decoded(part))] : lines(index ? part.replace(/^\n/, "") : part));
}

export const textObject = (object) =>
  object.type === "mrkdwn" ? mrkdwn(object.text) : plain(decoded(object.text));

const MARKS = /\*\*(.+?)\*\*|(?<!\w)[*_](.+?)[*_](?!\w)|~~(.+?)~~|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/g;

function markdownLine(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(MARKS)) {
    const [whole, bold, italic, strike, code, label, url] = found;
    nodes.push(...plain(text.slice(end, found.index)));
    end = found.index + whole.length;
    if (bold) nodes.push(h("strong", {}, ...markdownLine(bold)));
    else if (italic) nodes.push(h("em", {}, ...markdownLine(italic)));
    else if (strike) nodes.push(h("s", {}, ...markdownLine(strike)));
    else if (code) nodes.push(h("code", {}, code));
    else nodes.push(link(url, ...markdownLine(label)));
  }
  return [...nodes, ...plain(text.slice(end))];
}

const KINDS = [
  [/^(#{1,6}) +(.*)$/, (found) => ["h", h(`h${Math.min(found[1].length + 2, 6)}`, {}, ...markdownLine(found[2]))]],
  [/^[-*] +(.*)$/, (found) => ["ul", h("li", {}, ...markdownLine(found[1]))]],
  [/^\d+[.)] +(.*)$/, (found) => ["ol", h("li", {}, ...markdownLine(found[1]))]],
  [/^> ?(.*)$/, (found) => ["blockquote", h("div", {}, ...markdownLine(found[1]))]],
  [/^(.+)$/, (found) => ["p", h("span", {}, ...markdownLine(found[1]))]],
];

export function markdown(text) {
  return text.split(/```\w*\n?([\s\S]*?)\n?```/).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, part)];
    const nodes = [];
    let group = null;
    for (const line of part.split("\n")) {
      const kind = KINDS.find(([pattern]) => pattern.test(line));
      if (!kind) { group = null; continue; }
      const [tag, node] = kind[1](line.match(kind[0]));
      if (tag === "h") { nodes.push(node); group = null; continue; }
      if (group?.localName !== tag) nodes.push((group = h(tag, {})));
      else if (tag === "p") group.append("\n");
      group.append(node);
    }
    return nodes;
  });
}
