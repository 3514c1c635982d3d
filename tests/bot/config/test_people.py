"""The settings that say who is who."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.config import Settings


def test_nobody_is_named_unless_it_is_set() -> None:
    made = Settings.model_validate({})
    assert made.leads() == made.admins() == made.lead_channels() == frozenset()
    assert made.agent_ids() == {}


def test_ids_are_parted_by_commas_and_pairs_by_an_equals_sign() -> None:
    named = {"DESKPULSE_LEADS": "U1, W2,", "DESKPULSE_AGENT_IDS": "U1 = 7, U2=8"}
    made = Settings.model_validate(named)
    assert made.leads() == {"U1", "W2"}
    assert made.agent_ids() == {"U1": "7", "U2": "8"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LEADS", "@anna"),
        ("ADMINS", "C1"),
        ("LEAD_CHANNELS", "#support-leads"),
        ("AGENT_IDS", "U1"),
        ("AGENT_IDS", "anna = 7"),
    ],
)
def test_what_is_no_id_is_refused(name: str, text: str) -> None:
    with pytest.raises(ValidationError, match=r"must be pairs|is no Slack id"):
        Settings.model_validate({f"DESKPULSE_{name}": text})
