"""The modals that lie open, one stack of at most three for each person, and the Home tabs."""

from __future__ import annotations

from dataclasses import replace

from sandbox.slack.ids import new_id, with_ids
from sandbox.slack.records import Json, View
from sandbox.slack.refusal import Refusal

MOST_VIEWS = 3


class Views:
    """Open modals and published Homes. Not locked: the workspace does that."""

    def __init__(self) -> None:
        self._stacks: dict[str, tuple[View, ...]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, person: str) -> tuple[View, ...]:
        """The person's open modals, the visible one last."""
        return self._stacks.get(person, ())

    def home(self, person: str) -> View | None:
        """The person's Home tab, once one was published."""
        return self._homes.get(person)

    def open(self, person: str, payload: Json) -> View:
        """Show a modal in place of all that were open."""
        self._stacks[person] = ()
        return self.push(person, payload)

    def push(self, person: str, payload: Json) -> View:
        """Lay a modal over the ones that are open."""
        stack = self.stack(person)
        if len(stack) >= MOST_VIEWS:
            raise Refusal("push_limit_reached")
        self._refuse_double(payload.get("external_id"))
        root = stack[0].root if stack else ""
        view = _view(person, payload, root=root, previous=stack[-1].id if stack else None)
        self._stacks[person] = (*stack, view)
        return view

    def update(self, view: View, payload: Json, expected_hash: str = "") -> View:
        """Put new content into an open modal."""
        if expected_hash and expected_hash != view.hash:
            raise Refusal("hash_conflict")
        new = replace(view, payload=_with_ids(payload), hash=_hash())
        stack = self.stack(view.person)
        self._stacks[view.person] = tuple(new if v.id == view.id else v for v in stack)
        return new

    def publish(self, person: str, payload: Json, expected_hash: str = "") -> View:
        """Replace the person's Home tab."""
        old = self._homes.get(person)
        if old is None:
            new = _view(person, payload, root="", previous=None)
        elif expected_hash and expected_hash != old.hash:
            raise Refusal("hash_conflict")
        else:
            new = replace(old, payload=_with_ids(payload), hash=_hash())
        self._homes[person] = new
        return new

    def close(self, person: str, *, everything: bool = False) -> None:
        """Close the visible modal, or all of them."""
        self._stacks[person] = () if everything else self.stack(person)[:-1]

    def find(self, view_id: str = "", external_id: str = "") -> View:
        """An open modal or a Home by one of its ids."""
        for view in (*self._open(), *self._homes.values()):
            if view.id == view_id or (external_id and _external(view) == external_id):
                return view
        raise Refusal("not_found")

    def _open(self) -> tuple[View, ...]:
        return tuple(view for stack in self._stacks.values() for view in stack)

    def _refuse_double(self, external_id: str | None) -> None:
        if external_id and external_id in {_external(view) for view in self._open()}:
            raise Refusal("duplicate_external_id")


def _view(person: str, payload: Json, *, root: str, previous: str | None) -> View:
    view_id = new_id("V")
    return View(
        id=view_id,
        person=person,
        payload=_with_ids(payload),
        hash=_hash(),
        root=root or view_id,
        previous=previous,
    )


def _with_ids(payload: Json) -> Json:
    return {**payload, "blocks": with_ids(payload.get("blocks") or ())}


def _external(view: View) -> str:
    return str(view.payload.get("external_id") or "")


def _hash() -> str:
    return f"{new_id('', 10)}.{new_id('', 8)}"
