"""/kpi import: a file that somebody has uploaded, looked at first and then brought in."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from bot.access import What
from bot.cards.importing import faulty_card, imported_card, preview_card, template_card
from bot.commands.gate import keep_look, may_change
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError
from metrics.importing import bring as bring_in
from metrics.imports import KINDS, CellContext

NOW = "now"
"""Says that it is to be written, after a look at what would come."""
_WORDS = re.compile(rf"(?P<kind>[a-z-]+)\s+(?P<file>F[A-Z0-9]+)(?P<now>\s+{NOW})?", re.IGNORECASE)
HOW = (
    "Files come in by the form: press Import a file on my Home tab. Or on the server by "
    "`deskpulse import KIND FILE`. `/kpi import costs` shows how a file of costs looks; there are "
    f"{', '.join(KINDS)}."
)


def bring(request: Request, services: Services) -> Reply:
    """What would come of a file, or with "now" what came. Raises AskError."""
    may_change(What.IMPORT, request, services)
    words = request.words.strip()
    if bare := KINDS.get(words.casefold().replace(" ", "-")):
        return template_card(bare)
    match = _WORDS.fullmatch(words)
    kind = KINDS.get(match["kind"].casefold()) if match else None
    if not match or not kind:
        raise AskError(HOW)
    around = CellContext(ZoneInfo(services.settings.timezone), services.now())
    dry_run, id = not match["now"], match["file"].upper()
    with services.uploads.fetch(id, request.person) as file:
        result = bring_in(services.posts.store, kind, file.content, around, dry_run=dry_run)
    if result.faults:
        return faulty_card(result, kind.name, file.name)
    if dry_run:
        phrase = f"import {kind.name} {id} {NOW}"
        return preview_card(result, kind.name, file.name, phrase)
    services.asker.renew()
    keep_look(f"import {kind.name} {file.name}", request, services, allowed=True)
    return imported_card(result, kind.name, file.name)
