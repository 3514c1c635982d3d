"""What the bot came to in a soak, beside a store that has read the same helpdesks from nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from unittest.mock import patch

from bot import app
from bot.cli.asking import OutputForms, ask
from bot.config import load
from metrics.store.database.engine import Store
from metrics.tickets.records import Instant

PHRASES = (
    "volume today",
    "volume today by channel",
    "volume last week by team",
    "frt today",
    "frt email last week",
    "resolution today",
    "solved today",
    "reopened today",
    "backlog by team",
    "csat last week",
)
SAME = ("value", "n", "p90", "hits", "parts")


def figures(environment: Mapping[str, str], url: str, now: Instant) -> dict[str, Any]:
    """The answers to the phrases from that store: figure and counts, or the sentence instead."""
    with patch.dict(os.environ, environment), closing(Store.open(url)) as store:
        services = app.make_services(load(), store, lambda: now)
        found = {}
        for phrase in PHRASES:
            printed = ask(lambda: services, phrase, OutputForms(json=True)).text
            answer = json.loads(printed)
            found[phrase] = _bare(answer["result"]) if answer["result"] else answer["sentence"]
    return found


def _bare(result: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: result[name] for name in SAME if name in result and name != "parts"}
    parts = {part["label"]: part["n"] for part in result.get("parts") or ()}
    return {**own, "parts": parts} if parts else own
