"""Words become codes, and the ids of each helpdesk those of keys."""

from __future__ import annotations

import numpy as np

from metrics.sources.codes import Books
from metrics.sources.identity import Identities
from metrics.tickets.records import Dimension

WHO = Identities(first="a", one={Dimension.TEAM: {"b/9": "5"}, Dimension.AGENT: {}})


def keys(books: Books, pairs: list[tuple[str, str]]) -> list[str]:
    source = np.array([books[Dimension.SOURCE][of] for of, _ in pairs], np.int32)
    told = np.array([books.told(Dimension.TEAM)[id] for _, id in pairs], np.int32)
    codes = books.keyed(Dimension.TEAM, source, told, WHO)
    words = books.words()[Dimension.TEAM]
    return [words[code] for code in codes]


def test_one_id_of_two_helpdesks_has_two_codes_and_nobody_is_zero() -> None:
    books = Books()
    pairs = [("a", "5"), ("b", "5"), ("a", ""), ("b", ""), ("b", "9"), ("a", "5")]
    assert keys(books, pairs) == ["5", "b/5", "", "", "5", "5"]
    assert books[Dimension.TEAM][""] == 0


def test_a_code_once_given_stays_when_more_comes() -> None:
    books = Books()
    keys(books, [("b", "5")])
    code = books[Dimension.TEAM]["b/5"]
    keys(books, [("a", "1"), ("b", "5")])
    assert books[Dimension.TEAM]["b/5"] == code


def test_words_that_are_no_ids_stand_for_themselves() -> None:
    books, codes = Books(), np.array([1, 2], np.int32)
    assert books.keyed(Dimension.CHANNEL, codes, codes, WHO) is codes
    assert books.told(Dimension.CHANNEL) is books[Dimension.CHANNEL]
