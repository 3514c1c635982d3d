"""The modal in which a file is uploaded: what it is of, and the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import blocks
from bot.cards.controls import UPLOAD
from bot.cards.facts import capital
from bot.cards.forms.fields import CHOICE, input_field, view
from metrics.imports import KINDS

KIND, FILE = "kind", "file"
"""The fields."""
ENDINGS = ("csv", "tsv", "txt", "json", "jsonl")
HOW = (
    "CSV or JSON, with the names of its columns in the first row: one that is missing or not known "
    "is told by name. Nothing is written before you have seen what would come of it."
)


def modal(place: str) -> Mapping[str, Any]:
    """The modal; `place` comes back with what was chosen."""
    kinds = [(capital(name.replace("-", " ")), name) for name in KINDS]
    file = {
        "type": "file_input",
        "action_id": CHOICE,
        "filetypes": list(ENDINGS),
        "max_files": 1,
    }
    fields = [
        input_field(KIND, "What the file tells of", blocks.menu("A kind of file", CHOICE, kinds)),
        input_field(FILE, "The file", file),
        blocks.context([HOW]),
    ]
    return view(UPLOAD, place, fields, title="Import a file", submit="Look at it")
