"""Who says which agent they are: of each person the newest counts, of each agent one person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from metrics.sources.claims import ADDRESS, Claim, Decision, claim_id
from metrics.store.books.claims import Claims
from metrics.store.database.engine import Store

ANN = Claim(id="aaaaaaaa", person="U1", agent="7", asked_at=10, asked=("U8", "U9"))


def confirmed(claim: Claim, by: str = "U9", at: int = 50) -> Claim:
    return replace(claim, decision=Decision.CONFIRMED, decided_by=by, decided_at=at)


def test_a_claim_is_kept_as_it_was_made(store: Store) -> None:
    claims = Claims(store)
    claims.make(ANN)
    claims.make(ANN)
    assert claims.get(ANN.id) == claims.of("U1") == ANN
    assert claims.agents() == {}
    assert (claims.get("x"), claims.of("U2")) == (None, None)


def test_once_confirmed_somebody_is_that_agent_and_nobody_else_is(store: Store) -> None:
    claims = Claims(store)
    ben = replace(ANN, id="bbbbbbbb", person="U2", asked_at=20)
    other = replace(ANN, id="cccccccc", agent="8", asked_at=30)
    for claim in (ANN, ben, other):
        claims.make(claim)
        assert claims.decide(confirmed(claim)) is (claim.decision is Decision.OPEN)
    assert claims.agents() == {"U1": "8", "U2": "7"}
    for id in (ANN.id,):
        gone = claims.get(id)
        assert gone is not None
        assert gone.decision is Decision.WITHDRAWN


def test_a_new_claim_takes_the_place_of_one_that_nobody_decided(store: Store) -> None:
    claims = Claims(store)
    claims.make(ANN)
    claims.make(replace(ANN, id="bbbbbbbb", agent="8", asked_at=20))
    assert claims.decide(confirmed(ANN)) is False
    newest = claims.of("U1")
    assert newest is not None
    assert (newest.agent, claims.agents()) == ("8", {})


def test_it_is_decided_once_by_whichever_comes_first(store: Store) -> None:
    claims = Claims(store)
    claims.make(ANN)
    refused = replace(ANN, decision=Decision.REFUSED, decided_by="U8", decided_at=50)
    with ThreadPoolExecutor(4) as people:
        done = list(people.map(claims.decide, [confirmed(ANN), refused] * 4))
    assert sum(done) == 1


def test_what_is_taken_back_is_so_no_more(store: Store) -> None:
    claims = Claims(store)
    assert not claims.withdraw("U1", 60)
    claims.make(ANN)
    claims.decide(confirmed(ANN))
    assert claims.withdraw("U1", 60)
    assert claims.agents() == {}


def test_ids_tell_claims_apart() -> None:
    assert claim_id("U1", "7", 1) != claim_id("U1", "7", 2)
    assert len(claim_id("U1", "7", 1)) == 8


def test_an_address_tells_who_somebody_is_where_nobody_has_said_anything(store: Store) -> None:
    claims = Claims(store)
    match = confirmed(replace(ANN, asked=()), by=ADDRESS, at=10)
    assert claims.match(match)
    assert not claims.match(match), "it is so already"
    assert not claims.match(replace(match, id="bbbbbbbb", person="U2")), "somebody else is that"
    assert claims.agents() == {"U1": "7"}
    claims.withdraw("U1", 20)
    assert not claims.match(replace(match, id="cccccccc")), "somebody has said that it is not so"
    assert claims.agents() == {}
