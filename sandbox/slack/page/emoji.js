// The emoji names a support team meets, and the one place they are drawn.

import { h } from "./dom.js";

const NAMES = {
  "+1": "👍", "-1": "👎", alarm_clock: "⏰", arrow_down: "⬇️", arrow_down_small: "🔽", arrow_left: "⬅️",
  arrow_lower_right: "↘️", arrow_right: "➡️", arrow_up: "⬆️", arrow_up_small: "🔼",
  arrow_upper_right: "↗️", bar_chart: "📊", bell: "🔔", black_circle: "⚫", blue_circle: "🔵", bookmark: "🔖",
  bug: "🐛", bulb: "💡", busts_in_silhouette: "👥", calendar: "📆", chart_with_downwards_trend: "📉",
  chart_with_upwards_trend: "📈", clipboard: "📋", clock1: "🕐", coffee: "☕", dart: "🎯", date: "📅",
  email: "✉️", envelope: "✉️", exclamation: "❗", eyes: "👀", fire: "🔥", gear: "⚙️", green_circle: "🟢",
  heart: "❤️", heavy_check_mark: "✔️", hourglass: "⌛", hourglass_flowing_sand: "⏳", house: "🏠",
  inbox_tray: "📥", information_source: "ℹ️", large_blue_circle: "🔵", large_green_circle: "🟢",
  large_orange_circle: "🟠", large_red_circle: "🔴", large_yellow_circle: "🟡", link: "🔗", lock: "🔒", mag: "🔍",
  mega: "📣", memo: "📝", moneybag: "💰", no_entry: "⛔", orange_circle: "🟠", page_facing_up: "📄",
  paperclip: "📎", pushpin: "📌", question: "❓", raised_hands: "🙌", red_circle: "🔴", repeat: "🔁",
  robot_face: "🤖", rocket: "🚀", rotating_light: "🚨", slightly_smiling_face: "🙂", smile: "😄", sparkles: "✨",
  speech_balloon: "💬", star: "⭐", stopwatch: "⏱️", tada: "🎉", telephone_receiver: "📞", thumbsdown: "👎",
  thumbsup: "👍", ticket: "🎫", timer_clock: "⏲️", trophy: "🏆", wave: "👋", warning: "⚠️",
  white_check_mark: "✅", white_circle: "⚪", wrench: "🔧", x: "❌", yellow_circle: "🟡", zap: "⚡",
};

export const emoji = (name) => {
  const sign = NAMES[name];
  if (!sign) return `:${name}:`;
  return h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, sign);
};
