from __future__ import annotations

import ast
import re
import sys

from metrics.store.database.schema import FIRST
from tests.revisions.text import FOLDER, VERSIONS, digest, made_by, step

FROZEN = "492cb21edc24163d6f0c5b67f60713c87afebaa1149098aaa5679934fc57b615"


def test_a_step_that_databases_were_made_by_is_never_changed() -> None:
    """Whoever needs other tables adds a revision: what was made by this one keeps its tables."""
    made = {file.stem: made_by(file) for file in sorted(FOLDER.glob("*.jsonl"))}
    assert {name: (step(name).name, digest(step(name))) for name in made} == made
    assert made[FIRST] == ("0001_first_tables.py", FROZEN)


def test_every_revision_has_its_database() -> None:
    """`python -m tests.revisions` writes it, once."""
    steps = {path.stem.split("_")[0] for path in VERSIONS.glob("*.py")}
    assert {file.stem for file in FOLDER.glob("*.jsonl")} == steps


def test_revisions_are_one_chain_in_the_order_of_their_files() -> None:
    """Two revisions of the same number, landed side by side, would stop every start."""
    texts = [path.read_text() for path in sorted(VERSIONS.glob("*.py"))]
    chain = [re.findall(r"^(?:down_)?revision = (.+)$", text, re.MULTILINE) for text in texts]
    chain = [[word.strip("\"'") for word in pair] for pair in chain]
    numbers = [f"{number:04}" for number in range(1, len(texts) + 1)]
    assert chain == [list(pair) for pair in zip(numbers, ["None", *numbers[:-1]], strict=True)]


def test_a_step_stands_on_its_own() -> None:
    """What it would import of ours goes on changing, and the meaning of the step with it."""
    allowed = sys.stdlib_module_names | {"sqlalchemy", "alembic"}
    for path in VERSIONS.glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text())))
        used = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
        used |= {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
        assert {name.partition(".")[0] for name in used} <= allowed, path.name
