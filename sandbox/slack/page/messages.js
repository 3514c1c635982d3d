// A message, a list of them with its days, and the thread at the side.

import { blocks, picture } from "./blocks.js";
import { h, keep } from "./dom.js";
import { emoji } from "./emoji.js";
import { avatar, icon } from "./icons.js";
import { channelOf, isReply, messagesIn, nameOf, openThread, person, repliesTo, store } from "./store.js";
import { mrkdwn } from "./text.js";
import { clock, day, dayKey, exact } from "./when.js";

const seconds = (ts) => Number(ts.split(".")[0]);
const NEAR = 300;
const ASKED_MS = 60000;

function upload(file) {
  const address = `/page/files/${encodeURIComponent(file.id)}`;
  const words = file.alt_txt || file.title;
  if (file.mimetype.startsWith("image/"))
    return h("figure", { class: "image" }, h("figcaption", {}, file.title), picture(address, words));
  return h("a", { class: "file", href: address, download: file.name },
    h("span", { class: "badge" }, icon("file", 22)),
    h("span", {}, h("b", {}, file.title), h("span", { class: "note" }, `${file.name.split(".").at(-1).toUpperCase()} · ${size(file.size)}`)));
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);

const attachment = (one, at) =>
  h("div", { class: "attachment", style: { borderColor: { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" }[one.color] ?? one.color ?? "#dddddd" } },
    one.pretext && h("div", { class: "prose" }, ...mrkdwn(one.pretext)), one.title && h("b", {}, one.title),
    one.text && h("div", { class: "prose" }, ...mrkdwn(one.text)), one.blocks && blocks(one.blocks, at));

function body(message) {
  const at = { place: { channel: message.channel, ts: message.ts }, live: true };
  return [
    message.blocks?.length ? blocks(message.blocks, at) : message.text && h("div", { class: "prose" }, ...mrkdwn(message.text),
      message.edited && h("span", { class: "note" }, " (edited)")),
    ...(message.attachments ?? []).map((one) => attachment(one, at)),
    ...(message.files ?? []).map(upload),
    message.reactions && h("div", { class: "row" }, ...message.reactions.map((one) => h("span", { class: "reaction" }, emoji(one.name), one.count))),
  ];
}

const counted = (count) => `${count} ${count === 1 ? "reply" : "replies"}`;

function threadBar(replies) {
  if (!replies.length) return null;
  const faces = [...new Set(replies.map((reply) => reply.user))].slice(0, 4);
  return h("button", { type: "button", class: "threadbar", onclick: () => openThread(replies[0].thread_ts) },
    ...faces.map((id) => avatar(person(id), 22)), h("b", {}, counted(replies.length)),
    h("span", { class: "note" }, `Last reply ${clock(seconds(replies.at(-1).ts))}`));
}

function row({ message, compact, replies, inThread }) {
  const author = person(message.user);
  const when = h("time", { class: "when", title: exact(seconds(message.ts)), datetime: new Date(seconds(message.ts) * 1000).toISOString() }, clock(seconds(message.ts)));
  const canReply = !message.ephemeral && !inThread && !isReply(message);
  return h("article", { class: `message ${compact ? "compact" : ""} ${message.ephemeral ? "ephemeral" : ""}`, dataset: { ts: message.ts }, "aria-label": `${nameOf(message.user)}, ${clock(seconds(message.ts))}` },
    h("div", { class: "side" }, compact ? h("time", { class: "when" }, clock(seconds(message.ts)).replace(/ ?[AP]M/i, "")) : avatar(author)),
    h("div", { class: "main" },
      message.ephemeral && h("p", { class: "onlyyou" }, icon("eye", 15), "Only visible to you"),
      !inThread && isReply(message) && h("p", { class: "onlyyou" }, icon("thread", 15),
        h("button", { type: "button", class: "plainbutton link", onclick: () => openThread(message.thread_ts) }, "replied to a thread")),
      !compact && h("header", {}, h("b", { class: "author" }, author?.real_name ?? message.user), author?.is_bot && h("span", { class: "app" }, "APP"), when),
      ...body(message), replies && threadBar(replies)),
    canReply && h("div", { class: "hover" },
      h("button", { type: "button", class: "iconbutton", "aria-label": "Reply in thread", title: "Reply in thread", onclick: () => openThread(message.ts) }, icon("thread"))));
}

function entries(messages, channel, inThread) {
  const shown = [];
  let before = null;
  for (const message of messages) {
    const [now, then] = [seconds(message.ts), before && seconds(before.ts)];
    const newDay = !before || dayKey(now) !== dayKey(then);
    if (newDay && !inThread) shown.push({ key: `day-${dayKey(now)}`, day: day(now) });
    const compact = !newDay && before.user === message.user && now - then < NEAR && !message.ephemeral && !before.ephemeral && !isReply(message) === !isReply(before);
    const replies = inThread ? null : repliesTo(channel, message.ts).filter((reply) => !reply.ephemeral);
    shown.push({ key: message.ts, message, compact, replies, inThread });
    before = message;
  }
  return shown;
}

function line(entry) {
  if (entry.start) return beginning(entry.start);
  if (entry.day) return h("div", { class: "day", role: "separator" }, h("span", {}, entry.day));
  if (entry.count === undefined) return row(entry);
  return h("div", { class: "day left" }, h("span", {}, counted(entry.count)));
}

// Puts the first line of the newest message where one reads, and all of it where that fits.
function place(list) {
  const last = [...list.querySelectorAll(":scope > .message")].at(-1);
  const above = last ? last.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop - 8 : list.scrollHeight;
  list.scrollTop = Math.min(above, list.scrollHeight - list.clientHeight);
  list.placed = list.scrollTop;
}

// Whoever has scrolled away is left there, until something is opened or they ask something.
function draw(list, shown) {
  const opened = list.dataset.of !== list.dataset.wanted;
  const newest = shown.findLast((entry) => entry.message)?.key ?? "";
  const isNew = newest !== list.dataset.newest;
  const stayed = Math.abs(list.scrollTop - list.placed) < 3 || list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  const followed = isNew && Date.now() - store.askedAt < ASKED_MS;
  Object.assign(list.dataset, { of: list.dataset.wanted, newest });
  keep(list, shown, (entry) => entry.key, line);
  if (!opened && !stayed && !followed) return;
  place(list);
  for (const img of list.querySelectorAll("img"))
    if (!img.complete) img.addEventListener("load", () => { if (Math.abs(list.scrollTop - list.placed) < 3) place(list); }, { once: true });
}

export function drawMessages(list) {
  list.dataset.wanted = store.channel;
  const roots = messagesIn(store.channel).filter((m) => !isReply(m) || m.broadcast);
  const shown = entries(roots, store.channel, false);
  draw(list, [{ key: `start-${store.channel}`, start: store.channel }, ...shown]);
}

// What stands above the first message.
function beginning(id) {
  const channel = channelOf(id);
  if (!channel.name)
    return h("section", { class: "beginning" }, avatar(person(store.bot), 52), h("h3", {}, "Deskpulse"),
      h("p", {}, "This is the beginning of your conversation. Ask in plain words, or type /kpi."));
  return h("section", { class: "beginning" }, h("span", { class: "bigsign" }, icon(channel.kind === "group" ? "lock" : "hash", 30)),
    h("h3", {}, `Everyone starts at #${channel.name}`), h("p", {}, channel.topic));
}

export function drawThread(list) {
  const parent = store.messages.get(store.channel)?.get(store.thread);
  if (!parent) return;
  const replies = repliesTo(store.channel, store.thread);
  list.dataset.wanted = store.thread;
  const all = entries([parent, ...replies], store.channel, true);
  draw(list, [all[0], { key: "count", count: replies.length }, ...all.slice(1)]);
}
