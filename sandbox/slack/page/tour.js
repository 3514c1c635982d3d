// A few things to try, each ticked off once it was done in any way.

import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { ask, changed, store } from "./store.js";

const ADDRESS = "In a channel begin with /kpi or mention @deskpulse: it leaves all other talk alone.";

const done = (step) => store.done.some((line) => line.includes(step.word));

export function drawTour(part) {
  const steps = store.tour;
  part.hidden = store.tourClosed || steps.length === 0 || (store.channel === store.direct && store.tab === "home");
  if (part.hidden) return;
  const count = steps.filter(done).length;
  const title = count === steps.length ? "You have seen the main things. Type /kpi help for all the others." : `Try ${steps.length} things: ${count} done`;
  redraw(part, [steps, store.done, store.channel], () => [
    h("header", {}, h("h2", {}, title), h("span", { class: "spring" }),
      h("button", { type: "button", class: "iconbutton", "aria-label": "Close the tour", onclick: () => { store.tourClosed = true; changed(); } }, icon("close", 14))),
    h("p", {}, ADDRESS),
    h("ol", {}, ...steps.map((step) => h("li", { class: done(step) ? "done" : "" },
      h("button", { type: "button", dataset: { key: step.line }, title: step.line, onclick: () => ask(step.line) },
        done(step) && h("span", { class: "tick", "aria-label": "Done" }, "\u2713"), step.label)))),
  ]);
}
