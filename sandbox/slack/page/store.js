// What the page knows, kept true by the feed, and what its person can do.

const wanted = new URLSearchParams(location.search).get("person") ?? "";
const listeners = new Set();

export const store = {
  ready: false, me: "", bot: "", direct: "", team: { name: "" }, present: false, commands: [],
  people: new Map(), channels: new Map(), messages: new Map(), stack: [], home: null, homeEnabled: true,
  channel: "", tab: "messages", thread: "", unread: new Map(), connected: false, drawer: false,
  tour: [], done: [], tourClosed: false, askedAt: 0,
};

export const watch = (listener) => listeners.add(listener);

let due = false;
export function changed() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    for (const listener of listeners) listener();
  });
}

export const person = (id) => store.people.get(id);
export const nameOf = (id) => person(id)?.real_name ?? id;
export const channelOf = (id) => store.channels.get(id);
export const isDirect = () => store.channel === store.direct;

export const messagesIn = (channel) =>
  [...(store.messages.get(channel)?.values() ?? [])].sort((a, b) => (a.ts < b.ts ? -1 : 1));

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

export const repliesTo = (channel, ts) =>
  messagesIn(channel).filter((m) => isReply(m) && m.thread_ts === ts);

// Changes that come while the whole state is on its way: they may be newer than it.
let early = null;

export async function load() {
  early = [];
  const answer = await fetch(`/page/state?person=${encodeURIComponent(wanted)}`);
  const state = await answer.json();
  Object.assign(store, {
    ready: true, me: state.me, bot: state.bot, direct: state.direct, team: state.team,
    present: state.present, commands: state.commands, homeEnabled: state.home_enabled,
    stack: state.stack, home: state.home, tour: state.tour ?? [],
    people: new Map(state.people.map((p) => [p.id, p])),
    channels: new Map(state.channels.map((c) => [c.id, c])),
    messages: new Map(Object.entries(state.messages).map(([id, own]) => [id, new Map(own.map((m) => [m.ts, m]))])),
  });
  const late = early ?? [];
  early = null;
  late.forEach(apply);
  changed();
}

const told = {
  message({ message }) {
    if (!store.messages.has(message.channel)) store.messages.set(message.channel, new Map());
    const own = store.messages.get(message.channel);
    const isNew = !own.has(message.ts);
    own.set(message.ts, message);
    const away = message.channel !== store.channel || document.hidden;
    if (isNew && away && message.user !== store.me)
      store.unread.set(message.channel, (store.unread.get(message.channel) ?? 0) + 1);
  },
  removed({ channel, ts }) {
    store.messages.get(channel)?.delete(ts);
    if (store.thread === ts) store.thread = "";
  },
  channel({ channel }) { store.channels.set(channel.id, channel); },
  views({ stack, home }) { Object.assign(store, { stack, home }); },
  presence({ present }) { store.present = present; },
};

function apply(change) {
  if (early) return early.push(change);
  told[change.kind]?.(change);
  return changed();
}

export function follow() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const feed = new WebSocket(`${scheme}://${location.host}/page/feed?person=${encodeURIComponent(store.me)}`);
  feed.onopen = () => { store.connected = true; load(); };
  feed.onmessage = (event) => apply(JSON.parse(event.data));
  feed.onclose = () => {
    store.connected = false;
    changed();
    setTimeout(follow, 1000);
  };
}

async function post(deed, body) {
  try {
    const answer = await fetch(`/page/${deed}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ person: store.me, ...body }),
    });
    return await answer.json();
  } catch {
    return { problem: "offline", errors: {}, options: [] };
  }
}

// What this person has done here, so that the list follows it and the tour ticks it off.
function did(line) {
  store.askedAt = Date.now();
  store.done = [...store.done, line];
  changed();
}

export function say(channel, text, thread) {
  did(text);
  return post("say", { channel, text, thread_ts: thread });
}
export function run(channel, line) {
  did(line);
  return post("command", { channel, line });
}
export const ask = (line) => (line.startsWith("/") ? run(store.channel, line) : say(store.channel, line, null));
export function press(place, block, action, value) {
  did(typeof value === "string" ? value : "");
  return post("press", { ...place, block_id: block, action_id: action, value });
}
export const suggest = (place, block, action, query) =>
  post("suggest", { ...place, block_id: block, action_id: action, query });
export const submit = (view, values) => post("submit", { view, values });
export const upload = (name, content) => post("upload", { name, content });
export const close = (view) => post("close", { view });

export function open(channel, tab) {
  const direct = channel === store.direct;
  store.channel = channel;
  store.tab = direct ? (tab ?? (store.homeEnabled ? "home" : "messages")) : "messages";
  store.thread = "";
  store.drawer = false;
  store.unread.delete(channel);
  history.replaceState(null, "", `#${channel}${direct ? `/${store.tab}` : ""}`);
  if (direct) post("home", { tab: store.tab });
  changed();
}

export function openThread(ts) {
  store.thread = ts;
  changed();
}
