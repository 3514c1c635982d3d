"""All digests: what the rules say of each."""

from __future__ import annotations

import pytest

from bot.digests import DIGESTS, Digest, find
from bot.digests.digest import MOST
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Family
from metrics.errors import AskError

MEASURED = [digest for digest in DIGESTS.values() if not digest.board]
JUDGING = {Family.QUALITY, Family.LOYALTY}


@pytest.mark.parametrize("digest", MEASURED, ids=lambda digest: digest.key)
def test_speed_volume_and_cost_are_never_told_without_quality(digest: Digest) -> None:
    assert {CATALOGUE[key].family for key in digest.metrics} & JUDGING


@pytest.mark.parametrize("digest", MEASURED, ids=lambda digest: digest.key)
def test_some_of_its_measures_everybody_has(digest: Digest) -> None:
    assert [key for key in digest.metrics if CATALOGUE[key].supply is None]
    assert len(set(digest.metrics)) == len(digest.metrics)


def test_what_the_rhythms_ask_for() -> None:
    first = {digest.key: set(digest.metrics[:MOST]) for digest in MEASURED}
    assert first["weekly"] >= {"frt", "sla", "resolution", "backlog", "aging", "csat"}
    assert first["monthly"] >= {"csat", "fcr", "reopen", "escalation", "qa"}
    assert first["executive"] >= {"backlog", "sla", "csat", "ai_automation", "frt", "cost_ticket"}
    assert first["quarterly"] >= {"nps", "churn", "cost_ticket", "deflection", "volume"}


def test_a_digest_is_found_by_its_name_and_a_slip_is_mended() -> None:
    assert find("Weekly") is DIGESTS["weekly"]
    with pytest.raises(AskError) as caught:
        find("weekyl")
    assert caught.value.suggestions == ("digest weekly",)
    with pytest.raises(AskError, match="Which digest"):
        find("")
