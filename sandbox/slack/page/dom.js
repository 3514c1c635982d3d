// Building the page from nodes. Text only ever enters as text: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(node.style, value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);

export const svg = (tag, props, ...children) =>
  fill(document.createElementNS(SVG, tag), props, children);

// Draws a part again only when what it shows has changed, and leaves the focus where it was.
export function redraw(container, shown, draw) {
  const print = JSON.stringify(shown);
  if (container.print === print) return;
  container.print = print;
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  container.replaceChildren(...draw().flat().filter(Boolean));
  if (focused) container.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

// Draws a list again, keeping the nodes whose item did not change (an open menu, a half-made choice).
export function keep(container, items, key, draw) {
  const known = container.drawn ?? new Map();
  const next = new Map();
  const nodes = items.map((item) => {
    const print = JSON.stringify(item);
    const old = known.get(key(item));
    const entry = old?.print === print ? old : { print, node: draw(item) };
    next.set(key(item), entry);
    return entry.node;
  });
  container.drawn = next;
  const wanted = new Set(nodes);
  for (const child of [...container.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (container.childNodes[index] !== node) container.insertBefore(node, container.childNodes[index] ?? null);
  });
}
