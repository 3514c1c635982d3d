"""Each phrase has one meaning, and every metric can be called by all its names."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from bot.grammar import read_inquiry
from bot.grammar.tokens import key
from bot.grammar.vocabulary import Percentile, Term, Vocabulary, vocabulary_of
from bot.grammar.word_tables import Small
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.periods import Period
from metrics.periods.reckoning import Reckoning
from metrics.question.query import Clock, Filter
from metrics.tickets.dimensions import TAG
from metrics.tickets.records import Channel, Dimension
from tests.bot.grammar.desk import DESK

WORDS = vocabulary_of(CATALOGUE, DESK)


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=lambda metric: metric.key)
def test_a_metric_is_known_by_key_title_and_other_names(metric: object) -> None:
    named = CATALOGUE[metric.key]  # type: ignore[attr-defined]
    for name in (named.key, named.title, *named.other_names):
        assert WORDS.meanings(key(name)) == (named,)


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("whatsapp", Filter(Dimension.CHANNEL, (Channel.MESSAGING,))),
        ("web form", Filter(Dimension.CHANNEL, (Channel.WEB,))),
        ("office hours", Clock.BUSINESS),
        ("95th percentile", Percentile(95)),
        ("median", Percentile(50)),
        ("right now", Period.of("today")),
        ("2026-w31", Period.of("2026-W31")),
        ("july", Period.of("july")),
        ("assignee", Dimension.AGENT),
        ("broken down by", Small.BY),
        ("please", Small.FILLER),
        ("\U0001f642", Small.FILLER),
        ("tier 2", Filter(Dimension.TEAM, ("2",))),
    ],
)
def test_phrases_mean_this(phrase: str, meaning: object) -> None:
    assert WORDS.meanings(phrase) == (meaning,)


def test_a_name_shared_by_a_team_and_a_category_means_either() -> None:
    either = (Filter(Dimension.TEAM, ("3",)), Filter(Dimension.CATEGORY, ("Support",)))
    assert WORDS.meanings("support") == either


def test_a_quoted_phrase_is_first_of_all_a_name() -> None:
    assert WORDS.meanings("July", quoted=True) == (Filter(Dimension.CATEGORY, ("July",)),)
    assert WORDS.meanings("chat", quoted=True) == (Filter(Dimension.TEAM, ("4",)),)


@pytest.mark.parametrize("phrase", ["nonsense", "p0", "p100", "100th percentile", "week"])
def test_other_phrases_mean_nothing(phrase: str) -> None:
    assert WORDS.meanings(phrase) == ()


def test_a_phrase_is_looked_up_once_however_often_a_question_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_up: list[tuple[str, bool]] = []
    plain = Vocabulary._meanings

    def counting(self: Vocabulary, phrase: str, *, quoted: bool) -> tuple[Term, ...]:
        looked_up.append((phrase, quoted))
        return plain(self, phrase, quoted=quoted)

    monkeypatch.setattr(Vocabulary, "_meanings", counting)
    with suppress(AskError):
        read_inquiry("frt emial chat last week by team urgent " * 5, DESK)
    assert len(looked_up) == len(set(looked_up)) > 0


def test_words_and_names_are_made_once_whatever_the_days_are_called() -> None:
    later = replace(DESK, reckoning=Reckoning(fiscal_month=4))
    again = vocabulary_of(CATALOGUE, later, "a1")
    assert again.terms is WORDS.terms
    assert again.names is vocabulary_of(CATALOGUE, replace(DESK, teams={**DESK.teams})).names
    assert again.directory.reckoning.fiscal_month == 4


def test_a_new_name_is_known_at_once() -> None:
    renamed = vocabulary_of(CATALOGUE, replace(DESK, teams={**DESK.teams, "1": "Payments"}))
    assert renamed.meanings("payments") == (Filter(Dimension.TEAM, ("1",)),)
    assert renamed.meanings("billing") == ()


def test_the_word_for_an_attribute_is_known_where_tickets_have_it() -> None:
    tagged = vocabulary_of(CATALOGUE, replace(DESK, attributes={TAG: ("vip",)}))
    assert tagged.meanings("tag") == (TAG,)
    assert vocabulary_of(CATALOGUE, DESK).meanings("tag") == ()


def test_another_catalogue_has_its_own_words() -> None:
    frt = {"frt": CATALOGUE["frt"]}
    assert vocabulary_of(frt, DESK).meanings("frt") == (CATALOGUE["frt"],)
    assert vocabulary_of(frt, DESK).meanings("backlog") == ()
