// data_visualization as SVG: line, area, bar and pie, with a legend and the numbers on hover.

import { h, svg } from "./dom.js";

const COLOURS = ["#1d7a8c", "#d9593d", "#6b4fa0", "#c99a1e", "#3f8f4f", "#b5446e", "#4a6fb5", "#8a6d3b", "#2aa198", "#a34a28", "#7c7c7c", "#274b7a"];
const WIDE = 600;
const HIGH = 260;
const PAD = { left: 52, right: 14, top: 14, bottom: 42 };

const said = (value) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 }).format(value);

function steps(low, high) {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough);
  const ticks = [];
  for (let tick = Math.floor(low / step) * step; tick <= high + step * 0.999; tick += step) ticks.push(tick);
  return ticks;
}

function frame(chart) {
  const values = chart.series.flatMap((s) => s.data.map((p) => p.value));
  const ticks = steps(Math.min(0, ...values), Math.max(0, ...values));
  const [low, high] = [ticks[0], ticks.at(-1) === ticks[0] ? ticks[0] + 1 : ticks.at(-1)];
  const y = (value) => PAD.top + ((high - value) / (high - low)) * (HIGH - PAD.top - PAD.bottom);
  const band = (WIDE - PAD.left - PAD.right) / chart.axis_config.categories.length;
  const x = (index) => PAD.left + band * (index + 0.5);
  return { ticks, x, y, band };
}

// A name in up to two lines of so many letters, so that it touches no other.
function wrapped(label, letters) {
  const most = Math.max(3, Math.floor(letters));
  const words = label.split(" ");
  const lines = [words[0]];
  for (const word of words.slice(1))
    if (`${lines.at(-1)} ${word}`.length <= most) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  return lines.slice(0, 2).map((line, row) => (line.length > most ? `${line.slice(0, most - 1)}…` : line) + (row === 1 && lines.length > 2 ? "…" : ""));
}

function grid({ ticks, x, y, band }, axes) {
  const every = axes.categories.length > 12 ? Math.ceil(46 / band) : 1;
  const rows = ticks.map((tick) => svg("g", {},
    svg("line", { x1: PAD.left, x2: WIDE - PAD.right, y1: y(tick), y2: y(tick), class: tick === 0 ? "base" : "rule" }),
    svg("text", { x: PAD.left - 8, y: y(tick) + 4, "text-anchor": "end" }, said(tick))));
  const columns = axes.categories.map((label, index) => index % every ? null :
    svg("text", { class: axes.categories.length > 6 && (index / every) % 2 ? "between" : null, x: x(index), y: HIGH - PAD.bottom + 16, "text-anchor": "middle" },
      ...wrapped(label, (band * every) / 7).map((line, row) => svg("tspan", { x: x(index), dy: row ? 13 : 0 }, line))));
  const names = [
    axes.x_label && svg("text", { x: (PAD.left + WIDE - PAD.right) / 2, y: HIGH - 4, "text-anchor": "middle", class: "axis" }, axes.x_label),
    axes.y_label && svg("text", { transform: `translate(13 ${(PAD.top + HIGH - PAD.bottom) / 2}) rotate(-90)`, "text-anchor": "middle", class: "axis" }, axes.y_label),
  ];
  return [...rows, ...columns, ...names].filter(Boolean);
}

const ordered = (series, categories) =>
  categories.map((label) => series.data.find((point) => point.label === label)?.value ?? 0);

const tip = (name, label, value) => svg("title", {}, `${name}, ${label}: ${said(value)}`);

function lines(chart, { x, y }, filled) {
  const { categories } = chart.axis_config;
  return chart.series.flatMap((series, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const points = ordered(series, categories).map((value, i) => [x(i), y(value), value]);
    const path = points.map(([px, py], i) => `${i ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
    const under = `${path}L${points.at(-1)[0]} ${y(0)}L${points[0][0]} ${y(0)}Z`;
    return [
      filled && svg("path", { d: under, fill: colour, opacity: 0.18 }),
      svg("path", { d: path, fill: "none", stroke: colour, "stroke-width": 2.4, "stroke-linejoin": "round" }),
      ...points.map(([px, py, value], i) =>
        svg("circle", { cx: px, cy: py, r: 3.6, fill: colour, class: "dot" }, tip(series.name, categories[i], value))),
    ];
  }).filter(Boolean);
}

function bars(chart, { x, y, band }) {
  const { categories } = chart.axis_config;
  const wide = Math.min(48, (band * 0.72) / chart.series.length);
  const start = -(wide * chart.series.length) / 2;
  return chart.series.flatMap((series, index) => ordered(series, categories).map((value, i) =>
    svg("rect", {
      x: x(i) + start + wide * index + 1, width: Math.max(1, wide - 2), rx: 2,
      y: Math.min(y(value), y(0)), height: Math.max(1, Math.abs(y(value) - y(0))),
      fill: COLOURS[index % COLOURS.length],
    }, tip(series.name, categories[i], value))));
}

function pie(segments) {
  const total = segments.reduce((sum, s) => sum + s.value, 0);
  let turned = -Math.PI / 2;
  return segments.map((segment, index) => {
    const sweep = Math.min((segment.value / total) * 2 * Math.PI, 2 * Math.PI - 1e-4);
    const [from, to] = [turned, turned + sweep];
    turned = to;
    const at = (angle) => `${(110 + 100 * Math.cos(angle)).toFixed(2)} ${(110 + 100 * Math.sin(angle)).toFixed(2)}`;
    return svg("path", {
      d: `M110 110L${at(from)}A100 100 0 ${sweep > Math.PI ? 1 : 0} 1 ${at(to)}Z`,
      fill: COLOURS[index % COLOURS.length], class: "slice",
    }, tip(segment.label, `${Math.round((segment.value / total) * 100)} %`, segment.value));
  });
}

const legend = (entries) =>
  h("ul", { class: "legend" }, ...entries.map(([label, value], index) =>
    h("li", {}, h("i", { class: "swatch", style: { background: COLOURS[index % COLOURS.length] } }), label, value && h("b", {}, value))));

function pieParts({ segments }) {
  const total = segments.reduce((sum, s) => sum + s.value, 0);
  const share = (value) => `${said(value)} (${Math.round((value / total) * 100)} %)`;
  return h("div", { class: "pie" },
    svg("svg", { viewBox: "0 0 220 220", width: 200, height: 200, "aria-hidden": "true" }, ...pie(segments)),
    legend(segments.map((s) => [s.label, share(s.value)])));
}

function plotParts(chart) {
  const room = frame(chart);
  const marks = chart.type === "bar" ? bars(chart, room) : lines(chart, room, chart.type === "area");
  return [
    svg("svg", { viewBox: `0 0 ${WIDE} ${chart.axis_config.x_label ? HIGH : HIGH - 16}`, "aria-hidden": "true" }, ...grid(room, chart.axis_config), ...marks),
    chart.series.length > 1 && legend(chart.series.map((s) => [s.name])),
  ].filter(Boolean);
}

const summary = ({ chart }) =>
  chart.type === "pie"
    ? chart.segments.map((s) => `${s.label} ${said(s.value)}`).join(", ")
    : chart.series.map((s) => `${s.name}: ${s.data.map((p) => `${p.label} ${said(p.value)}`).join(", ")}`).join("; ");

export const chart = (block) =>
  h("figure", { class: "chart", role: "img", "aria-label": `${block.title}. ${summary(block)}` },
    h("figcaption", {}, block.title),
    block.chart.type === "pie" ? pieParts(block.chart) : plotParts(block.chart));
