"""Words become codes, and the ids of each helpdesk those of keys."""

from __future__ import annotations

import numpy as np

from metrics.sources.codebooks import Codebooks
from metrics.sources.identity import Identities
from metrics.tickets.records import Dimension

WHO = Identities(first="a", one={Dimension.TEAM: {"b/9": "5"}, Dimension.AGENT: {}})


def keys(codebooks: Codebooks, pairs: list[tuple[str, str]]) -> list[str]:
    source = np.array([codebooks[Dimension.SOURCE][of] for of, _ in pairs], np.int32)
    id_codes = np.array([codebooks.of_table(Dimension.TEAM)[id] for _, id in pairs], np.int32)
    codes = codebooks.key_codes(Dimension.TEAM, source, id_codes, WHO)
    words = codebooks.words()[Dimension.TEAM]
    return [words[code] for code in codes]


def test_one_id_of_two_helpdesks_has_two_codes_and_nobody_is_zero() -> None:
    codebooks = Codebooks()
    pairs = [("a", "5"), ("b", "5"), ("a", ""), ("b", ""), ("b", "9"), ("a", "5")]
    assert keys(codebooks, pairs) == ["5", "b/5", "", "", "5", "5"]
    assert codebooks[Dimension.TEAM][""] == 0


def test_a_code_once_given_stays_when_more_comes() -> None:
    codebooks = Codebooks()
    keys(codebooks, [("b", "5")])
    code = codebooks[Dimension.TEAM]["b/5"]
    keys(codebooks, [("a", "1"), ("b", "5")])
    assert codebooks[Dimension.TEAM]["b/5"] == code


def test_words_that_are_no_ids_stand_for_themselves() -> None:
    codebooks, codes = Codebooks(), np.array([1, 2], np.int32)
    assert codebooks.key_codes(Dimension.CHANNEL, codes, codes, WHO) is codes
    assert codebooks.of_table(Dimension.CHANNEL) is codebooks[Dimension.CHANNEL]
