"""Which days and tickets a note is about."""

from __future__ import annotations

import pytest

from metrics.question.notes import Note

NOTE = Note(text="outage", start_at=100, end_at=200, noted_by="U1", noted_at=300)


@pytest.mark.parametrize(
    ("start", "end", "touches"),
    [(0, 100, False), (0, 101, True), (150, 160, True), (199, 300, True), (200, 300, False)],
)
def test_it_touches_what_shares_an_instant_with_it(start: int, end: int, touches: bool) -> None:
    assert NOTE.touches(start, end) is touches


@pytest.mark.parametrize(
    ("channel", "team", "channels", "teams", "fits"),
    [
        (None, None, ("email",), ("1",), True),
        ("email", None, (), (), True),
        ("email", None, ("email", "chat"), (), True),
        ("email", None, ("chat",), (), False),
        ("email", "1", ("email",), ("2",), False),
        (None, "1", ("chat",), ("1",), True),
    ],
)
def test_it_fits_tickets_that_it_may_be_about(
    channel: str | None,
    team: str | None,
    channels: tuple[str, ...],
    teams: tuple[str, ...],
    fits: bool,
) -> None:
    note = Note(
        text="x", start_at=0, end_at=1, channel=channel, team=team, noted_by="U1", noted_at=0
    )
    assert note.fits(channels, teams) is fits
