"""`python -m tests.faults` prints docs/faults.md again."""

from __future__ import annotations

from tests.faults.page import PAGE, page

PAGE.write_text(page())
