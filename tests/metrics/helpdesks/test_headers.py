from __future__ import annotations

import httpx
import pytest

from metrics.errors import HelpdeskError
from metrics.helpdesks.headers import refuse_wrong_clock, retry_after, served_at

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"


def answer(*headers: tuple[str, str]) -> httpx.Response:
    return httpx.Response(429, headers=list(headers))


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("8", 8),
        ("2.5", 2.5),
        ("0", 1),
        ("-4", 1),
        ("86400", 3600),
        ("nan", 1),
        ("inf", 3600),
        ("banana", 60),
        ("Wed, 21 Oct 2026 07:28:30 GMT", 30),
        ("Wed, 21 Oct 2026 07:27:00 GMT", 1),
    ],
)
def test_a_wait_is_read_from_seconds_fractions_and_dates_within_bounds(
    said: str, seconds: float
) -> None:
    assert retry_after(answer(("Date", DATE), ("Retry-After", said)).headers) == seconds


def test_no_wait_was_asked_for() -> None:
    assert retry_after(answer(("Date", DATE)).headers) is None


def test_a_date_to_wait_for_without_a_date_to_measure_from_is_a_minute() -> None:
    assert retry_after(answer(("Retry-After", DATE)).headers) == 60


def test_the_applications_own_date_outranks_its_servers() -> None:
    response = answer(("Date", "Thu, 01 Jan 2026 00:00:00 GMT"), ("Date", DATE))
    assert served_at(response.headers) == 1792567680


def test_a_garbled_or_missing_date_is_unknown() -> None:
    assert served_at(answer(("Date", "soon")).headers) is None
    assert served_at(answer().headers) is None


@pytest.mark.parametrize("apart", [86_401, -86_401, 70 * 365 * 86_400])
def test_a_clock_more_than_a_day_off_is_not_gone_by(apart: int) -> None:
    now = 1792567680
    sentence = "Acme's clock and this machine's are more than a day apart: .* GMT there, Wed, 21"
    with pytest.raises(HelpdeskError, match=sentence):
        refuse_wrong_clock("Acme", now + apart, now)


def test_a_clock_within_a_day_is_gone_by_and_none_is_not() -> None:
    refuse_wrong_clock("Acme", 86_400, 0)
    with pytest.raises(HelpdeskError, match="Acme answers without a Date header"):
        refuse_wrong_clock("Acme", None, 0)
