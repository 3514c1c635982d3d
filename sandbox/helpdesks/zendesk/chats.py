"""The stand-in's talks: tickets whose words stand in a chat's history and in no comment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.year import cast
from sandbox.year.plan import SYSTEM, PlannedStep, Speech, TicketPlan

_ONE_IN: Final = 8
_CHANNELS: Final = {"chat": "chat", "messaging": "native_messaging"}
_NAMES: Final = {
    one.id: one.name for one in (cast.ADMIN, cast.ASSISTANT, *cast.AGENTS, cast.FORMER)
}
_FIRST_AUDIT: Final = 28_868_000_000_000
_EARLIER_SECONDS: Final = 3600


def is_talk(plan: TicketPlan) -> bool:
    """Whether a ticket's words stand in the history of a chat."""
    return plan.channel in _CHANNELS and plan.id % _ONE_IN == 0


def begin_event(plan: TicketPlan) -> dict[str, Any]:
    """A chat's begin, as the export of ticket events names it: without its history."""
    value = {
        "visitor_id": f"10502823-{plan.requester}",
        "chat_id": f"2109.10502823.{plan.id}",
        "channel": _CHANNELS[plan.channel],
    }
    return {"event_type": "ChatStartedEvent", "via": "Chat", "value": value}


def audits(plan: TicketPlan, now: Instant) -> dict[str, Any]:
    """The audits of a ticket, of which only a chat's begin says more than its time."""
    entries = [
        {
            "id": _FIRST_AUDIT + 100 * plan.id + number,
            "ticket_id": plan.id,
            "created_at": _iso(step.at),
            "author_id": step.who,
            "events": [_with_history(plan, now)] if not number and is_talk(plan) else [],
        }
        for number, step in enumerate(plan.steps)
        if step.at <= now
    ]
    return {"audits": entries, "meta": {"has_more": False, "after_cursor": None}}


def _with_history(plan: TicketPlan, now: Instant) -> dict[str, Any]:
    """It begins with what an agent wrote earlier, in another ticket of the same conversation."""
    event = begin_event(plan)
    earlier = PlannedStep(at=plan.created_at - _EARLIER_SECONDS, who=cast.AGENTS[0].id, via="chat")
    history = [_line(earlier, plan) | {"message_id": "64ab", "is_history_context": True}]
    history.append({"type": "ChatJoin", "actor_type": "agent", "timestamp": 1000 * plan.created_at})
    words = [step for step in plan.steps if step.speech is Speech.PUBLIC and step.at <= now]
    history += [_line(step, plan) | {"chat_index": n} for n, step in enumerate(words)]
    value = event["value"] | {"history": history}
    return {"id": _FIRST_AUDIT - plan.id, "type": event["event_type"], "value": value}


def _line(step: PlannedStep, plan: TicketPlan) -> dict[str, Any]:
    machine = step.who == SYSTEM
    kind = "system" if machine else "end-user" if step.who == plan.requester else "agent"
    return {
        "type": "ChatMessage",
        "actor_id": "__trigger" if machine else str(step.who),
        "actor_type": kind,
        "actor_name": _NAMES.get(step.who, "Visitor"),
        "timestamp": 1000 * step.at,
        "message": "Words that the bot must never keep.",
    }


def _iso(at: Instant) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
