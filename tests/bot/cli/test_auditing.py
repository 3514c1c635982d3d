"""`deskpulse audit`."""

from __future__ import annotations

from pathlib import Path

from bot.cli.auditing import lines
from metrics.posting.audit import Look
from tests.bot import desk


def test_each_look_is_a_line_in_the_teams_zone(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=0) as services:
        look = Look(at=1_795_500_000, person="U1", channel="C1", phrase="frt @ann", allowed=False)
        services.looks.keep(look)
        told = list(lines(services.looks.store, 0, "Europe/Berlin"))
    assert told == ["2026-11-24T07:00:00+01:00  U1  C1  refused  frt @ann"]


def test_where_nobody_looked_it_says_so(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=0) as services:
        assert list(lines(services.looks.store, 0, "UTC")) == [
            "Nobody has looked at the figures of single people."
        ]
