"""Intercom's words beside ours: channels, states, priorities, and what a part of a talk does."""

from __future__ import annotations

from typing import Final

from metrics.tickets.records import (
    Channel,
    Field,
    Priority,
    RatingScore,
    SlaMeasure,
    Status,
)

CHANNELS: Final = {
    "email": Channel.EMAIL,
    "messenger": Channel.CHAT,
    "conversation": Channel.CHAT,
    "push": Channel.CHAT,
    "chat": Channel.CHAT,
    "whatsapp": Channel.MESSAGING,
    "slack": Channel.MESSAGING,
    "telegram": Channel.MESSAGING,
    "discord": Channel.MESSAGING,
    "zendesk_sunshine": Channel.MESSAGING,
    "zendesk_ticket": Channel.OTHER,
    "phone_call": Channel.PHONE,
    "phone_switch": Channel.PHONE,
    "phone": Channel.PHONE,
    "twitter": Channel.SOCIAL,
    "facebook": Channel.SOCIAL,
    "instagram": Channel.SOCIAL,
    "sms": Channel.SMS,
    "api": Channel.API,
}
"""By the channel that a conversation began in, or else by the type of its source."""
TICKET_CHANNEL: Final = "ticket"
"""What stands for the channel of a ticket, of which Intercom tells none."""

STATES: Final = {"open": Status.OPEN, "snoozed": Status.HOLD, "closed": Status.SOLVED}
TICKET_STATES: Final = {
    "submitted": Status.NEW,
    "in_progress": Status.OPEN,
    "waiting_on_customer": Status.PENDING,
    "resolved": Status.SOLVED,
}
PRIORITIES: Final = {
    "low": Priority.LOW,
    "medium": Priority.NORMAL,
    "high": Priority.HIGH,
    "urgent": Priority.URGENT,
}
NO_PRIORITY: Final = frozenset({"none", "not_priority"})

BY_US: Final = frozenset({"admin_initiated", "campaigns_initiated", "automated"})
"""How a conversation begins that nobody asked for."""

SPOKEN: Final = frozenset({"comment", "quick_reply"})
"""Parts that are words to or of the customer, also where only a picture was sent."""
NOTES: Final = ("note",)
"""How the types begin of what only teammates read."""
CARRIERS: Final = frozenset(
    {
        "open",
        "close",
        "assignment",
        "assign_and_reopen",
        "assign_and_unsnooze",
        "snoozed",
        "unsnoozed",
    }
)
"""Parts that may carry a reply beside what they do."""
ENDINGS: Final = {
    "_and_close": Status.SOLVED,
    "_and_reopen": Status.OPEN,
    "_and_unsnooze": Status.OPEN,
    "_and_snooze": Status.HOLD,
}
MOVES: Final = {
    "close": Status.SOLVED,
    "open": Status.OPEN,
    "snoozed": Status.HOLD,
    "unsnoozed": Status.OPEN,
    "timer_unsnooze": Status.OPEN,
}
"""What the state is after a part of this type, or of one that ends so."""
SILENT: Final = frozenset(
    {
        "away_mode_assignment",
        "default_assignment",
        "message_strategy_assignment",
        "workflow_assignment",
        "participant_added",
        "participant_removed",
        "conversation_rating_changed",
        "conversation_rating_remark_added",
        "conversation_attribute_updated_by_admin",
        "conversation_attribute_updated_by_user",
        "conversation_attribute_updated_by_workflow",
        "ticket_attribute_updated_by_admin",
        "ticket_state_updated_by_admin",
        "conversation_tags_updated",
        "conversation_sla_applied_by_rule",
        "conversation_sla_applied_by_workflow",
        "conversation_sla_target_missed",
        "conversation_sla_paused",
        "conversation_sla_unpaused",
        "conversation_sla_removed",
        "priority_changed",
        "priority_changed_by_rule",
        "merged_primary_conversation",
        "merged_secondary_conversation",
        "language_detection_details",
        "channel_and_reply_time_expectation",
        "operator_workflow_event",
        "custom_action_started",
        "custom_action_finished",
        "call_summary",
    }
)
"""Other types that are known: nobody says anything to anybody in them."""
MERGED: Final = "merged_primary_conversation"
"""The part by which a conversation took another one in."""
MERGED_AWAY: Final = "merged_secondary_conversation"
"""The part of the one that was taken in."""

HOLDERS: Final = {
    "admin": Field.AGENT,
    "nobody_admin": Field.AGENT,
    "nobody": Field.AGENT,
    "team": Field.TEAM,
    "nobody_team": Field.TEAM,
}
"""What a part gives a conversation to, or takes it away from."""

CUSTOMERS: Final = frozenset({"user", "lead", "contact"})
TEAMMATE: Final = "admin"

BACK_OFFICE, TRACKER = "Back-office", "Tracker"
"""Categories of tickets that are work on others; an outage has a tracker."""

SLA_APPLIED: Final = "conversation_sla_applied"
"""How the types begin by which a promise is made."""
TICKET_SLA: Final = "ticket_sla"
"""How the types begin by which tickets have promises: when one is broken Intercom does not tell."""
SLA_MISSED: Final = "conversation_sla_target_missed"
SLA_PAUSED, SLA_UNPAUSED = "conversation_sla_paused", "conversation_sla_unpaused"
SLA_REMOVED: Final = "conversation_sla_removed"
TARGETS: Final = {
    "first_reply_time": SlaMeasure.FRT,
    "next_reply_time": SlaMeasure.NEXT_REPLY,
    "resolution_time": SlaMeasure.RESOLUTION,
    "time_to_close": SlaMeasure.RESOLUTION,
}

FACES: Final = {
    1: RatingScore.BAD,
    2: RatingScore.BAD,
    3: RatingScore.NEUTRAL,
    4: RatingScore.GOOD,
    5: RatingScore.GOOD,
}
