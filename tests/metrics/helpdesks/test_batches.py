from __future__ import annotations

import pytest

from metrics.helpdesks.batches import Batch, Warnings
from metrics.tickets.records import Team


def test_a_page_stands_where_its_batch_does_with_the_records_of_its_rows() -> None:
    batch = Batch(rows=({"id": 7},), cursor="next", caught_up=False, through_at=90)
    page = batch.page((Team(id=str(n), name="A") for n in (7, 8)), {"channel:galactic": 3})
    assert [record.id for record in page.records] == ["7", "8"]
    assert (page.cursor, page.caught_up, page.through_at) == ("next", False, 90)
    assert page.unknown == {"channel:galactic": 3}


def test_what_is_to_be_mended_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    warnings = Warnings("Acme")
    warnings.log(["a is missing", "b is missing"])
    warnings.log(["a is missing"])
    warnings.log([])
    assert caplog.messages == ["Acme: a is missing", "Acme: b is missing"]
