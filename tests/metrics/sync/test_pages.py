"""A stream page by page. What a sync makes of it is in `test_sync.py`."""

from __future__ import annotations

from metrics.sync.pages import pages
from tests.metrics.scripted import Script, story


def test_a_page_is_asked_for_when_it_is_wanted() -> None:
    script = Script(story())
    told = pages(script, "tickets", None, 50)
    assert script.asked == []
    assert len(next(told).records) == 2
    assert script.asked == [("tickets", None)]
    assert [page.cursor for page in told] == ["4", "6", "7"]


def test_it_goes_on_from_a_cursor() -> None:
    assert [page.cursor for page in pages(Script(story()), "tickets", "6", 50)] == ["7"]
