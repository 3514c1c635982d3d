"""Which block may stand where, how many, and what must be unique over a whole message or view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.slack.rules.blocks import BLOCKS
from sandbox.slack.rules.figures import DATA_TABLE_LETTERS, letters
from sandbox.slack.rules.shape import at, by_type, many, unique

MESSAGE, MODAL, HOME = "message", "modal", "home"

MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
MESSAGE_LETTERS = 13_200
MARKDOWN_LETTERS = 12_000

_EVERYWHERE = {MESSAGE, MODAL, HOME}
_OUTSIDE_MODALS = {MESSAGE, HOME}
_SURFACES: dict[str, set[str]] = {
    "alert": {MODAL},
    "carousel": _OUTSIDE_MODALS,
    "container": _OUTSIDE_MODALS,
    "context_actions": {MESSAGE},
    "data_table": _OUTSIDE_MODALS,
    "data_visualization": {MESSAGE},
    "file": {MESSAGE},
    "markdown": {MESSAGE},
    "plan": {MESSAGE},
    "table": _OUTSIDE_MODALS,
    "task_card": {MESSAGE},
}
_MOST_PER_MESSAGE = {"data_visualization": 2, "table": 1}
_COUNTED_APART = {"table", "data_table", "data_visualization", "markdown"}


def surface_faults(blocks: Any, surface: str) -> Iterator[str]:
    """What is wrong with the blocks of a message, a modal or a Home tab."""
    yield from many(by_type(BLOCKS), MOST_BLOCKS[surface], least=0)(blocks, "/blocks")
    if not isinstance(blocks, list | tuple):
        return
    sound = [block for block in blocks if isinstance(block, Mapping)]
    yield from _wrong_places(blocks, surface)
    yield from _double_names(sound)
    if surface == MESSAGE:
        yield from _too_many(sound)
    yield from _too_long(sound, surface)


def _wrong_places(blocks: Sequence[Any], surface: str) -> Iterator[str]:
    for index, block in enumerate(blocks):
        kind = str(block.get("type")) if isinstance(block, Mapping) else ""
        if kind in BLOCKS and surface not in _SURFACES.get(kind, _EVERYWHERE):
            yield at(f"{kind} blocks are not allowed in a {surface}", f"/blocks/{index}")


def _double_names(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    names = [str(block["block_id"]) for block in _with_children(blocks) if block.get("block_id")]
    yield from unique(names, "block_id", "/blocks")
    for index, block in enumerate(blocks):
        pointer = f"/blocks/{index}"
        for inner in _with_children([block]):
            own = {key: value for key, value in inner.items() if key != "child_blocks"}
            yield from unique(list(_action_ids(own)), "action_id", pointer)


def _with_children(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        yield block
        inner = block.get("child_blocks") or ()
        yield from (child for child in inner if isinstance(child, Mapping))


def _action_ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("action_id"), str):
            yield value["action_id"]
        for inner in value.values():
            yield from _action_ids(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _action_ids(inner)


def _too_many(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    kinds = [str(block.get("type")) for block in blocks]
    for kind, most in _MOST_PER_MESSAGE.items():
        if kinds.count(kind) > most:
            yield at(f"no more than {most} {kind} blocks allowed in a message", "/blocks")


def _too_long(blocks: Sequence[Mapping[str, Any]], surface: str) -> Iterator[str]:
    def total(*kinds: str) -> int:
        return sum(letters(block) for block in blocks if block.get("type") in kinds)

    if total("data_table") > DATA_TABLE_LETTERS:
        yield at(f"no more than {DATA_TABLE_LETTERS} characters allowed in tables", "/blocks")
    if total("markdown") > MARKDOWN_LETTERS:
        yield at(f"no more than {MARKDOWN_LETTERS} characters allowed in markdown", "/blocks")
    everything = sum(letters(b) for b in blocks if b.get("type") not in _COUNTED_APART)
    if surface == MESSAGE and everything > MESSAGE_LETTERS:
        yield f"msg_blocks_too_long: {everything} characters, about {MESSAGE_LETTERS} are taken"
