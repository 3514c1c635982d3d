"""Brands, forms, organizations, tags and fields of tickets, as far as the settings want them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.web import Surroundings
from metrics.helpdesks.zendesk import Reading, Zendesk, web
from metrics.helpdesks.zendesk.attributes import of
from metrics.tickets.dimensions import BRAND, FORM, ORGANIZATION
from metrics.tickets.records import Ticket
from tests.metrics.helpdesks.zendesk import examples
from tests.metrics.helpdesks.zendesk.examples import BASE

ALL = frozenset({BRAND, FORM, ORGANIZATION})


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        yield router


def told(api: respx.MockRouter, reading: Reading, *rows: dict[str, Any]) -> list[Ticket]:
    body = {"tickets": list(rows), "after_cursor": "a", "end_of_stream": True}
    api.get("/incremental/tickets/cursor").respond(json=body)
    client = web("https://acme.zendesk.com", "ann@acme.test", "token", Surroundings())
    page = Zendesk("acme", client, reading).page("tickets", None, 1_700_000_000)
    return [one for one in page.records if isinstance(one, Ticket)]


def a_row(**more: Any) -> dict[str, Any]:
    """A ticket without a type."""
    return examples.ticket(**{"type": None, **more})


def a_list(key: str, names: dict[int, str], after: str | None = None) -> dict[str, Any]:
    meta = {"has_more": after is not None, "after_cursor": after}
    return {key: [{"id": id, "name": name} for id, name in names.items()], "meta": meta}


def test_a_ticket_has_the_names_of_its_brand_form_and_organization(api: respx.MockRouter) -> None:
    brands = api.get("/brands")
    brands.side_effect = [
        httpx.Response(200, json=a_list("brands", {11: "Acme"}, after="x")),
        httpx.Response(200, json=a_list("brands", {12: "Globex"})),
    ]
    api.get("/ticket_forms").respond(json=a_list("ticket_forms", {21: "Refunds"}))
    companies = api.get("/organizations/show_many", params={"ids": "31,32"})
    companies.respond(json={"organizations": [{"id": 31, "name": "Umbrella"}]})
    found = told(
        api,
        Reading(by_name=ALL),
        a_row(id=1, brand_id=11, ticket_form_id=21, organization_id=31),
        a_row(id=2, brand_id=12, ticket_form_id=None, organization_id=32),
        a_row(id=3),
    )
    assert [ticket.attributes for ticket in found] == [
        {"brand": ("Acme",), "ticket form": ("Refunds",), "organization": ("Umbrella",)},
        {"brand": ("Globex",), "organization": ("32",)},  # an id is better than none
        {},
    ]
    assert (brands.call_count, companies.call_count) == (2, 1)


def test_organizations_are_asked_for_a_hundred_at_a_time(api: respx.MockRouter) -> None:
    companies = api.get("/organizations/show_many").respond(json={"organizations": []})
    rows = [a_row(id=n, organization_id=n) for n in range(1, 251)]
    told(api, Reading(by_name=frozenset({ORGANIZATION})), *rows)
    assert companies.call_count == 3
    asked = [call.request.url.params["ids"].split(",") for call in companies.calls]
    assert sorted(map(len, asked)) == [50, 100, 100]


def test_what_the_settings_do_not_want_is_neither_asked_for_nor_kept(api: respx.MockRouter) -> None:
    row = a_row(brand_id=11, ticket_form_id=21, organization_id=31)
    (found,) = told(api, Reading(), row)
    assert found.attributes == {}
    assert [call.request.url.path for call in api.calls] == ["/api/v2/incremental/tickets/cursor"]


def test_a_plan_without_forms_keeps_none_and_the_rest_goes_on(api: respx.MockRouter) -> None:
    api.get("/ticket_forms").respond(404)
    api.get("/brands").respond(json=a_list("brands", {11: "Acme"}))
    row = a_row(brand_id=11, ticket_form_id=21)
    (found,) = told(api, Reading(by_name=ALL), row)
    assert found.attributes == {"brand": ("Acme",)}
    api.get("/brands").respond(401)
    with pytest.raises(HelpdeskError):
        told(api, Reading(by_name=ALL), row)


def test_tags_and_fields_are_kept_as_the_settings_name_them() -> None:
    row = a_row(
        tags=["invoice", "vip", "secret"],
        custom_fields=[
            {"id": 77, "value": "billing"},
            {"id": 78, "value": ["pro", "eu", "pro"]},
            {"id": 79, "value": True},
            {"id": 80, "value": None},
            {"id": 81, "value": "not asked for"},
            "odd",
        ],
    )
    fields = {"77": "area", "78": "plan", "79": "paid", "80": "empty"}
    reading = Reading(tags=frozenset({"vip", "invoice", "refund"}), fields=fields)
    assert of(row, reading) == {
        "tag": ("invoice", "vip"),
        "area": ("billing",),
        "plan": ("pro", "eu"),
        "paid": ("yes",),
    }
    assert of(a_row(tags=None, custom_fields=None), reading) == {}


def test_the_doctor_says_which_list_the_plan_lacks(api: respx.MockRouter) -> None:
    api.get("/users/me").respond(json={"user": {"id": 1, "role": "admin"}})
    api.get("/brands").respond(json=a_list("brands", {11: "Acme"}))
    api.get("/ticket_forms").respond(403)
    api.route().respond(403)
    client = web("https://acme.zendesk.com", "ann@acme.test", "token", Surroundings())
    looks = Zendesk("acme", client, Reading(by_name=ALL)).check()
    troubles = [each for each in looks if isinstance(each, str)]
    assert any("take DESKPULSE_KEEP_FORMS out" in trouble for trouble in troubles)
    assert not any("DESKPULSE_KEEP_BRANDS" in trouble for trouble in troubles)


def test_a_ticket_is_cut_by_its_type_and_by_the_teams_own_name_of_its_status(
    api: respx.MockRouter,
) -> None:
    statuses = [{"id": 5, "status_category": "hold", "agent_label": "Waiting on vendor"}]
    api.get("/custom_statuses").respond(json={"custom_statuses": statuses})
    rows = a_row(id=1, type="incident", custom_status_id=5), a_row(id=2, type="problem")
    assert [ticket.attributes for ticket in told(api, Reading(), *rows)] == [
        {"kind": ("incident",), "custom status": ("Waiting on vendor",)},
        {"kind": ("problem",)},
    ]


def test_a_choice_of_a_field_is_called_what_people_read(api: respx.MockRouter) -> None:
    options = [
        {"name": "Product::Mobile app", "value": "area_mobile_app"},
        {"name": "Website", "value": "area_web"},
        {"name": None, "value": "area_odd"},
        "odd",
    ]
    api.get("/ticket_fields/77").respond(json={"ticket_field": {"custom_field_options": options}})
    api.get("/ticket_fields/78").respond(404)
    values = ("area_mobile_app", ["area_web", "area_gone"], "area_odd")
    rows = [
        a_row(id=n, custom_fields=[{"id": 77, "value": each}]) for n, each in enumerate(values, 1)
    ]
    rows.append(a_row(id=9, custom_fields=[{"id": 78, "value": "free text"}]))
    tickets = told(api, Reading(fields={"77": "area", "78": "plan"}), *rows)
    assert [ticket.attributes for ticket in tickets] == [
        {"area": ("Mobile app",)},
        {"area": ("Website", "area_gone")},
        {"area": ("area_odd",)},
        {"plan": ("free text",)},
    ]
