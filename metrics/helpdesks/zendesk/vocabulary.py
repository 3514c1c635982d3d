"""Zendesk's words beside ours: channels, statuses, and behind what nobody sits."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from metrics.tickets.records import Channel, Status

_BY_CHANNEL: Final = {
    Channel.EMAIL: "mail email mailgun connect_mail recovered_from_suspended_tickets",
    Channel.WEB: (
        "web web_form web_widget closed_ticket helpcenter help_center mobile mobile_sdk iphone "
        "dropbox get_satisfaction blog topic forum lotus batch"
    ),
    Channel.CHAT: "chat chat_transcript chat_offline_message logmein_rescue",
    Channel.MESSAGING: (
        "native_messaging messaging answer_bot answer_bot_api answer_bot_for_agents "
        "answer_bot_for_sdk answer_bot_for_slack answer_bot_for_web_widget whatsapp telegram viber "
        "line wechat kakaotalk apple_business_chat google_business_messages google_rcs omnichannel "
        "business_messaging_slack_connect sunshine_conversations_api ai_agent "
        "sunshine_conversations_facebook_messenger sunshine_conversations_twitter_dm slack symphony"
    ),
    Channel.PHONE: (
        "voice phone voicemail phone_call_inbound phone_call_outbound api_voicemail "
        "api_phone_call_inbound api_phone_call_outbound"
    ),
    Channel.SOCIAL: (
        "twitter twitter_dm twitter_favorite facebook facebook_post facebook_message instagram_dm "
        "any_channel"
    ),
    Channel.SMS: "sms text_message twilio_sms messagebird_sms connect_sms",
    Channel.API: "api web_service import resource_push ticket_sharing github",
    Channel.OTHER: (
        "admin_setting automatic_solution_suggestions churned_account connect_ipm group_change "
        "group_deletion linked_problem macro_reference merge monitor_event rule rule_revision "
        "sample_ticket sample_interactive_ticket system "
        "satisfaction_prediction side_conversation side_conversation_ticket ticket_tagging "
        "user_change user_deletion user_merge"
    ),
}

CHANNELS: Final = {
    word: channel for channel, words in _BY_CHANNEL.items() for word in words.split()
}
"""via.channel -> our channel."""

VIA_NUMBERS: Final = {
    0: "web_form",
    4: "mail",
    5: "web_service",
    8: "rule",
    16: "get_satisfaction",
    17: "dropbox",
    23: "twitter_favorite",
    26: "twitter_dm",
    27: "closed_ticket",
    29: "chat",
    30: "twitter",
    31: "ticket_sharing",
    33: "voicemail",
    34: "phone_call_inbound",
    35: "phone_call_outbound",
    38: "facebook_post",
    41: "facebook_message",
    44: "api_voicemail",
    45: "api_phone_call_inbound",
    46: "api_phone_call_outbound",
    48: "web_widget",
    49: "mobile_sdk",
    50: "helpcenter",
    54: "satisfaction_prediction",
    55: "any_channel",
    56: "mobile",
    57: "sms",
}
"""https://developer.zendesk.com/documentation/ticketing/reference-guides/via-types"""

STATUSES: Final = {
    "new": Status.NEW,
    "open": Status.OPEN,
    "pending": Status.PENDING,
    "hold": Status.HOLD,
    "on-hold": Status.HOLD,
    "on_hold": Status.HOLD,
    "solved": Status.SOLVED,
    "closed": Status.CLOSED,
    "archived": Status.CLOSED,
    "deleted": Status.CLOSED,
    "scrubbed": Status.CLOSED,
}

DELETED: Final = frozenset({"deleted", "scrubbed"})
SAMPLES: Final = frozenset({"sample_ticket", "sample_interactive_ticket"})

SIDE_CONVERSATIONS: Final = frozenset({"side_conversation", "side_conversation_ticket"})

AUTOMATED: Final = frozenset(
    {
        "rule",
        "rule_revision",
        "trigger",
        "automation",
        "system",
        "admin_setting",
        "automatic_solution_suggestions",
        "churned_account",
        "group_change",
        "group_deletion",
        "linked_problem",
        "merge",
        "monitor_event",
        "satisfaction_prediction",
        "sla",
        "user_deletion",
    }
)
"""Values of `via` behind which nobody sits."""


BOTS: Final = ("answer_bot", "ai_agent")
"""How a `via` begins behind which an AI agent sits; Answer Bot is its older name."""


def word(via: object) -> str:
    """A `via` as one word, from a name, a number or a display string such as "Web form"."""
    if isinstance(via, str):
        return _underlined(via)
    if isinstance(via, int) and not isinstance(via, bool):
        return VIA_NUMBERS.get(via, str(via))
    return ""


@lru_cache(1024)
def _underlined(via: str) -> str:
    return via.strip().lower().replace(" ", "_")
