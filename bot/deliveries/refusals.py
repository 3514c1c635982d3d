"""What Slack's refusals mean for a message that nobody asked for, and what a person can do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.deliveries.guarded_courier import INSTALL, NAMES, NOBODY, SHARED, STRANGER, UNCHECKED
from bot.talk import NO_FORM, RATE_LIMITED, UNREACHABLE, Refusal

TOKEN_REFUSALS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
    }
)
"""Slack's words for a token that opens nothing any more, whatever is asked."""


class Cure(StrEnum):
    """Who mends a refusal: WAIT: time does. CLOSED: nothing in that channel. PERSON: somebody."""

    WAIT = "wait"
    CLOSED = "closed"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class RefusalMeaning:
    """What a refusal means: who mends it, what happened, and what to do about it."""

    cure: Cure
    reason: str
    advice: str = ""


_INVITE = "Invite me to the channel with /invite, or have it posted in another one."
_PAUSED = "A schedule that posts there pauses until a lead or an administrator resumes it."
_NO_ACCESS = RefusalMeaning(
    Cure.WAIT,
    "Slack no longer accepts my token",
    "Somebody who runs me has to install me again; what is due then goes out by itself.",
)
_POLICY = RefusalMeaning(
    Cure.PERSON,
    "a rule of your workspace does not let me post there",
    "Ask a Slack administrator, or have it posted in another channel.",
)
_TOO_MUCH = RefusalMeaning(
    Cure.PERSON,
    "Slack does not take the message in any form",
    "Please report this: it is a fault of mine.",
)
_KNOWN = {
    RATE_LIMITED: RefusalMeaning(Cure.WAIT, "Slack asked me to slow down"),
    UNREACHABLE: RefusalMeaning(Cure.WAIT, "Slack could not be reached"),
    "not_in_channel": RefusalMeaning(Cure.PERSON, "I am not in the channel", _INVITE),
    "channel_not_found": RefusalMeaning(Cure.PERSON, "I cannot see the channel", _INVITE),
    SHARED: RefusalMeaning(
        Cure.CLOSED,
        "people of another company read the channel, or are about to",
        "Have it posted in another channel, or ask whoever runs me to name this one in "
        f"DESKPULSE_OPEN_CHANNELS. {_PAUSED}",
    ),
    NAMES: RefusalMeaning(
        Cure.PERSON,
        "it names tickets or people, and people of another company may read the channel",
        "Have it posted in a channel of your own company.",
    ),
    STRANGER: RefusalMeaning(
        Cure.CLOSED,
        "the person it is for is not a member of the company",
        f"Delete it, or have it posted to somebody else. {_PAUSED}",
    ),
    NOBODY: RefusalMeaning(
        Cure.CLOSED,
        "I cannot tell who reads that direct message",
        f"Name a person by their id (U...) or a channel instead. {_PAUSED}",
    ),
    INSTALL: RefusalMeaning(
        Cure.WAIT,
        "I lack permissions to see who reads what I post",
        "An administrator has to install me again; what is due then goes out by itself.",
    ),
    UNCHECKED: RefusalMeaning(Cure.WAIT, "Slack could not say who reads the channel"),
    "is_archived": RefusalMeaning(
        Cure.CLOSED,
        "the channel is archived",
        f"Have it posted in another channel, or delete it. {_PAUSED}",
    ),
    "msg_too_long": _TOO_MUCH,
    "msg_blocks_too_long": _TOO_MUCH,
    "invalid_blocks": _TOO_MUCH,
    NO_FORM: _TOO_MUCH,
    "thread_not_found": RefusalMeaning(Cure.PERSON, "the post it belongs under is gone"),
    "cannot_reply_to_message": RefusalMeaning(Cure.PERSON, "nobody can reply to the post"),
    **dict.fromkeys((*TOKEN_REFUSALS, "missing_scope"), _NO_ACCESS),
    **dict.fromkeys(
        (
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            "restricted_action_non_threadable_channel",
            "ekm_access_denied",
            "team_access_not_granted",
        ),
        _POLICY,
    ),
}


def meaning_of(refusal: Refusal) -> RefusalMeaning:
    """What a refusal means. A word nobody has heard before is for a person."""
    unheard = RefusalMeaning(
        Cure.PERSON, f"Slack said {refusal.code}", "Please look at the channel, or move it."
    )
    return _KNOWN.get(refusal.code, unheard)
