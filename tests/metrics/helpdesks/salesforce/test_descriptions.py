from __future__ import annotations

import pytest

from metrics.errors import HelpdeskError
from metrics.helpdesks.salesforce.access import ClientCredentials
from metrics.helpdesks.salesforce.client import Client
from metrics.helpdesks.salesforce.sources import SOURCES
from metrics.helpdesks.web import Surroundings, Web
from tests.metrics.helpdesks.salesforce.org import Org


@pytest.fixture
def client(org: Org, web: Web, credentials: ClientCredentials, around: Surroundings) -> Client:
    del org
    return Client(web, credentials, around)


def test_only_fields_that_are_there_are_asked_for(org: Org, client: Client) -> None:
    org.hidden |= {"Case.Priority", "RecordType", "User.UserType"}
    fields = client.descriptions.fields(SOURCES["tickets"], ("Area__c", "Origin"))
    assert {"Id", "Origin", "Reason"} <= set(fields)
    assert not {"Priority", "RecordType.Name", "CreatedBy.UserType", "Area__c"} & set(fields)
    assert len(fields) == len(set(fields))


def test_a_field_that_is_needed_and_hidden_withholds_the_stream(org: Org, client: Client) -> None:
    org.hidden |= {"Case.Status", "Case.OwnerId"}
    with pytest.raises(HelpdeskError, match="Status, OwnerId of Case") as caught:
        client.descriptions.fields(SOURCES["tickets"])
    assert (caught.value.permanent, caught.value.refused) == (True, True)


def test_rows_are_told_by_the_first_stamp_that_a_query_may_filter_by(
    org: Org, client: Client
) -> None:
    feed = SOURCES["lifecycle"]
    assert client.descriptions.stamp(feed) == "SystemModstamp"
    org.blind.add("CaseHistory2.SystemModstamp")
    client.descriptions.forget()
    assert client.descriptions.stamp(feed) == "LastModifiedDate"
    org.blind.add("CaseHistory2.LastModifiedDate")
    client.descriptions.forget()
    assert client.descriptions.stamp(feed) == "Case.SystemModstamp"
    org.blind.add("Case.SystemModstamp")
    client.descriptions.forget()
    with pytest.raises(HelpdeskError, match="filter CaseHistory2"):
        client.descriptions.stamp(feed)


def test_an_object_is_described_once_an_hour(org: Org, client: Client, waits: list[float]) -> None:
    for _ in range(3):
        client.descriptions.of("Case")
    assert org.described == ["Case"]
    waits.append(3601)
    client.descriptions.of("Case")
    assert org.described == ["Case", "Case"]


def test_lists_of_several_values_are_told_by_their_type(org: Org, client: Client) -> None:
    org.extra["Case.Areas__c"] = "multipicklist"
    assert client.descriptions.of("Case").multiple == {"Areas__c"}


def test_a_field_has_its_type_behind_a_lookup_too(org: Org, client: Client) -> None:
    org.extra["Case.IsDeleted"] = "boolean"
    assert client.descriptions.type(SOURCES["comments"], "Parent.IsDeleted") == "boolean"
    assert client.descriptions.type(SOURCES["comments"], "Id") == "string"


def test_a_path_leads_over_several_lookups(org: Org, client: Client) -> None:
    assert "Case.CreatedBy.UserType" in client.descriptions.fields(SOURCES["lifecycle"])
    org.hidden.add("User")
    client.descriptions.forget()
    fields = client.descriptions.fields(SOURCES["lifecycle"])
    assert "Case.CreatedBy.UserType" not in fields
    assert "Case.CreatedById" in fields
