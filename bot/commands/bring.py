"""/kpi import: a file that somebody has uploaded, looked at first and then brought in."""

from __future__ import annotations

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.access import What
from bot.cards.importing import (
    faulty_card,
    imported_card,
    kinds_card,
    offer_blocks,
    preview_card,
    template_card,
)
from bot.commands.gate import can_change, look_of, may_change
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError
from metrics.importing import bring as bring_in
from metrics.imports import KINDS, CellContext, FileKind, is_table, kinds_of, may_be_table

NOW = "now"
"""Says that it is to be written, after a look at what would come."""
_ID = r"F[A-Z0-9]{2,}"
"""A file's id in Slack: capitals and digits, unlike "feedback"; not each has a digit."""
_WORDS = re.compile(rf"(?P<kind>[A-Za-z-]+)\s+(?P<file>{_ID})(?P<now>\s+(?i:{NOW}))?")
_FILES = re.compile(rf"(?:(?!{_ID}\s)[A-Za-z-]+\s+)?(?P<file>{_ID})(?P<more>(?:\s+{_ID})*)")
HOW = (
    "Files come in by the form: press Import a file on my Home tab. {direct}Or on the server by "
    "`deskpulse import KIND FILE`. `/kpi import costs` shows how a file of costs looks; there are "
    f"{', '.join(KINDS)}."
)
DIRECT = "Or send me one in a direct message. "
NO_TABLE = (
    "In {name} there is no table that I can read: I take CSV and JSON files (out of a spreadsheet, "
    f"save it as CSV) of {', '.join(KINDS)}."
)
ONE = "I take one file at a time. Send me each in a message of its own."


def bring(request: Request, services: Services) -> Reply:
    """What would come of a file, or with "now" what came. Raises AskError."""
    if request.files and not any(map(may_be_table, request.files.values())):
        raise AskError(NO_TABLE.format(name=next(iter(request.files.values()))))
    may_change(What.IMPORT, request, services)
    words = request.words.strip()
    if bare := KINDS.get(words.casefold().replace(" ", "-")):
        return template_card(bare)
    if (files := _FILES.fullmatch(words)) and files["more"]:
        raise AskError(ONE)
    match = _WORDS.fullmatch(words)
    kind = KINDS.get(match["kind"].casefold()) if match else None
    if match and kind:
        return _of_kind(kind, match["file"], request, services, now=bool(match["now"]))
    if files and words == files["file"]:
        return _of_any_kind(words, request, services)
    raise AskError(HOW.format(direct=DIRECT if services.settings.direct_messages else ""))


def with_offer(reply: Reply, request: Request, services: Services) -> Reply:
    """The reply to a question; beside it, to who may, the import of the tables that came along."""
    words = request.words.split()
    tables = {
        id: name for id, name in request.files.items() if id not in words and may_be_table(name)
    }
    if not tables or not can_change(What.IMPORT, request, services):
        return reply
    return replace(reply, tail=(*reply.tail, *offer_blocks(tables)))


def _of_any_kind(id: str, request: Request, services: Services) -> Reply:
    """What would come of a file whose columns say of which kind it is; else the kinds to choose."""
    with services.uploads.fetch(id, request.person) as file:
        if not is_table(file.content):
            raise AskError(NO_TABLE.format(name=file.name))
        fitting = kinds_of(file.content)
    if len(fitting) == 1:
        return _of_kind(fitting[0], id, request, services, now=False)
    return kinds_card(fitting or tuple(KINDS.values()), file.name, id)


def _of_kind(kind: FileKind, id: str, request: Request, services: Services, *, now: bool) -> Reply:
    around = CellContext(ZoneInfo(services.settings.timezone), services.now())
    with services.uploads.fetch(id, request.person) as file:
        look = look_of(f"import {kind.name} {file.name}", request, services, allowed=True)
        store, content = services.posts.store, file.content
        result = bring_in(store, kind, content, around, dry_run=not now, look=look)
    if result.faults:
        return faulty_card(result, kind.name, file.name)
    if not now:
        phrase = f"import {kind.name} {id} {NOW}"
        return preview_card(result, kind.name, file.name, phrase)
    services.asker.renew()
    return imported_card(result, kind.name, file.name)
