"""A figure beside the helpdesk's own, on a card."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.explain import explain_card
from bot.talk import Reply
from metrics.question.reconciliation import Comparison, Disagreement
from metrics.question.result import Figure
from metrics.statistics.estimates import Estimate
from sandbox.slack.rules import faults
from tests.bot.samples import answer

NOBODY = Figure(estimate=Estimate(None, 0))
SMALL = Figure(estimate=Estimate(60.0, 3), hidden=True)
OURS, THEIRS = (Figure(estimate=Estimate(v, 400)) for v in (8040.0, 8400.0))
GAPPED = Comparison(
    result=answer(),
    helpdesk="Zendesk",
    theirs=Figure(estimate=Estimate(9000.0, 430)),
    ours_of_both=OURS,
    theirs_of_both=THEIRS,
    alike=380,
    gap=360.0,
    only_ours=12,
    only_theirs=30,
    reasons=(("left out here: <!channel>", 30), ("it counts to the second reply", 20)),
    tickets=(
        Disagreement(ticket="7", ours=60.0, theirs=3660.0, reason="it counts to the second reply"),
        Disagreement(ticket="8", ours=None, theirs=60.0, reason="left out here: <!channel>"),
    ),
)


def shown(compared: Comparison) -> Reply:
    reply = explain_card(compared, "frt email", lambda source, id: f"https://acme.test/{id}")
    listing = [reply.listing.native] if reply.listing else []
    assert faults({"blocks": [*reply.head, *listing, *reply.tail]}) == []
    return reply


def test_both_figures_the_gap_and_its_tickets_are_told() -> None:
    reply = shown(GAPPED)
    assert "Zendesk: 2h 30m median." in reply.text
    assert "400 tickets have a time on both sides, 380 of them alike to the minute." in reply.text
    assert "The median gap is +6m 0s." in reply.text
    assert "Only here: 12. Only at Zendesk: 30." in reply.text
    assert "Largest gaps: #7, #8." in reply.text
    assert "+1h 0m" in str(reply.listing)
    assert "20: it counts to the second reply" in str(reply.head)


def test_nothing_in_it_can_ping() -> None:
    reply = shown(GAPPED)
    assert "<!channel>" not in reply.text + str(reply.head) + str(reply.tail)


def test_without_a_gap_it_says_so_and_lists_no_ticket() -> None:
    alike = replace(GAPPED, alike=400, gap=2.0, reasons=(), tickets=())
    reply = shown(replace(alike, only_ours=0, only_theirs=0))
    assert "all of them alike to the minute." in reply.text
    assert "median gap" not in reply.text
    assert reply.listing is None


def test_without_a_time_of_the_helpdesk_no_gap_is_claimed() -> None:
    bare = replace(GAPPED, theirs=NOBODY, ours_of_both=NOBODY, theirs_of_both=NOBODY, gap=None)
    reply = shown(replace(bare, alike=0, only_theirs=0, reasons=(), tickets=()))
    assert "Zendesk has no time of its own for any of these tickets" in reply.text
    assert "0s" not in str(reply.head)


def test_of_too_few_no_gap_is_told() -> None:
    reply = shown(replace(GAPPED, theirs=SMALL, ours_of_both=SMALL, theirs_of_both=SMALL, alike=1))
    assert "too few to tell (3)" in reply.text
    assert "median gap" not in reply.text
