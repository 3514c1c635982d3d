from __future__ import annotations

from metrics.helpdesks.zendesk.vocabulary import CHANNELS, VIA_NUMBERS, word


def test_a_via_is_one_word_whatever_its_form() -> None:
    vias: list[object] = [4, "Web form", " mail ", 999, None, True, {}]
    assert [word(via) for via in vias] == ["mail", "web_form", "mail", "999", "", "", ""]


def test_every_number_leads_to_a_channel() -> None:
    assert set(VIA_NUMBERS.values()) <= set(CHANNELS)
