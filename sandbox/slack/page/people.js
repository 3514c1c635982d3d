// Whose eyes the page looks through: everybody there is, one click each.

import { h, redraw } from "./dom.js";
import { avatar } from "./icons.js";
import { store } from "./store.js";

function face(person) {
  const mine = person.id === store.me;
  const first = person.real_name.split(" ")[0];
  return h("a", {
    href: `?person=${encodeURIComponent(person.id)}#${store.channel}`, class: "face", dataset: { key: person.id },
    "aria-current": mine ? "true" : null, title: `${person.real_name}, ${person.profile.title}`,
  }, avatar(person, 24), h("b", {}, first), h("span", {}, person.part));
}

export function drawPeople(bar) {
  const people = [...store.people.values()].filter((p) => !p.is_bot);
  redraw(bar, [people, store.me, store.channel], () => [
    h("h2", {}, "You speak as"), ...people.map(face)]);
}
