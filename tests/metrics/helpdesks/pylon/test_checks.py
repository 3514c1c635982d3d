"""What a look at a Pylon account finds."""

from __future__ import annotations

import httpx
import respx

from metrics.helpdesks.contract import Check
from metrics.helpdesks.pylon import Pylon
from metrics.helpdesks.pylon.checks import WITHOUT
from tests.metrics.helpdesks.pylon import examples
from tests.metrics.helpdesks.pylon.examples import listed

NO = httpx.Response(403, json={"errors": ["This is not part of your plan"], "request_id": "r"})


def looked(api: respx.MockRouter, pylon: Pylon) -> tuple[list[str], list[str]]:
    """What is well, and what there is to mend."""
    for path in ("/users", "/issue-statuses"):
        api.get(path).mock(return_value=listed())
    api.get("/issues/0f1e-issue/messages").mock(return_value=listed())
    api.get("/surveys").mock(return_value=NO)
    found = list(pylon.check())
    well = [each.what for each in found if isinstance(each, Check)]
    return well, [each for each in found if isinstance(each, str)]


def test_each_stream_has_its_line_and_the_organisation_its_name(
    api: respx.MockRouter, pylon: Pylon
) -> None:
    api.get("/teams").mock(return_value=listed())
    api.post("/issues/search").mock(return_value=listed(examples.issue()))
    well, mend = looked(api, pylon)
    assert not mend
    assert well[0] == (
        "the token opens the organization Acme Inc; its figures are kept as pylon:acme"
    )
    assert well[1].endswith("Deskpulse never writes")
    assert "messages: the token may read them" in well
    assert f"ratings: {WITHOUT}" in well
    lines = [line for line in well if line.endswith(("may read them", WITHOUT))]
    assert len(lines) == len(pylon.streams)
    assert well[-1].startswith("up to 225 calls a minute are made")


def test_a_stream_that_figures_need_and_nobody_gives_is_to_be_mended(
    api: respx.MockRouter, pylon: Pylon
) -> None:
    api.get("/teams").mock(return_value=NO)
    api.post("/issues/search").mock(return_value=listed(examples.issue()))
    _, (sentence,) = looked(api, pylon)
    assert sentence.startswith("teams: Pylon refused")


def test_a_token_of_another_organisation_is_told_with_its_id(
    api: respx.MockRouter, pylon: Pylon
) -> None:
    api.get("/me").respond(json=examples.me("0f1e"))
    api.get("/issue-statuses").mock(return_value=listed())
    (sentence,) = pylon.check()
    assert isinstance(sentence, str)
    assert "the organization Acme Inc, whose id is 0f1e, and PYLON_ACCOUNT says acme" in sentence


def test_a_check_of_a_wrong_token_says_that_alone(api: respx.MockRouter, pylon: Pylon) -> None:
    for path in ("/me", "/issue-statuses"):
        api.get(path).respond(401, json={"errors": ["no"], "code": "invalid_api_token"})
    (sentence,) = pylon.check()
    assert isinstance(sentence, str)
    assert "did not accept the token" in sentence
