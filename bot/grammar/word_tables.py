"""The fixed words of the language, by what each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from bot.grammar.names import VERSUS
from metrics.question.query import Against, Clock
from metrics.tickets.records import Channel, Dimension, Priority, Status


class Small(Enum):
    """Words that only hold others together."""

    BY = "by"
    AND = "and"
    VERSUS = "vs"
    NOT = "not"
    LEFT_OUT = "left out"
    MINE = "my"
    FILLER = ""


CHANNELS: dict[str, str] = {
    Channel.EMAIL: "email emails e-mail e-mails mail mails",
    Channel.WEB: "web web_form webform form forms contact_form website portal",
    Channel.CHAT: "chat chats live_chat live_chats livechat",
    Channel.MESSAGING: "messaging whatsapp messenger telegram",
    Channel.PHONE: "phone phones call calls telephone voice phone_calls",
    Channel.SOCIAL: "social social_media twitter x.com facebook instagram",
    Channel.SMS: "sms text texts text_messages",
    Channel.API: "api",
    Channel.OTHER: "other",
}
PRIORITIES: dict[str, str] = {
    Priority.URGENT: "urgent critical",
    Priority.HIGH: "high",
    Priority.NORMAL: "normal medium",
    Priority.LOW: "low",
}
STATUSES: dict[str, str] = {
    Status.NEW: "new",
    Status.OPEN: "open",
    Status.PENDING: "pending",
    Status.HOLD: "hold on_hold on-hold",
    Status.SOLVED: "solved resolved",
    Status.CLOSED: "closed",
}
DIMENSIONS: Mapping[Dimension, str] = {
    Dimension.CHANNEL: "channel channels",
    Dimension.TEAM: "team teams group groups my_team my_teams",
    Dimension.PRIORITY: "priority priorities urgency",
    Dimension.CATEGORY: "category categories topic topics type types issue_type",
    Dimension.TIER: "tier tiers customer_tier customer_tiers",
    Dimension.AGENT: "agent agents assignee assignees person people my_agents my_people @",
    Dimension.STATUS: "status statuses state states",
    Dimension.SOURCE: "source sources helpdesk helpdesks",
}
CLOCKS: Mapping[Clock, str] = {
    Clock.BUSINESS: "business business_hours business_time office_hours working_hours working_time",
    Clock.CALENDAR: "calendar calendar_hours calendar_time",
}
SMALL: Mapping[Small, str] = {
    Small.BY: "by per each for_each split_by split broken_down_by breakdown_by grouped_by group_by",
    Small.AND: "and or & + , ;",
    Small.VERSUS: " ".join(VERSUS)
    + """
        compared_to compared_with compare_to compare_with in_comparison_to in_comparison_with
    """,
    Small.FILLER: """
        a an the is are was were be been has have had do did does doing it its it's that there
        how what what's whats which show give tell get see us we our ours you your i'd like
        show_me give_me tell_me get_me send_me let_me can_i could_i may_i shall_i should_i
        i_want i_need i_would
        please pls thanks hi hey can could would want for in on of at to from with within during
        over_the across via many much long number amount count all total overall so far support's
        need quantity quantities until_now up_to_now only just per_ticket a_ticket
        per_conversation per_case
        im der das den dem für bei bitte unser unsere unserer unserem
        ticket tickets conversation conversations case cases customer customers
        share_of percentage_of percent_of proportion_of took takes take taken anything
        together combined pooled
        without_side_conversations without_child_tickets no_side_conversations no_child_tickets
        excluding_side_conversations excluding_child_tickets not_side_conversations
        typical figure figures stats trend chart graph report kpi metric basis
    """,
    Small.NOT: """
        not no non ex except except_for without w/o ohne sans excluding excl exclude other_than
        apart_from minus
        skip skipping omit omitting all_channels_but all_channels_but_not all_channels_except
        every_channel_but every_channel_except all_teams_but all_teams_except every_team_but
        all_but_not
        anything_except all_channels_excluding not_including not_counting
        ignoring leaving_out leave_out but_not and_not everything_but everything_except all_but
        all_except anything_but outside_of outside
    """,
    Small.LEFT_OUT: """
        excluded is_excluded are_excluded being_excluded excepted left_out is_left_out are_left_out
        not_included is_not_included are_not_included not_counted is_not_counted are_not_counted
        taken_out removed ignored omitted skipped aside
    """,
    Small.MINE: "me my mine myself my_own i i'm i've do_i did_i am_i was_i have_i had_i i_have",
}
AGAINST: Mapping[Against, str] = {
    Against.BEFORE: """
        period_before before previous prior last previous_period prior_period last_period last_time
        preceding_period same_day_last_week same_weekday_last_week
    """,
    Against.YEAR: """
        last_year year_before year_ago one_year_ago 1_year_ago previous_year prior_year ly yoy
        year_over_year same_last_year same_dates_last_year same_days_last_year
        same_period_last_year same_time_last_year same_day_last_year same_week_last_year
        same_month_last_year same_quarter_last_year same_period_a_year_ago same_time_a_year_ago
        same_day_a_year_ago same_week_a_year_ago same_month_a_year_ago same_quarter_a_year_ago
    """,
    Against.TARGET: "target targets goal goals my_target my_targets my_goal my_goals",
    Against.BASELINE: "baseline baselines usual norm",
}
"""What these words mean where something is compared; elsewhere they may mean something else."""
# Bare units could mean two periods; both are offered.
UNCLEAR = {
    "day": ("yesterday", "today"),
    "week": ("last week", "this week"),
    "month": ("last month", "this month"),
    "quarter": ("last quarter", "this quarter"),
    "quarterly": ("last quarter", "this quarter"),
    "year": ("last year", "this year"),
}
VALUE_WORDS: Mapping[Dimension, Mapping[str, str]] = {
    Dimension.STATUS: STATUSES,
    Dimension.PRIORITY: PRIORITIES,
    Dimension.CHANNEL: CHANNELS,
}
