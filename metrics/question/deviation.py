"""How far a figure, and each part of it, lies from what it was in the windows before."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.question.ticket_state import NamedTicket

HOUR = "hour"
WHOLE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A figure beside the one of the `windows` before, all together.

    It may be that of so many windows up to the newest `over` which it is told, all together.
    `value` and `usual` are in the unit of the measure; `n` rows stand behind the value.
    `dimension` is what it is a part of: "" for the whole, "hour" for a stretch of the day. `score`
    is how many deviations it lies above: beyond what chance does to such samples, and beyond how
    far such windows lie apart anyway. `share`: not the part's own figure is told but how large a
    part of all it is, and `carries` how much of the step of the whole the sizes of all such parts
    make. `tickets` are those that stand out in it, `rows` the keys of all.
    """

    dimension: str = WHOLE
    key: str = ""
    label: str = ""
    score: float
    value: float
    usual: float
    n: int
    windows: int
    over: int = 1
    tickets: tuple[NamedTicket, ...] = ()
    rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviations:
    """Those of a whole and of its parts."""

    whole: Deviation
    parts: tuple[Deviation, ...] = ()
