"""/kpi spend: what support costs a month, until somebody changes it."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from bot import words
from bot.access import What
from bot.cards.spend import EXAMPLE, sentence, spend_card
from bot.commands.gate import keep_look, may_change
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError
from metrics.imports import CellContext, cells
from metrics.imports.cells import CellError
from metrics.sources.standing_cost import MonthlyCost
from metrics.store.imports.standing_cost import StandingCost

REMOVE = {"none", "off", "remove", "end"}
_SINCE = r"(?:\s+(?:from|since)\s+(?P<month>\S+))?"
_SET = re.compile(
    rf"(?P<amount>\S+)\s+(?P<currency>\S+)(?:\s+(?:a|per|each)\s+month)?{_SINCE}", re.IGNORECASE
)
_END = re.compile(rf"(?:{'|'.join(sorted(REMOVE))}){_SINCE}", re.IGNORECASE)


def spend(request: Request, services: Services) -> Reply:
    """Show what a month costs, or change it. Raises AskError where the person can mend it."""
    may_change(What.IMPORT, request, services)
    book, said = StandingCost(services.posts.store), request.words.strip()
    if not said:
        return spend_card(book.steps())
    around = CellContext(ZoneInfo(services.settings.timezone), services.now())
    try:
        note = _change(said, book, around, services)
    except CellError as error:
        raise AskError(f"{error}. Say it like {EXAMPLE} from {month_of(services)}.") from None
    keep_look(f"spend {said}", request, services, allowed=True)
    return spend_card(book.steps(), note)


def _change(said: str, book: StandingCost, around: CellContext, services: Services) -> str:
    """Make the change, and say which."""
    if end := _END.fullmatch(said):
        month = cells.month(end["month"] or month_of(services), around)
        ended = book.end(month)
        return f"Removed from {month} on." if ended else f"Nothing stood from {month} on."
    match = _SET.fullmatch(said)
    if not match:
        raise AskError(
            f"Say an amount and its currency, and the month if it is not this one: {EXAMPLE}, "
            f"{EXAMPLE} from {month_of(services)}, or spend none."
        )
    cost = MonthlyCost(
        month=cells.month(match["month"] or month_of(services), around),
        amount=int(cells.cents(match["amount"], around) or 0),
        currency=str(cells.currency(match["currency"], around)),
    )
    book.set(cost, around.zone, around.now)
    return f"Set: {sentence(cost)}"


def month_of(services: Services) -> str:
    """The month that it is, such as "2026-11"."""
    return f"{words.local(services.now(), services.settings.timezone):%Y-%m}"
