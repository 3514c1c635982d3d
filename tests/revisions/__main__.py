"""Writes the database of the newest revision."""

from __future__ import annotations

import tempfile
from contextlib import closing

from metrics.store.database.engine import Store
from metrics.store.database.schema import head
from tests.revisions.desk import answers, fill
from tests.revisions.text import FOLDER, written

with (
    tempfile.TemporaryDirectory() as place,
    closing(Store.open(f"sqlite:///{place}/s.db")) as store,
):
    store.migrate()
    fill(store)
    text = written(store, answers(store))
(FOLDER / f"{head()}.jsonl").write_text(text, encoding="utf-8")
