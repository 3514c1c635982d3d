"""Who may answer customers: light agents, custom roles and agents of other accounts."""

from __future__ import annotations

from typing import Any

import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.zendesk import Reading
from metrics.helpdesks.zendesk.people import person
from metrics.sources.identity import fingerprint
from metrics.tickets.records import Person, Role
from tests.metrics.helpdesks.zendesk.examples import user


@pytest.mark.parametrize(
    ("given", "role"),
    [
        ({"role": "agent", "role_type": None}, Role.AGENT),
        ({"role": "agent", "role_type": 0}, Role.AGENT),
        ({"role": "agent", "role_type": 1}, Role.LIGHT),
        ({"role": "agent", "role_type": 2}, Role.AGENT),
        ({"role": "agent", "role_type": 3}, Role.AGENT),
        ({"role": "admin", "role_type": 4}, Role.AGENT),
        ({"role": "end-user", "role_type": 1}, Role.CUSTOMER),
        ({"role": "end-user", "shared_agent": True}, Role.LIGHT),
        ({"role": "agent", "shared_agent": True}, Role.LIGHT),
        ({"role": "end-user", "shared": True}, Role.CUSTOMER),
    ],
)
def test_a_light_agent_and_one_of_another_account_are_no_agents(
    given: dict[str, Any], role: Role
) -> None:
    assert person(user(**given), Reading()).role is role


def test_a_light_agents_name_is_kept_and_a_strangers_is_not() -> None:
    assert person(user(role_type=1), Reading()).name == "Priya Raghunathan"
    assert person(user(shared_agent=True), Reading()).name == ""


def test_a_bot_that_the_settings_name_is_one_whatever_its_role() -> None:
    bots = frozenset({"Priya Raghunathan"})
    assert person(user(role_type=1), Reading(bot_users=bots)).role is Role.BOT


def roles(api: respx.MockRouter, zendesk: Helpdesk, *users: dict[str, Any]) -> list[Role]:
    body = {"users": list(users), "after_cursor": "a", "end_of_stream": True}
    api.get("/incremental/users/cursor").respond(json=body)
    found = zendesk.page("users", None, 1_700_000_000).records
    return [one.role for one in found if isinstance(one, Person)]


def test_a_custom_role_that_may_not_comment_in_public_makes_a_light_agent(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    custom = api.get("/custom_roles")
    custom.respond(
        json={
            "custom_roles": [
                {"id": 10, "configuration": {"ticket_comment_access": "none"}},
                {"id": 11, "configuration": {"ticket_comment_access": "public"}},
            ]
        }
    )
    told = [user(id=n, role_type=0, custom_role_id=role) for n, role in ((1, 10), (2, 11), (3, 12))]
    assert roles(api, zendesk, *told) == [Role.LIGHT, Role.AGENT, Role.AGENT]
    assert roles(api, zendesk, user(custom_role_id=None)) == [Role.AGENT]
    assert custom.call_count == 1


def test_a_plan_without_custom_roles_goes_by_the_kind_of_role(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get("/custom_roles").respond(404)
    told = [user(id=1, role_type=0, custom_role_id=10), user(id=2, role_type=1, custom_role_id=9)]
    assert roles(api, zendesk, *told) == [Role.AGENT, Role.LIGHT]
    api.get("/custom_roles").respond(401)
    with pytest.raises(HelpdeskError):
        roles(api, zendesk, *told)


def test_who_was_deleted_or_suspended_is_still_told() -> None:
    for gone in ({"active": False}, {"suspended": True}):
        found = person(user(**gone), Reading())
        assert (found.role, found.active) == (Role.AGENT, False)


def test_of_an_address_of_the_staff_a_fingerprint_is_kept_and_of_nobody_elses() -> None:
    mine = person(user(email=" Priya@Lumen.example "), Reading()).address
    assert mine == fingerprint("priya@lumen.example")
    assert "priya" not in mine
    for stranger in ({"shared_agent": True}, {"role": "end-user"}, {"email": None}):
        assert person(user(**{"email": "priya@lumen.example", **stranger}), Reading()).address == ""
