"""A stream page by page. What a sync makes of it is in `test_sync.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Page
from metrics.helpdesks.fields import MalformedError
from metrics.sync.pages import REPEATS, pages
from metrics.tickets.records import Team
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


def endless(more: Callable[[int, Page], Page]) -> Script:
    """A helpdesk whose pages, made by their number, never end."""
    script = Script(story())
    script.rewrite = lambda stream, page: more(len(script.asked), page)
    return script


def test_the_same_records_again_and_again_end_a_stream() -> None:
    script = endless(lambda number, page: replace(page, cursor="0" * number, caught_up=False))
    with pytest.raises(HelpdeskError, match="same records of teams again and again") as caught:
        list(pages(script, "teams", None, 0))
    assert caught.value.permanent
    assert len(script.asked) == REPEATS + 1


def test_pages_without_an_end_that_come_no_further_end_a_stream(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("metrics.sync.pages.MOST_PAGES", 20)

    def other(number: int, page: Page) -> Page:
        team = Team(id=str(number), name="A")
        return replace(page, records=(team,), cursor="0" * number, caught_up=False)

    script = endless(other)
    with pytest.raises(HelpdeskError, match="page after page of teams without an end"):
        list(pages(script, "teams", None, 0))
    assert len(script.asked) == 21


def test_pages_that_come_further_in_time_may_be_as_many_as_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("metrics.sync.pages.MOST_PAGES", 20)

    def further(number: int, page: Page) -> Page:
        last = number == 100
        return replace(page, records=(), cursor="0" * number, caught_up=last, through_at=number)

    assert len(list(pages(endless(further), "tickets", None, 0))) == 100


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MalformedError("id is missing"), "id is missing"),
        (KeyError("s3cret"), "KeyError"),
        (ValueError("s3cret"), "ValueError"),
        (TypeError("s3cret"), "TypeError"),
    ],
)
def test_an_answer_that_breaks_the_reading_is_told_in_a_sentence_without_its_words(
    error: Exception, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    def break_off(stream: str, number: int) -> None:
        raise error

    with pytest.raises(HelpdeskError, match=rf"of Zendesk's about teams .*\({reason}\)") as caught:
        next(pages(Script(story(), before=break_off), "teams", None, 0))
    assert caught.value.permanent
    assert "s3cret" not in str(caught.value)
    assert caplog.records[0].exc_info
