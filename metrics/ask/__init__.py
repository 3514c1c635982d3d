"""A question answered from the store: the one reader of it, for cards, digests and the terminal."""

from metrics.ask.asker import Asker
from metrics.ask.lines import Line, TicketList

__all__ = ["Asker", "Line", "TicketList"]
