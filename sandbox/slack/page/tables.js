// The plain table, and the data table that sorts and turns pages by itself. Columns are as wide as
// what is in them, and where there is no room for all, the table is moved sideways.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { letters, rich } from "./rich.js";

const shown = (cell) => (cell.type === "rich_text" ? rich(cell) : cell.text);
const inCell = (cell, wraps = true) => h("div", { class: wraps ? "cell" : "cell unbroken" }, shown(cell));
const isNumber = (cell) => cell.type === "raw_number";

export function table(block) {
  const side = (column) => block.column_settings?.[column]?.align;
  const [head, ...rows] = block.rows;
  const line = (cells, tag) => h("tr", {}, ...cells.map((cell, column) =>
    h(tag, { scope: tag === "th" ? "col" : null, style: { textAlign: side(column) ?? (isNumber(cell) ? "right" : "left") } }, inCell(cell, block.column_settings?.[column]?.is_wrapped))));
  return h("div", { class: "tablebox", tabindex: 0, role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, line(head, "th")), h("tbody", {}, ...rows.map((row) => line(row, "td")))));
}

const compared = (column) => (a, b) =>
  isNumber(a[column]) && isNumber(b[column])
    ? a[column].value - b[column].value
    : letters(a[column]).localeCompare(letters(b[column]), undefined, { numeric: true });

export function dataTable(block) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const pages = Math.ceil(rows.length / size);
  const nameColumn = block.row_header_column_index ?? 0;
  const numeric = head.map((_, column) => rows.every((row) => isNumber(row[column])));
  let [page, by, down] = [0, -1, false];

  const body = h("tbody", {});
  const where = h("span", { "aria-live": "polite" });
  const back = h("button", { type: "button", class: "small", onclick: () => turn(-1) }, "Previous");
  const on = h("button", { type: "button", class: "small", onclick: () => turn(1) }, "Next");
  const heads = head.map((cell, column) =>
    h("th", { scope: "col", class: numeric[column] ? "number" : null },
      h("button", { type: "button", class: "plainbutton", onclick: () => sort(column) }, cell.text, icon("sort", 14))));

  function draw() {
    const sorted = by < 0 ? rows : [...rows].sort(compared(by));
    if (down) sorted.reverse();
    body.replaceChildren(...sorted.slice(page * size, (page + 1) * size).map((row) => h("tr", {}, ...row.map((cell, column) =>
      h(column === nameColumn ? "th" : "td", { scope: column === nameColumn ? "row" : null, class: numeric[column] ? "number" : null }, inCell(cell))))));
    heads.forEach((th, column) => th.setAttribute("aria-sort", column !== by ? "none" : down ? "descending" : "ascending"));
    where.textContent = `${page * size + 1}–${Math.min(rows.length, (page + 1) * size)} of ${rows.length}`;
    back.disabled = page === 0;
    on.disabled = page === pages - 1;
  }
  function sort(column) {
    down = by === column ? !down : false;
    [by, page] = [column, 0];
    draw();
  }
  function turn(step) {
    page += step;
    draw();
  }
  draw();
  return h("div", { class: "datatable" },
    h("div", { class: "framed" },
      h("div", { class: "caption", "aria-hidden": "true" }, block.caption),
      h("div", { class: "tablebox", tabindex: 0, role: "region", "aria-label": block.caption },
        h("table", { "aria-label": block.caption }, h("thead", {}, h("tr", {}, ...heads)), body))),
    pages > 1 && h("div", { class: "pager" }, where, back, on));
}
