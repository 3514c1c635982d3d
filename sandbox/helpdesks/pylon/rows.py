"""Rows in Pylon's own shapes, as they stand at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.pylon.ids import account_id, contact_id, ident, issue_id, team_id, user_id
from sandbox.helpdesks.pylon.states import MACHINES, PEOPLE, IssueState
from sandbox.year import cast
from sandbox.year.plan import PlannedStep, Speech, TicketPlan
from sandbox.year.promises import FRT, RESOLUTION
from sandbox.year.shifts import Shifts

Row = dict[str, Any]

CATEGORY_FIELD: Final = "question_type"
"""The slug of the custom field that holds a ticket's category."""

ACCOUNTS: Final = 60
SOURCES: Final = {
    "email": "email",
    "web": "form",
    "chat": "chat_widget",
    "messaging": "slack",
    "phone": "phone",
    "social": "discord",
}
"""What came by the API, and what agents open for themselves, is manual."""
_CONVERSATIONS: Final = frozenset({"slack", "chat_widget", "discord"})
PRIORITIES: Final = {"low": "low", "normal": "medium", "high": "high", "urgent": "urgent"}
_LINK: Final = "https://app.usepylon.com/issues?issueNumber={}"
_BODY: Final = "<p>Words that the bot must never keep.</p>"


def iso(at: Instant | None) -> str | None:
    """A moment as Pylon writes it."""
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def source(plan: TicketPlan) -> str:
    """Where an issue came from."""
    return SOURCES.get(plan.channel, "manual")


def issue_type(plan: TicketPlan) -> str:
    """Whether an issue is a conversation or a ticket."""
    return "conversation" if source(plan) in _CONVERSATIONS else "ticket"


def account_of(plan: TicketPlan) -> str:
    """The company of a ticket's customer."""
    return account_id(plan.requester % ACCOUNTS)


def tags(state: IssueState) -> list[str]:
    """The names of the tags of an issue."""
    merged = ["closed_by_merge"] if state.fields.get("tags") else []
    return (["outage"] if state.plan.category == cast.OUTAGE else []) + merged


def issue(state: IssueState, shifts: Shifts, due: Mapping[str, Instant]) -> Row:
    """An issue. Of the odd ones what is empty is missing, of the even ones it is null."""
    row = _facts(state) | _times(state, shifts, due)
    if state.plan.id % 2:
        return {key: value for key, value in row.items() if value is not None}
    return row


def _facts(state: IssueState) -> Row:
    plan, fields = state.plan, state.fields
    team, agent = fields.get("group_id"), fields.get("assignee_id")
    manual = source(plan) == "manual"
    return {
        "id": issue_id(plan.id),
        "number": plan.id,
        "title": (plan.category or "hello").replace("_", " ").capitalize(),
        "body_html": _BODY,
        "link": _LINK.format(plan.id),
        "state": state.slug,
        "type": issue_type(plan),
        "source": source(plan),
        "slack": _slack(plan) if source(plan) == "slack" else None,
        "account": None if manual else {"id": account_of(plan), "external_ids": None},
        "requester": None if manual else _contact(plan),
        "assignee": _user(agent) if isinstance(agent, int) else None,
        "team": {"id": team_id(team)} if isinstance(team, int) else None,
        "tags": tags(state) or None,
        "custom_fields": _custom_fields(state),
        "external_issues": _external_issues(plan),
        "attachment_urls": None,
        "customer_portal_visible": False,
        "is_issue_group": False,
        "author_unverified": source(plan) == "form",
        "csat_responses": _csat_responses(state),
    }


def _times(state: IssueState, shifts: Shifts, due: Mapping[str, Instant]) -> Row:
    """Stamps, and seconds in both clocks; the deadlines stay when an issue is resolved."""
    start = state.plan.created_at
    first, solved = state.first_response_at, state.resolved_at
    return {
        "created_at": iso(start),
        "updated_at": iso(state.updated_at),
        "latest_message_time": iso(state.latest_message_at),
        "snoozed_until_time": None,
        "first_response_time": iso(first),
        "first_response_seconds": None if first is None else first - start,
        "business_hours_first_response_seconds": _office(shifts, start, first),
        "first_response_breach_time": iso(due.get(FRT)),
        "first_resolution_time": iso(state.first_resolved_at),
        "resolution_time": iso(solved),
        "resolution_seconds": None if solved is None else solved - start,
        "business_hours_resolution_seconds": _office(shifts, start, solved),
        "resolution_breach_time": iso(due.get(RESOLUTION)),
        "team_slas": _team_slas(state, shifts),
        "time_in_status_seconds": dict(state.in_status),
        "business_hours_time_in_status_seconds": dict(state.office_in_status),
        "number_of_touches": state.touches,
    }


def _office(shifts: Shifts, start: Instant, end: Instant | None) -> int | None:
    return None if end is None else shifts.seconds_until(end) - shifts.seconds_until(start)


def _team_slas(state: IssueState, shifts: Shifts) -> list[Row] | None:
    """The team's own clocks, which run from when it got the issue."""
    team, start = state.fields.get("group_id"), state.team_since
    if not isinstance(team, int):
        return None
    ends = {
        "first_response": state.first_response_at,
        "first_resolution": state.first_resolved_at,
        "resolution": state.resolved_at,
    }
    row: Row = {"team_id": team_id(team)}
    for name, end in ends.items():
        if end is None or end < start:
            continue
        row[name] = {
            "seconds": end - start,
            "business_hours_seconds": _office(shifts, start, end),
        }
        if name != "first_resolution":
            row[name]["time"] = iso(end)
    return [row]


def _custom_fields(state: IssueState) -> Row:
    """The values by slug, each an object; a field without a value is not there."""
    found: Row = {}
    word = PRIORITIES.get(str(state.fields.get("priority")))
    if word:
        found["priority"] = {
            "slug": "priority",
            "value": word,
            "interpreted_value": word.capitalize(),
        }
    if category := state.plan.category:
        label = category.replace("_", " ").capitalize()
        found[CATEGORY_FIELD] = {
            "slug": CATEGORY_FIELD,
            "value": category,
            "values": [category],
            "interpreted_values": [label],
        }
    return found


def _external_issues(plan: TicketPlan) -> list[Row] | None:
    """What engineers work on: a problem, and with it all its incidents."""
    number = plan.id if plan.kind == "problem" else plan.problem
    if number is None:
        return None
    link = f"https://linear.app/lumen/issue/ENG-{number}"
    return [{"source": "linear", "external_id": ident("linear", number), "link": link}]


def score(plan: TicketPlan) -> int:
    """One to five: good are 4 and 5, bad 1 and 2. The scale is each workspace's own."""
    assert plan.survey is not None
    return (4 if plan.survey.good else 1) + plan.id % 2


def _csat_responses(state: IssueState) -> list[Row] | None:
    """Answers, without a date; that somebody was asked stands nowhere."""
    if state.fields.get("satisfaction") not in {"good", "bad"}:
        return None
    return [{"score": score(state.plan), "comment": "Words that the bot must never keep."}]


def _slack(plan: TicketPlan) -> Row:
    return {
        "workspace_id": "T0LUMEN",
        "channel_id": f"C{plan.requester % ACCOUNTS:08}",
        "message_ts": f"{plan.created_at}.{plan.id:06}",
    }


def _contact(plan: TicketPlan) -> Row:
    return {"id": contact_id(plan.requester), "email": f"{plan.requester}@customer.example"}


def _user(number: int) -> Row:
    return {"id": user_id(number), "email": email(number)}


def email(number: int) -> str:
    """The address of somebody on the team."""
    return f"{number}@lumen-support.example"


def message(plan: TicketPlan, number: int, step: PlannedStep) -> Row:
    """A message or a note. What a trigger writes has an author with a name and nothing else."""
    private = step.speech is Speech.NOTE
    name = f"{plan.id}/{number}"
    row: Row = {
        "id": ident("message", name),
        "author": _author(plan, step.who),
        "is_private": private,
        "message_html": _BODY,
        "source": source(plan),
        "timestamp": iso(step.at),
        "file_urls": None,
        "thread_id": ident("thread", plan.id) if private else None,
    }
    if source(plan) == "email" and not private:
        row["email_info"] = {
            "from_email": f"{plan.requester}@customer.example",
            "to_emails": ["support@lumen-support.example"],
            "message_id": f"<{row['id']}@customer.example>",
        }
    return {key: value for key, value in row.items() if value is not None}


def _author(plan: TicketPlan, who: int) -> Row:
    if who in MACHINES:
        return {"name": "Auto-reply", "avatar_url": ""}
    if who in PEOPLE and (who != plan.requester or source(plan) == "manual"):
        return {"name": f"User {who}", "avatar_url": "", "user": _user(who)}
    return {"name": f"Customer {who}", "avatar_url": "", "contact": _contact(plan)}
