"""What the tables hold of people: of each column that can name somebody, whom and how.

The page on privacy is printed of this, and exporting and forgetting go by it. A test holds that
each column of words is among `PERSONAL` or among `IMPERSONAL`, so whoever adds one decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Holds(StrEnum):
    """How a column names somebody.

    DESK: by their id at the helpdesk of the row. SLACK: by their id in Slack; several have spaces
    between. WRITTEN: as a file has them, by id or name. KEY: by the key of an agent. PHRASE: in a
    phrase, which may name an agent. NAME, ADDRESS and WORDS: what they are called, the fingerprint
    of their address, and what they wrote themselves.
    """

    DESK = "id at the helpdesk"
    SLACK = "id in Slack"
    WRITTEN = "id or name, as the file has it"
    KEY = "key"
    PHRASE = "a phrase, which may name an agent"
    NAME = "name"
    ADDRESS = "fingerprint of the address"
    WORDS = "own words"


CUSTOMER, AGENT, EITHER, READER = "customer", "agent", "customer or agent", "person in Slack"

PERSONAL: Final[Mapping[str, Mapping[str, tuple[str, Holds]]]] = MappingProxyType(
    {
        "ticket": {
            "requester": (CUSTOMER, Holds.DESK),
            "submitter": (EITHER, Holds.DESK),
            "agent": (AGENT, Holds.DESK),
            "subject": (CUSTOMER, Holds.WORDS),
        },
        "timeline": {
            "requester": (CUSTOMER, Holds.DESK),
            "agent": (AGENT, Holds.DESK),
            "first_reply_agent": (AGENT, Holds.DESK),
        },
        "span": {"agent": (AGENT, Holds.DESK)},
        "wait": {"agent": (AGENT, Holds.DESK)},
        "solve": {"agent": (AGENT, Holds.DESK)},
        "event": {
            "actor": (EITHER, Holds.DESK),
            "old": (AGENT, Holds.DESK),
            "new": (AGENT, Holds.DESK),
        },
        "rating": {"agent": (AGENT, Holds.DESK)},
        "person": {
            "id": (EITHER, Holds.DESK),
            "name": (AGENT, Holds.NAME),
            "address": (AGENT, Holds.ADDRESS),
        },
        "person_role": {"person": (EITHER, Holds.DESK)},
        "person_seen": {"person": (AGENT, Holds.DESK)},
        "handling": {"agent": (AGENT, Holds.WRITTEN)},
        "call": {"agent": (AGENT, Holds.WRITTEN)},
        "survey": {"customer": (CUSTOMER, Holds.WRITTEN), "agent": (AGENT, Holds.WRITTEN)},
        "review": {"agent": (AGENT, Holds.WRITTEN)},
        "shift": {"agent": (AGENT, Holds.WRITTEN)},
        "session": {"visitor": (CUSTOMER, Holds.WRITTEN)},
        "churn": {"customer": (CUSTOMER, Holds.WRITTEN)},
        "customer_tier": {"customer": (CUSTOMER, Holds.WRITTEN)},
        "claim": {
            "person": (READER, Holds.SLACK),
            "agent": (AGENT, Holds.KEY),
            "asked": (READER, Holds.SLACK),
            "decided_by": (READER, Holds.SLACK),
        },
        "home": {"person": (READER, Holds.SLACK)},
        "visitor": {"person": (READER, Holds.SLACK)},
        "look": {"person": (READER, Holds.SLACK), "phrase": (AGENT, Holds.PHRASE)},
        "take": {"person": (READER, Holds.SLACK), "given_back_by": (READER, Holds.SLACK)},
        "note": {
            "noted_by": (READER, Holds.SLACK),
            "removed_by": (READER, Holds.SLACK),
            "text": (READER, Holds.WORDS),
        },
        "target": {"set_by": (READER, Holds.SLACK)},
        "core_set": {"set_by": (READER, Holds.SLACK)},
        "receipt": {"person": (READER, Holds.SLACK), "phrase": (AGENT, Holds.PHRASE)},
        "question": {"payload": (READER, Holds.WORDS)},
        "missed_word": {"word": (READER, Holds.WORDS)},
        "digest_schedule": {"owner": (READER, Holds.SLACK)},
        "delivery": {
            "owner": (READER, Holds.SLACK),
            "payload": (AGENT, Holds.NAME),
            "picture": (AGENT, Holds.NAME),
        },
        "alert": {
            "owner": (READER, Holds.SLACK),
            "acknowledged_by": (READER, Holds.SLACK),
            "phrase": (AGENT, Holds.PHRASE),
            "watch": (AGENT, Holds.PHRASE),
        },
        "alert_step": {"who": (READER, Holds.SLACK)},
    }
)
"""By table and column: whom it names, and how."""

KEPT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "question": "until it is answered or told off, 35 minutes at most; then without its words",
        "delivery": "the words for `DESKPULSE_KEEP_POSTS_DAYS` (400), the owner for ever",
        "look": "for ever, or for `DESKPULSE_KEEP_LOOKS_DAYS`",
        "visitor": "for `DESKPULSE_KEEP_POSTS_DAYS` (400)",
        **dict.fromkeys(
            (
                *("ticket", "timeline", "span", "wait", "solve", "event", "rating", "take"),
                *("handling", "call", "survey", "review", "shift", "session", "churn"),
            ),
            "for ever, or for `DESKPULSE_KEEP_TICKETS_DAYS`",
        ),
        **dict.fromkeys(
            ("person", "person_role"),
            "for ever; customers for as long as a ticket of theirs, where "
            "`DESKPULSE_KEEP_TICKETS_DAYS` is set",
        ),
    }
)
"""For how long, by table; what is not among them is kept for ever."""

IMPERSONAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alert": "id kind channel quiet phase post",
        "alert_step": "alert what detail",
        "attribute": "source ticket name value",
        "backup_day": "day holder file error",
        "call": "source id ticket team category",
        "card": "channel ts thread receipt",
        "churn": "source id",
        "claim": "id decision",
        "column_file": "name",
        "core_set": "metrics",
        "cost": "source id month currency item team",
        "customer_tier": "source id tier",
        "customers": "source id segment",
        "delivery": "id source parent channel state receipts posted_in ts reason holder",
        "delivery_step": "delivery what detail",
        "desk_schedule": "source id name zone hours holidays",
        "digest_schedule": "id digest channel rule where paused",
        "event": "source id ticket kind author field",
        "forgotten": "source fingerprint role",
        "handling": "source id contact ticket team channel category",
        "home": "team view",
        "look": "channel",
        "note": "channel team",
        "person": "source role",
        "person_role": "source role",
        "person_seen": "source kind",
        "question": "id state holder",
        "rating": "source id ticket score team reason",
        "receipt": "id window headline figures making",
        "replica": "holder",
        "review": "source id rubric sample ticket team channel category",
        "schedule_choice": "source id ticket schedule",
        "secret": "name value",
        "session": "source id ticket",
        "shift": "source id team",
        "sla_event": "source id ticket clock measure step",
        "sla_stretch": "measure",
        "source": "name vendor account title follows read_with reread_with lease_holder",
        "span": "team priority status",
        "solve": "team priority",
        "stale": "source ticket",
        "stream": "source stream cursor back_cursor error",
        "supply": "source need stream how",
        "survey": "source id survey direction ticket team channel category version",
        "suspended": "source id",
        "sync_state": "source failure",
        "take": "source ticket",
        "target": "metric channel priority team category tier",
        "team": "source id name",
        "ticket": "source id number status status_name channel channel_raw priority team category "
        "parent problem removal",
        "tier": "source id team",
        "timeline": "source channel priority team category removal first_reply_team "
        "first_reply_priority",
        "unknown_word": "source word",
        "unreadable": "source stream id reason excerpt",
        "wait": "team priority",
        "wanted": "source stream ticket",
    }
)
"""Columns of words that name nobody, by table.

An attribute may be the name of an organization, where a setting keeps those. Of what could not be
read only the names of its fields are kept.
"""
