"""What a look at a Salesforce org finds."""

from __future__ import annotations

from collections.abc import Callable

import respx

from metrics.helpdesks.contract import Check
from metrics.helpdesks.salesforce import Reading, Salesforce
from metrics.helpdesks.salesforce.checks import WITHOUT
from tests.metrics.helpdesks.salesforce import examples
from tests.metrics.helpdesks.salesforce.examples import BASE, DATE, URL
from tests.metrics.helpdesks.salesforce.org import Org, objection

LIMITS = {"DailyApiRequests": {"Max": 100_000, "Remaining": 98_000}}


def looked(
    api: respx.MockRouter, org: Org, salesforce: Salesforce, *, writes: bool = False
) -> tuple[list[str], list[str]]:
    """What is well, and what there is to mend."""
    api.get(f"{BASE}/limits").respond(json=LIMITS, headers={"Date": DATE})
    case = {"name": "Case", "createable": writes, "updateable": writes, "deletable": False}
    api.get(f"{BASE}/sobjects").respond(json={"sobjects": [case]})
    org.totals = [*[0] * len(salesforce.by_time), 60_000]
    found = list(salesforce.check())
    well = [each.what for each in found if isinstance(each, Check)]
    return well, [each for each in found if isinstance(each, str)]


def test_each_stream_has_its_line_and_a_first_sync_its_length(
    api: respx.MockRouter, org: Org, salesforce: Salesforce
) -> None:
    org.hidden.add("Case.Priority")
    well, mend = looked(api, org, salesforce)
    assert not mend
    assert well[0] == "the app's user may read cases and not write them"
    assert "tickets: without Priority, which it may not see" in well
    lines = [line for line in well if line.endswith("may read them")]
    assert len(lines) == len(salesforce.streams)
    assert well[-1].startswith("98,000 of 100,000 calls of a day are left: all of some 60,000")
    assert "take about 862" in well[-1]


def test_what_an_org_may_lack_is_no_fault(
    api: respx.MockRouter, org: Org, salesforce: Salesforce
) -> None:
    org.hidden |= {"CaseMilestone", "Holiday"}
    well, mend = looked(api, org, salesforce)
    assert not mend
    assert f"milestones: {WITHOUT}" in well


def test_a_user_that_may_write_is_said(
    api: respx.MockRouter, org: Org, salesforce: Salesforce
) -> None:
    well, _ = looked(api, org, salesforce, writes=True)
    assert well[0] == ("the app's user may create and change cases too, which Deskpulse never does")


def test_what_figures_need_and_nobody_gives_is_to_be_mended(
    api: respx.MockRouter, org: Org, desk: Callable[[Reading], Salesforce]
) -> None:
    org.hidden |= {"EmailMessage", "Case.Area__c"}
    org.rows["BusinessHours"] = [examples.business_hours(TimeZoneSidKey="Atlantis")]
    refusal = objection(403, "INSUFFICIENT_ACCESS")
    org.answer = lambda query: refusal if "FROM CaseComment" in query else None
    _, mend = looked(api, org, desk(Reading(fields={"Area__c": "area"})))
    assert [sentence.partition(":")[0] for sentence in mend[:2]] == ["emails", "comments"]
    assert "Atlantis" in mend[2]
    assert mend[3] == "Case has no field Area__c that the app's user may see: check the settings."
    assert len(mend) == 4


def test_a_check_of_a_wrong_secret_says_that_alone(
    api: respx.MockRouter, salesforce: Salesforce
) -> None:
    api.post(f"{URL}/services/oauth2/token").respond(400, json={"error": "invalid_client"})
    (sentence,) = salesforce.check()
    assert isinstance(sentence, str)
    assert "SALESFORCE_CLIENT_SECRET" in sentence
