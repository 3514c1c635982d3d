"""What was said in a case: e-mails where it came by e-mail, else comments, published or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.records import Record, Row, versions
from sandbox.year.plan import SYSTEM, PlannedStep, Speech, TicketPlan

READ, SENT, DRAFT = "1", "3", "5"
_EACH_CASE: Final = 1000
_DRAFTS_EACH: Final = 13
_DRAFTED_BEFORE: Final = 60
_SUPPORT: Final = "support@lumen-support.example"
_BODY: Final = "Words that the bot must never keep."


def message_records(plan: TicketPlan) -> Iterator[Record]:
    """Every e-mail and comment of a case. How a case began stands there only for e-mails.

    What a customer wrote on the web stands in the case itself, and a call is not written down.
    """
    for number, step in enumerate(plan.steps):
        by_mail = plan.channel == "email" and step.speech is Speech.PUBLIC
        if by_mail:
            yield from _email(plan, number, step)
        elif step.speech is not None and (number or plan.agent_created):
            yield from _comment(plan, number, step)


def _stamps(at: Instant, created_at: Instant, who: int) -> Row:
    return {
        "CreatedDate": created_at,
        "CreatedById": ids.user(who),
        "LastModifiedDate": at,
        "LastModifiedById": ids.user(who),
        "SystemModstamp": at,
    }


def _email(plan: TicketPlan, number: int, step: PlannedStep) -> Iterator[Record]:
    """An e-mail. What came in is stored by Salesforce itself, what goes out by who wrote it."""
    incoming = step.who == plan.requester
    who = SYSTEM if incoming else step.who
    row: Row = {
        "Id": ids.ident(ids.EMAIL, _EACH_CASE * plan.id + number),
        "ParentId": ids.ident(ids.CASE, plan.id),
        "Incoming": incoming,
        "MessageDate": step.at,
        "Status": READ if incoming else SENT,
        "IsExternallyVisible": True,
        "IsPrivateDraft": False,
        "ReplyToEmailMessageId": None,
        "FromAddress": f"{plan.requester}@example.org" if incoming else _SUPPORT,
        "ToAddress": _SUPPORT if incoming else f"{plan.requester}@example.org",
        "Subject": _BODY,
        "TextBody": _BODY,
    }
    drafted_at = max(plan.created_at, step.at - _DRAFTED_BEFORE)
    if number and not incoming and who != SYSTEM and plan.id % _DRAFTS_EACH == 0:
        draft = {"Status": DRAFT, "IsPrivateDraft": True, "IsExternallyVisible": False}
        begun = row | _stamps(drafted_at, drafted_at, who) | draft | {"MessageDate": drafted_at}
        ready = row | _stamps(step.at, drafted_at, who)
        yield from versions("EmailMessage", plan, [(drafted_at, begun), (step.at, ready)])
    else:
        yield from versions("EmailMessage", plan, [(step.at, row | _stamps(step.at, step.at, who))])


def _comment(plan: TicketPlan, number: int, step: PlannedStep) -> Iterator[Record]:
    row: Row = {
        "Id": ids.ident(ids.COMMENT, _EACH_CASE * plan.id + number),
        "ParentId": ids.ident(ids.CASE, plan.id),
        "IsPublished": step.speech is Speech.PUBLIC,
        "CommentBody": _BODY,
    }
    stamps = _stamps(step.at, step.at, step.who)
    yield from versions("CaseComment", plan, [(step.at, row | stamps)])
