"""Each measure's worked example gives, through the one who answers, what the docs say it gives."""

from __future__ import annotations

import pytest

from bot import words
from metrics.ask import Asker
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.examples import EXAMPLES
from metrics.catalogue.examples.example import Example, examples
from metrics.catalogue.metric import Mix
from metrics.errors import UnavailableError
from metrics.store.database.engine import Store
from tests.metrics import play
from tests.metrics.desk import ask

DIFFERENT = {example.figures[0][0]: example for example in EXAMPLES.values()}
"""Each example once, though several measures have it."""


def spoken(asker: Asker, phrase: str, period: str) -> str:
    """A figure as the bot says it; of a mix all its parts."""
    key, _, variant = phrase.partition(" ")
    metric = measure(key, variant)
    try:
        result = ask(asker, key, variant, period)
    except UnavailableError:
        return "not available"
    if isinstance(metric, Mix):
        parts = ((p.label, words.share(p.figure.value or 0, p.figure.n)) for p in result.parts)
        return ", ".join(f"{label} {share}" for label, share in parts)
    assert result.figure.value is not None
    return words.amount(result.figure.value, metric.unit, result.figure.n)


@pytest.mark.parametrize("example", DIFFERENT.values(), ids=list(DIFFERENT))
def test_an_example_gives_what_it_says(store: Store, example: Example) -> None:
    asker = play.asker(store, example)
    figures = {phrase: spoken(asker, phrase, example.period) for phrase, _ in example.figures}
    assert figures == dict(example.figures)


def test_every_measure_has_an_example_in_each_of_its_variants() -> None:
    wanted = {
        f"{key} {variant.key}" for key, metric in CATALOGUE.items() for variant in metric.variants
    } | set(CATALOGUE)
    assert {phrase for each in EXAMPLES.values() for phrase, _ in each.figures} == wanted
    assert {key: metric.example for key, metric in CATALOGUE.items()} == EXAMPLES


def test_a_block_is_of_its_period_and_gives_an_example_to_each_of_its_measures() -> None:
    made = examples("in 2026-10\nMon 9:00 #1 Cleo writes\nvolume = 1\nmix mean = 2\nsolved = 0")
    assert list(made) == ["volume", "solved"]
    assert made["volume"] == Example(
        lines=("Mon 9:00 #1 Cleo writes",),
        figures=(("volume", "1"), ("mix mean", "2"), ("solved", "0")),
        period="2026-10",
    )
