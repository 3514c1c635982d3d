// rich_text blocks.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, link, mention, moment } from "./text.js";

const TAGS = [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"], ["underline", "u"], ["highlight", "mark"]];

const styled = (node, style = {}) =>
  TAGS.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);

const PIECES = {
  text: (piece) => piece.text,
  link: (piece) => link(piece.url, piece.text ?? piece.url),
  user: (piece) => mention(piece.user_id),
  usergroup: () => h("span", { class: "mention" }, "@group"),
  channel: (piece) => channelMention(piece.channel_id),
  emoji: (piece) => emoji(piece.name),
  broadcast: (piece) => broadcast(piece.range),
  color: (piece) => h("span", {}, h("i", { class: "swatch", style: { background: piece.value } }), piece.value),
  date: (piece) => moment(piece.timestamp, piece.format, piece.timezone, piece.url),
};

const pieces = (elements) => elements.map((piece) => styled(PIECES[piece.type]?.(piece) ?? "", piece.style));

const OUTER = {
  rich_text_section: (part) => h("div", { class: "prose" }, ...pieces(part.elements)),
  rich_text_quote: (part) => h("blockquote", {}, ...pieces(part.elements)),
  rich_text_preformatted: (part) => h("pre", {}, ...pieces(part.elements)),
  rich_text_list: (part) =>
    h(part.style === "ordered" ? "ol" : "ul", {
      start: part.offset ? part.offset + 1 : null,
      style: { marginLeft: `${(part.indent ?? 0) * 24}px` },
    }, ...part.elements.map((item) => h("li", {}, ...pieces(item.elements)))),
};

export const rich = (block) =>
  h("div", { class: "rich" }, ...block.elements.map((part) => OUTER[part.type]?.(part) ?? ""));

export const letters = (value) =>
  Array.isArray(value) ? value.map(letters).join("") : `${value.text ?? ""}${value.elements ? letters(value.elements) : ""}`;
