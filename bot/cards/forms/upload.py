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
    "CSV or JSON, with the columns that docs/imports.md names. Next you see what would come of it; "
    "nothing is written before you say so."
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
