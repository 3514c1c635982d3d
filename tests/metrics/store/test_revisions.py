from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from metrics.store import migrations

VERSIONS = Path(migrations.__file__).parent / "versions"
FROZEN = {
    "0001_first_tables.py": "492cb21edc24163d6f0c5b67f60713c87afebaa1149098aaa5679934fc57b615"
}


def test_a_revision_that_databases_were_made_by_is_never_changed() -> None:
    """There are databases of it: whoever needs other tables adds a revision."""
    digests = {name: sha256((VERSIONS / name).read_bytes()).hexdigest() for name in FROZEN}
    assert digests == FROZEN


def test_revisions_are_one_chain_in_the_order_of_their_files() -> None:
    """Two revisions of the same number, landed side by side, would stop every start."""
    texts = [path.read_text() for path in sorted(VERSIONS.glob("*.py"))]
    chain = [re.findall(r"^(?:down_)?revision = (.+)$", text, re.MULTILINE) for text in texts]
    numbers = [f"{number:04}" for number in range(1, len(texts) + 1)]
    earlier = ["None", *(repr(number) for number in numbers[:-1])]
    assert chain == [
        [repr(number), before] for number, before in zip(numbers, earlier, strict=True)
    ]
