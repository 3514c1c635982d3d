"""The modal in which a file is uploaded: what it is of, and the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import blocks
from bot.cards.controls import UPLOAD
from bot.cards.forms.fields import CHOICE, input_field, view
from bot.cards.importing import kind_title, template_blocks
from metrics.imports import KINDS, FileKind

KIND, FILE = "kind", "file"
"""The fields."""
ENDINGS = ("csv", "tsv", "txt", "json", "jsonl")
CHOOSE = "Choose it, and here stands how such a file looks."
HOW = "CSV or JSON. Nothing is written before you have seen what would come of it."


def modal(place: str, kind: FileKind | None = None) -> Mapping[str, Any]:
    """The modal; `place` comes back with what was chosen. It shows how a file of `kind` looks."""
    kinds = [(kind_title(each), name) for name, each in KINDS.items()]
    menu = blocks.menu("A kind of file", CHOICE, kinds, kind.name if kind else "")
    file = {
        "type": "file_input",
        "action_id": CHOICE,
        "filetypes": list(ENDINGS),
        "max_files": 1,
    }
    fields = [
        {**input_field(KIND, "What the file tells of", menu), "dispatch_action": True},
        *(template_blocks(kind) if kind else [blocks.context([CHOOSE])]),
        input_field(FILE, "The file", file),
        blocks.context([HOW]),
    ]
    return view(UPLOAD, place, fields, title="Import a file", submit="Look at it")
