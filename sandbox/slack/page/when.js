// Instants in the time zone of whoever looks at the page.

import { person, store } from "./store.js";

const zone = () => person(store.me)?.tz ?? "UTC";
const locale = () => person(store.me)?.locale ?? "en-GB";

const format = (seconds, options, timeZone = zone()) =>
  new Intl.DateTimeFormat(locale(), { timeZone, ...options }).format(new Date(seconds * 1000));

export const clock = (seconds) => format(seconds, { hour: "numeric", minute: "2-digit" });
export const exact = (seconds) => format(seconds, { dateStyle: "full", timeStyle: "long" });
export const dayKey = (seconds) => format(seconds, { year: "numeric", month: "2-digit", day: "2-digit" });

const DAY = 86400;
const nearby = (seconds) => {
  const now = Date.now() / 1000;
  if (dayKey(seconds) === dayKey(now)) return "Today";
  if (dayKey(seconds) === dayKey(now - DAY)) return "Yesterday";
  if (dayKey(seconds) === dayKey(now + DAY)) return "Tomorrow";
  return "";
};

export const day = (seconds) =>
  nearby(seconds) || format(seconds, { weekday: "long", day: "numeric", month: "long" });

function ago(seconds) {
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const past = seconds - Date.now() / 1000;
  for (const [unit, size] of [["day", DAY], ["hour", 3600], ["minute", 60]])
    if (Math.abs(past) >= size) return words.format(Math.round(past / size), unit);
  return words.format(Math.round(past), "second");
}

const long = { year: "numeric", month: "long", day: "numeric" };
const short = { year: "numeric", month: "short", day: "numeric" };
const full = { ...long, weekday: "long" };
const TOKENS = {
  date_num: (s, z) => format(s, { year: "numeric", month: "2-digit", day: "2-digit" }, z),
  date: (s, z) => format(s, long, z),
  date_short: (s, z) => format(s, short, z),
  date_long: (s, z) => format(s, full, z),
  date_pretty: (s, z) => nearby(s) || format(s, long, z),
  date_short_pretty: (s, z) => nearby(s) || format(s, short, z),
  date_long_pretty: (s, z) => nearby(s) || format(s, full, z),
  time: (s, z) => format(s, { hour: "numeric", minute: "2-digit" }, z),
  time_secs: (s, z) => format(s, { hour: "numeric", minute: "2-digit", second: "2-digit" }, z),
  ago: (s) => ago(s),
};

// Slack's date tokens, as in <!date^1700000000^{date_short} at {time}|fallback>.
export const dated = (seconds, pattern, timeZone) =>
  pattern.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(seconds, timeZone) ?? whole);
