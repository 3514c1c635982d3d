"""Commands while all helpdesks are read are told beside those while nothing is."""

from __future__ import annotations

from tests.bench.beside import Asked, said


def test_both_are_told_with_their_ratio_and_the_latest_acknowledgements() -> None:
    calm, busy = [Asked(0.01, 1.0)] * 100, [Asked(0.02, 1.5)] * 99 + [Asked(0.4, 3.0)]
    lines = said(5, calm, busy).splitlines()
    assert lines[0].startswith("100 commands one after another, 5 helpdesks (load ")
    assert lines[2].split()[-6:] == ["10.0", "10.0", "10.0", "1.0", "1.0", "1.0"]
    assert lines[3].split()[-6:] == ["20.0", "23.8", "400", "1.5", "1.5", "3.0"]
    assert lines[4] == (
        "answers, p95, read / not read: 1.50; "
        "acknowledged while all are read, p99: 24 ms (aim < 50.0)"
    )
