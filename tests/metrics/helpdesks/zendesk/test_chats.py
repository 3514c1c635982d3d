"""What is said in chats and messaging, in the shape of a ticket's audits."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.zendesk import Reading
from metrics.helpdesks.zendesk.history import events
from metrics.tickets.records import Event, EventKind, Record, Role, Unreadable
from tests.metrics.helpdesks.zendesk.examples import change, comment, ticket_event

CREATED = 1_772_442_000
SINCE = 1_772_000_000


def line(after: int, who: str, kind: str = "agent", **more: Any) -> dict[str, Any]:
    return {
        "type": "ChatMessage",
        "actor_id": who,
        "actor_type": kind,
        "actor_name": "Priya",
        "timestamp": 1000 * (CREATED + after) + 250,
        "message": "Where is it?",
        "chat_index": after,
        **more,
    }


ASKS = line(0, "9001", "end-user")
ANSWERS = line(600, "501")


def chat(*history: dict[str, Any], kind: str = "ChatStartedEvent") -> dict[str, Any]:
    value = {"visitor_id": "1-16Ek", "chat_id": "2109.1.Sj", "history": list(history)}
    return {"id": 1932802680168, "event_type": kind, "via": "Chat", "value": value}


def said(row: dict[str, Any], reading: Reading | None = None) -> list[tuple[int, str | None]]:
    """After how many seconds who said something."""
    found = [e for e in events(row, reading or Reading()) if isinstance(e, Event)]
    return [(e.at - CREATED, e.actor) for e in found if e.kind is EventKind.MESSAGE]


def test_a_reply_in_a_chat_is_a_message_of_its_author_at_its_own_instant() -> None:
    row = ticket_event(chat(ASKS, {"type": "ChatJoin", "actor_id": "501"}, ANSWERS))
    first, second = (e for e in events(row, Reading()) if isinstance(e, Event))
    assert (first.at, first.actor, first.public) == (CREATED, "9001", True)
    assert second == Event(
        id="1517/chat/1772442600.250/501",
        ticket="1517",
        at=CREATED + 600,
        order=2,
        kind=EventKind.MESSAGE,
        actor="501",
        author=Role.AGENT,
        public=True,
    )


def test_files_are_words_and_all_else_that_happens_in_a_chat_is_not() -> None:
    others = ("ChatLeave", "ChatRating", "ChatMessageStatus", "ChatDepartmentTransfer")
    row = ticket_event(chat(*(line(5, "501", type=kind) for kind in others)))
    assert said(row) == []
    assert said(ticket_event(chat(line(9, "501", type="ChatFileAttachment")))) == [(9, "501")]


@pytest.mark.parametrize(
    ("who", "kind", "actor", "automated"),
    [
        ("501", "agent", "501", False),
        ("agent:501", "agent", "501", False),
        ("9001", "end-user", "9001", False),
        ("", "end_user", None, False),
        ("__trigger", "trigger", None, True),
        ("__system", "system", None, True),
        ("777", "agent", "777", True),
        ("778", "bot", "778", True),
    ],
)
def test_agents_customers_and_bots_are_told_apart(
    who: str, kind: str, actor: str | None, automated: bool
) -> None:
    (found,) = events(ticket_event(chat(line(1, who, kind))), Reading(bot_users=frozenset({"777"})))
    assert isinstance(found, Event)
    assert (found.actor, found.automated) == (actor, automated)


def test_a_bot_is_known_by_its_name_too() -> None:
    (found,) = events(ticket_event(chat(ANSWERS)), Reading(bot_users=frozenset({"Priya"})))
    assert isinstance(found, Event)
    assert found.automated


def test_what_was_said_before_the_chat_is_not_said_again_in_it() -> None:
    earlier = line(-3600, "501", is_history_context=True)
    assert said(ticket_event(chat(earlier, ASKS))) == [(0, "9001")]


def test_a_message_without_a_time_is_set_aside_alone() -> None:
    broken = line(3, "501", timestamp="soon")
    found = list(events(ticket_event(chat(ASKS, broken, ANSWERS)), Reading()))
    assert [isinstance(one, Unreadable) for one in found] == [False, True, False]


def test_the_transcript_of_a_chat_is_no_reply() -> None:
    row = ticket_event(comment(via={"channel": "chat_transcript"}))
    (found,) = events(row, Reading())
    assert isinstance(found, Event)
    assert not found.public


def exported(api: respx.MockRouter, *rows: dict[str, Any]) -> None:
    body = {"ticket_events": list(rows), "end_time": SINCE + 9, "end_of_stream": True}
    api.get("/incremental/ticket_events").respond(json=body)


def audit(*told: dict[str, Any], at: str = "2026-03-02T09:00:00Z") -> dict[str, Any]:
    return {"id": 7, "created_at": at, "events": [{**e, "type": e["event_type"]} for e in told]}


def words(page: tuple[Record, ...]) -> list[tuple[int, str | None]]:
    found = [e for e in page if isinstance(e, Event) and e.kind is EventKind.MESSAGE]
    return [(e.at - CREATED, e.actor) for e in found]


def test_an_answered_chat_has_its_replies_from_its_audits(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    """By hand: asked at 09:00:00, answered by 501 at 09:10:00: a first reply after 10 minutes."""
    exported(
        api,
        ticket_event(chat(), change("status", "open", "new"), via="Messaging"),
        ticket_event(change("status", "solved", "open"), via="Messaging", id=8),
        ticket_event(comment(), via="Chat", id=9, ticket_id=3),
        ticket_event(change("status", "open", "new"), id=10, ticket_id=4),
    )
    elsewhere = line(-3600, "502", is_history_context=True)
    audits = api.get("/tickets/1517/audits")
    audits.respond(
        json={
            "audits": [
                audit(chat(elsewhere, ASKS, ANSWERS)),
                audit(chat(ASKS, ANSWERS, kind="ChatEndedEvent"), at="2026-03-02T10:00:00Z"),
            ]
        }
    )
    page = zendesk.page("events", None, SINCE)
    assert audits.call_count == 1
    assert words(page.records) == [(0, "9001"), (600, "501"), (0, "9001"), (600, "501"), (0, "501")]
    ids = [one.id for one in page.records if isinstance(one, Event) and "/chat/" in one.id]
    assert ids[:2] == ids[2:]


def test_a_chat_whose_only_comment_is_the_link_to_it_asks_the_audits(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    link = {"id": 3, "event_type": "Comment", "comment_present": True, "comment_public": False}
    exported(api, ticket_event(link, via="Chat"))
    api.get("/tickets/1517/audits").respond(json={"audits": [audit(chat(ASKS, ANSWERS))]})
    found = [e for e in zendesk.page("events", None, SINCE).records if isinstance(e, Event)]
    assert [e.at - CREATED for e in found if e.public] == [0, 600]


def test_a_row_that_came_by_messaging_without_a_word_asks_the_audits_page_by_page(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    exported(api, ticket_event(via="Messaging"))
    audits = api.get("/tickets/1517/audits")
    first = {"audits": [audit(chat(ASKS))], "meta": {"has_more": True, "after_cursor": "B"}}
    audits.side_effect = [
        httpx.Response(200, json=first),
        httpx.Response(200, json={"audits": [audit(chat(ANSWERS), at="2026-03-02T09:09:00Z")]}),
    ]
    assert words(zendesk.page("events", None, SINCE).records) == [(0, "9001"), (600, "501")]
    assert dict(audits.calls.last.request.url.params)["page[after]"] == "B"


@pytest.mark.parametrize("status", [403, 404])
def test_audits_that_are_not_given_leave_the_row_as_it_is(
    api: respx.MockRouter, zendesk: Helpdesk, status: int
) -> None:
    exported(api, ticket_event(chat(), change("status", "open", "new")))
    api.get("/tickets/1517/audits").respond(status)
    (found,) = zendesk.page("events", None, SINCE).records
    assert isinstance(found, Event)
    assert found.new == "open"


def test_a_token_that_is_refused_is_no_matter_of_one_ticket(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    exported(api, ticket_event(chat()))
    api.get("/tickets/1517/audits").respond(401)
    with pytest.raises(HelpdeskError):
        zendesk.page("events", None, SINCE)


def test_a_page_of_very_many_chats_is_cut_between_two_seconds(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    def row(number: int, at: int) -> dict[str, Any]:
        return ticket_event(chat(), id=number, ticket_id=number, timestamp=at)

    told = [row(n, SINCE + n // 3) for n in range(1, 131)]
    exported(api, *told)
    audits = api.get(url__regex=r".*/tickets/\d+/audits").respond(json={"audits": []})
    page = zendesk.page("events", None, SINCE)
    assert audits.call_count == 98  # tickets 1 to 98; 99, 100 and 101 are of the second after
    assert (page.cursor, page.caught_up) == (f"start_time={SINCE + 33}", False)
    assert page.through_at == SINCE + 33
    exported(api, *told[98:])
    assert zendesk.page("events", page.cursor, SINCE).caught_up
    exported(api, *(row(n, SINCE) for n in range(1, 131)))
    assert zendesk.page("events", None, SINCE).caught_up
