from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.zendesk.normalise import Reading, rating, team, ticket
from metrics.helpdesks.zendesk.people import person
from metrics.sources.identity import fingerprint
from metrics.tickets.records import (
    Channel,
    Person,
    Priority,
    Rating,
    RatingScore,
    Removal,
    Role,
    Status,
    Team,
    Ticket,
)
from metrics.tickets.vendor_figures import VendorFigures
from tests.metrics.helpdesks.zendesk import examples

CREATED = 1772438400
UPDATED = CREATED + 3600


def test_a_ticket_is_read_whole_and_its_words_stay_behind() -> None:
    assert ticket(examples.ticket(), Reading()) == Ticket(
        id="1517",
        created_at=CREATED,
        changed_at=1772442003,
        status=Status.PENDING,
        channel=Channel.EMAIL,
        channel_raw="email",
        priority=Priority.HIGH,
        team="31",
        agent="501",
        category="question",
        requester="9001",
        submitter="9001",
        vendor=VendorFigures(
            solved_at=1772441400,
            rated=False,
            reply_minutes=16,
            reply_business_minutes=10,
            first_resolution_minutes=30,
            first_resolution_business_minutes=25,
            resolution_minutes=60,
            resolution_business_minutes=45,
            replies=2,
            reopens=1,
        ),
    )


def test_a_ticket_with_nothing_but_the_required_fields_can_be_read() -> None:
    bare = {"id": "7", "created_at": "2026-03-02T08:00:00Z", "updated_at": "2026-03-02T08:00:00Z"}
    reading = Reading()
    found = ticket(bare | {"status": "new", "via": {"channel": "web"}}, reading)
    assert (found.id, found.team, found.agent, found.priority) == ("7", None, None, None)
    assert (found.changed_at, found.vendor) == (CREATED, VendorFigures())
    assert not reading.unknown


@pytest.mark.parametrize("missing", ["id", "created_at"])
def test_a_ticket_without_a_required_field_is_malformed(missing: str) -> None:
    with pytest.raises(MalformedError, match=missing):
        ticket(examples.ticket(**{missing: None}), Reading())


def test_a_subject_is_kept_only_on_request() -> None:
    assert ticket(examples.ticket(), Reading()).subject is None
    kept = ticket(examples.ticket(subject="Zo\x00ë"), Reading(keep_subjects=True))
    assert kept.subject == "Zoë"


@pytest.mark.parametrize(
    ("fields", "category"),
    [
        ([{"id": 77, "value": "billing"}], "billing"),
        ([{"id": 77, "value": ["refund", "billing"]}], "refund"),
        ([{"id": 77, "value": ""}], None),
        ([{"id": 78, "value": "other"}], None),
        ([], None),
        (None, None),
        (["nonsense"], None),
    ],
)
def test_the_category_comes_from_the_configured_field(fields: Any, category: str | None) -> None:
    raw = examples.ticket(custom_fields=fields)
    assert ticket(raw, Reading(category_field="77")).category == category


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("new", Status.NEW),
        ("hold", Status.HOLD),
        ("On-hold", Status.HOLD),
        ("solved", Status.SOLVED),
        ("closed", Status.CLOSED),
        ("archived", Status.CLOSED),
    ],
)
def test_a_known_status_is_ours(word: str, status: Status) -> None:
    reading = Reading()
    assert ticket(examples.ticket(status=word), reading).status is status
    assert not reading.unknown


def test_unknown_words_are_counted_and_never_fatal() -> None:
    reading = Reading()
    raw = examples.ticket(status="galactic", priority="critical", via={"channel": "hologram"})
    found = ticket(raw, reading)
    assert (found.status, found.priority, found.channel) == (Status.OPEN, None, Channel.OTHER)
    assert found.channel_raw == "hologram"
    assert reading.unknown == {
        "status:galactic": 1,
        "priority:critical": 1,
        "channel:hologram": 1,
    }


@pytest.mark.parametrize(
    ("via", "channel"),
    [
        ("mail", Channel.EMAIL),
        (4, Channel.EMAIL),
        ("web", Channel.WEB),
        (0, Channel.WEB),
        ("Web form", Channel.WEB),
        ("closed_ticket", Channel.WEB),
        ("chat", Channel.CHAT),
        (29, Channel.CHAT),
        ("native_messaging", Channel.MESSAGING),
        ("whatsapp", Channel.MESSAGING),
        ("answer_bot_for_web_widget", Channel.MESSAGING),
        ("voice", Channel.PHONE),
        (34, Channel.PHONE),
        ("twitter_dm", Channel.SOCIAL),
        ("instagram_dm", Channel.SOCIAL),
        ("sms", Channel.SMS),
        ("api", Channel.API),
        ("rule", Channel.OTHER),
    ],
)
def test_a_channel_is_known_by_name_and_by_number(via: object, channel: Channel) -> None:
    reading = Reading()
    assert ticket(examples.ticket(via={"channel": via}), reading).channel is channel
    assert not reading.unknown


def test_a_messaging_ticket_made_through_the_api_is_messaging() -> None:
    raw = examples.ticket(via={"channel": "api"}, from_messaging_channel=True)
    assert ticket(raw, Reading()).channel is Channel.MESSAGING


def test_a_follow_up_names_the_ticket_before_it() -> None:
    via = {"channel": "web", "source": {"from": {"ticket_id": 1400}, "rel": "follow_up"}}
    assert ticket(examples.ticket(via=via), Reading()).parent == "1400"
    via["source"] = {"from": {"ticket_id": 1400}, "rel": "problem"}
    assert ticket(examples.ticket(via=via), Reading()).parent is None


def test_a_deleted_ticket_is_removed_when_it_was_last_updated() -> None:
    found = ticket(examples.ticket(status="deleted", subject="SCRUBBED"), Reading())
    assert (found.removal, found.removed_at) == (Removal.DELETED, UPDATED)


def test_a_merged_ticket_is_removed_when_it_was_closed() -> None:
    raw = examples.ticket(status="closed", tags=["closed_by_merge"])
    found = ticket(raw, Reading())
    assert (found.removal, found.removed_at) == (Removal.MERGED, CREATED + 3000)
    found = ticket(raw | {"metric_set": None}, Reading())
    assert (found.removal, found.removed_at) == (Removal.MERGED, UPDATED)


def test_a_sample_ticket_never_counts() -> None:
    found = ticket(examples.ticket(via={"channel": "sample_ticket"}), Reading())
    assert (found.removal, found.removed_at) == (Removal.TEST, CREATED)


def test_a_reply_time_without_a_reply_is_no_figure() -> None:
    metrics = {"replies": 0, "reply_time_in_minutes": {"calendar": 0, "business": 0}}
    vendor = ticket(examples.ticket(metric_set=metrics), Reading()).vendor
    assert (vendor.replies, vendor.reply_minutes, vendor.reply_business_minutes) == (0, None, None)


def test_an_agent_keeps_the_name_and_a_customer_does_not() -> None:
    stamp = 1767862800
    assert person(examples.user(), Reading()) == Person(
        id="501",
        role=Role.AGENT,
        changed_at=stamp,
        name="Priya Raghunathan",
        address=fingerprint(examples.user()["email"]),
    )
    assert person(examples.user(role="end-user"), Reading()) == Person(
        id="501", role=Role.CUSTOMER, changed_at=stamp
    )
    assert person(examples.user(role="admin"), Reading()).role is Role.AGENT


@pytest.mark.parametrize("named", ["501", "Priya Raghunathan"])
def test_a_configured_bot_is_a_bot_whatever_its_role(named: str) -> None:
    found = person(examples.user(), Reading(bot_users=frozenset({named})))
    assert (found.role, found.name) == (Role.BOT, "Priya Raghunathan")


@pytest.mark.parametrize("gone", [{"active": False}, {"suspended": True}])
def test_a_person_who_left_is_not_active(gone: dict[str, bool]) -> None:
    assert not person(examples.user(**gone), Reading()).active


def test_an_unknown_role_is_a_customer_and_counted() -> None:
    reading = Reading()
    assert person(examples.user(role="wizard"), reading).role is Role.CUSTOMER
    assert reading.unknown == {"role:wizard": 1}


def test_a_group_is_a_team() -> None:
    assert team(examples.group(), Reading()) == Team(id="31", name="Billing")
    assert not team(examples.group(deleted=True), Reading()).active


def test_an_answered_rating_is_dated_by_its_answer() -> None:
    answered = 1772562600
    assert rating(examples.rating(), Reading()) == Rating(
        id="62",
        ticket="1517",
        at=answered,
        changed_at=answered,
        score=RatingScore.GOOD,
        offered_at=answered - 30600,
        agent="501",
        team="31",
    )


@pytest.mark.parametrize(
    ("word", "score"),
    [
        ("bad", RatingScore.BAD),
        ("good_with_comment", RatingScore.GOOD),
        ("offered", RatingScore.OFFERED),
    ],
)
def test_a_score_is_ours(word: str, score: RatingScore) -> None:
    found = rating(examples.rating(score=word), Reading())
    assert found is not None
    assert found.score is score


def test_an_offer_is_dated_by_itself_and_one_never_made_is_no_rating() -> None:
    offered = rating(examples.rating(score="offered"), Reading())
    assert offered is not None
    assert offered.at == 1772532000
    assert rating(examples.rating(score="unoffered"), Reading()) is None


def test_an_unknown_score_is_malformed() -> None:
    with pytest.raises(MalformedError, match="score"):
        rating(examples.rating(score="purple"), Reading())


@pytest.mark.parametrize(
    ("via", "child"),
    [
        ({"channel": "side_conversation", "source": {"from": {}, "to": {}, "rel": None}}, True),
        ({"channel": "api", "source": {"from": {}, "to": {}, "rel": "side_conversation"}}, True),
        ({"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}, False),
    ],
)
def test_a_ticket_of_a_side_conversation_is_no_customers(via: dict[str, Any], child: bool) -> None:
    assert ticket(examples.ticket(via=via), Reading()).child is child


@pytest.mark.parametrize(
    ("rating", "rated"),
    [(None, None), ({"score": "unoffered"}, False), ({"score": "offered"}, False)]
    + [({"score": score}, True) for score in ("good", "bad", "good_with_comment")],
)
def test_zendesk_says_whether_a_customer_rated(rating: object, rated: bool | None) -> None:
    found = ticket(examples.ticket(satisfaction_rating=rating), Reading())
    assert found.vendor.rated is rated
