"""What becomes of an audit of the locks, by what its source answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests import audit

CLEAN = {"name": "numpy", "version": "2.1", "vulns": []}
HOLE = {"id": "CVE-2026-1", "fix_versions": ["2.2"]}
HOLED = {"name": "httpx", "version": "0.28.1", "vulns": [HOLE]}
SKIPPED = {"name": "rich", "skip_reason": "not found"}
Packages = Sequence[Mapping[str, Any]]


@pytest.mark.parametrize(
    ("packages", "code", "in_check", "words"),
    [
        ((CLEAN,), 0, 0, "1 locked packages looked up: no security hole is known"),
        ((CLEAN, HOLED), 1, 1, "httpx 0.28.1: CVE-2026-1, mended in 2.2"),
        ((CLEAN, SKIPPED), 2, 2, "Nothing could be looked up of rich."),
        ((SKIPPED,), 2, 0, "The audit was not made"),
        ((), 2, 0, "The audit was not made"),
    ],
)
def test_an_audit_that_could_not_look_is_never_green_by_itself(
    packages: Packages,
    code: int,
    in_check: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(audit, "answers", lambda: packages)
    assert audit.main([]) == code
    assert audit.main(["--where-it-answers"]) == in_check
    assert capsys.readouterr().out.count(words) == 2
