"""A question answered from the store: the one reader of it, for cards, digests and the terminal."""

from metrics.ask.asker import Asker
from metrics.ask.known_period import UnknownError
from metrics.ask.lines import Line, TicketList
from metrics.question.ticket_state import Owner

__all__ = ["Asker", "Line", "Owner", "TicketList", "UnknownError"]
