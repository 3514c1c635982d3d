"""A reply as it is kept in the outbox, so that every attempt says the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.talk import Listing, Picture, Reply


def dump(reply: Reply) -> tuple[str, bytes | None]:
    """The words of a reply as JSON, and its picture's bytes."""
    picture, listing = reply.picture, reply.listing
    content = {
        "text": reply.text,
        "figures": reply.figures,
        "head": reply.head,
        "tail": reply.tail,
        "picture": {**asdict(picture), "png": None} if picture else None,
        "listing": asdict(listing) if listing else None,
    }
    return json.dumps(content, ensure_ascii=False), picture.png if picture else None


def load(payload: str, png: bytes | None) -> Reply:
    """The reply again."""
    content = json.loads(payload)
    picture, listing = content["picture"], content["listing"]
    return Reply(
        text=content["text"],
        figures=content.get("figures", False),
        head=tuple(content["head"]),
        tail=tuple(content["tail"]),
        picture=Picture(**{**picture, "png": png or b""}) if picture else None,
        listing=_listing(listing) if listing else None,
    )


def _listing(content: Mapping[str, Any]) -> Listing:
    """A table again; what an earlier version kept has no further ones."""
    return Listing(**{**content, "further": tuple(content.get("further", ()))})
