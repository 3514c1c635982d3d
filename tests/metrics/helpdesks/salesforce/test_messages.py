from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.salesforce.messages import comment, email
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.tickets.records import Role
from tests.metrics.helpdesks.salesforce import examples
from tests.metrics.helpdesks.salesforce.examples import (
    AGENT,
    CASE,
    CREATED,
    CUSTOMER,
    MACHINE,
    ROBOT,
    stamp,
)


def test_an_email_that_was_sent_is_of_when_it_was_sent() -> None:
    event = email(examples.email(), Reading())
    assert event
    assert (event.ticket, event.at, event.actor) == (CASE, CREATED + 600, AGENT)
    assert (event.author, event.automated, event.public) == (Role.AGENT, False, True)


def test_an_email_that_came_in_is_a_customers_and_of_when_it_came() -> None:
    raw = examples.email(Incoming=True, MessageDate=stamp(3), CreatedDate=stamp(5), Status="1")
    event = email(raw, Reading())
    assert event
    assert (event.at, event.actor, event.author) == (CREATED + 5, None, Role.CUSTOMER)


@pytest.mark.parametrize("changes", [{"Status": "5"}, {"IsPrivateDraft": True}])
def test_a_draft_is_no_message(changes: dict[str, Any]) -> None:
    assert email(examples.email(**changes), Reading()) is None


@pytest.mark.parametrize(
    ("who", "kind", "author", "automated"),
    [
        (AGENT, "Standard", Role.AGENT, False),
        (CUSTOMER, "CspLitePortal", Role.CUSTOMER, False),
        (ROBOT, "Standard", Role.BOT, True),
        (MACHINE, "Standard", None, True),
        ("0053h00000AUTOMAA1", "AutomatedProcess", None, True),
        (AGENT, "", None, False),
        (AGENT, "Visitor", None, False),
    ],
)
def test_whose_words_they_are_tells_the_type_of_the_user(
    who: str, kind: str, author: Role | None, automated: bool
) -> None:
    reading = Reading(bot_users=frozenset({ROBOT}), system_users=frozenset({MACHINE}))
    raw = examples.comment(CreatedById=who, CreatedBy={"UserType": kind})
    event = comment(raw, reading)
    assert event
    assert (event.actor, event.author, event.automated) == (who, author, automated)


def test_a_comment_is_public_where_it_is_published() -> None:
    for published in (True, False, None):
        event = comment(examples.comment(IsPublished=published), Reading())
        assert event
        assert event.public is (published is True)


def test_a_message_of_no_case_is_malformed() -> None:
    with pytest.raises(MalformedError, match="ParentId"):
        email(examples.email(ParentId=None), Reading())


def test_a_message_that_was_deleted_is_public_no_more() -> None:
    gone = {"IsDeleted": True, "Parent": {"IsDeleted": False}}
    for event in (
        email(examples.email(**gone), Reading()),
        comment(examples.comment(**gone), Reading()),
        comment(examples.comment(IsDeleted=True), Reading()),
    ):
        assert event
        assert not event.public


def test_a_message_in_the_bin_with_its_case_stays_as_it_was() -> None:
    with_case = {"IsDeleted": True, "Parent": {"IsDeleted": True}}
    assert email(examples.email(**with_case), Reading()) is None
    assert comment(examples.comment(**with_case), Reading()) is None
