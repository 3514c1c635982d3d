"""Everyday words for metrics and periods, beside the names that the catalogue has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from metrics.catalogue.metric import (
    Age,
    Duration,
    Flow,
    Growth,
    Level,
    Mix,
    Rate,
    Ratio,
    Score,
    Share,
    Spread,
)

_REPLY = ("reply", "respond", "answer", "react", "get back")
_HASTE = ("how fast", "how quick", "how quickly", "how soon", "how slow", "how slowly")
_SOLVE = ("solve", "resolve", "close", "fix")
_WE = ("do we", "did we", "are we", "were we", "we", "does support", "does the team")
_WAITERS = ("customers", "our customers", "people", "clients", "users", "they")


def _asked(openings: tuple[str, ...], verbs: tuple[str, ...]) -> str:
    """Every way to begin with every verb: "how fast do we reply"."""
    ways = (f"{opening} {we} {verb}" for opening in openings for we in _WE for verb in verbs)
    return " ".join(way.replace(" ", "_") for way in ways)


def _waits() -> str:
    ways = (f"how long {do} {who} wait" for do in ("do", "did") for who in _WAITERS)
    more = (f"how long do {who} have to wait" for who in _WAITERS)
    return " ".join(way.replace(" ", "_") for way in (*ways, *more))


METRIC_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "frt": f"""{_asked((*_HASTE, "how long until", "how long before"), _REPLY)} {_waits()}
            response reply first_answer first_answer_time reply_speed response_speed
            speed_of_reply wait waits
            wait_time wait_times waiting_time waiting_times how_fast_are_we how_quick_are_we
            how_slow_are_we how_fast_were_we time_to_answer time_to_reply time_to_respond
            first_response_times first_reply_times
            erstreaktionszeit erste_antwort erste_antwortzeit antwortzeit reaktionszeit wartezeit
            tiempo_de_primera_respuesta tiempo_de_respuesta délai_de_réponse
            temps_de_réponse délai_de_première_réponse 初回応答時間""",
        "art": "response_times reply_times",
        "resolution": f"""{_asked((*_HASTE, "how long until", "how long before"), _SOLVE)}
            how_long_does_it_take_to_solve how_long_does_it_take_to_resolve
            how_long_does_it_take_to_close how_long_to_solve how_long_to_resolve resolution_times
            solve_time solving_time close_time time_to_solve time_to_fix
            lösungszeit bearbeitungszeit tiempo_de_resolución délai_de_résolution 解決時間""",
        "csat": """how_happy happy how_satisfied how_unhappy csat_score customer_happiness
            satisfaction_rate ratings rating customer_ratings zufriedenheit kundenzufriedenheit
            satisfacción satisfacción_del_cliente satisfaction_client 顧客満足度""",
        "sla": """slas service_levels sla_compliance_rate sla_performance sla_rate
            sla_compliance_percentage sla_percentage servicelevel""",
        "volume": """how_busy how_busy_are_we how_busy_were_we how_busy_was_it how_busy_is_it
            busy tickets_in tickets_received tickets_came_in tickets_come_in tickets_coming_in
            tickets_arrived incoming incoming_tickets inflow tickets_opened created arrived
            came_in come_in received ticketvolumen neue_tickets""",
        "backlog": """still_open unresolved unresolved_tickets open_cases open_conversations
            open_queue inbox workload not_closed not_yet_closed not_solved
            not_yet_solved not_resolved have_not_closed have_not_solved not_been_solved
            rückstand offene_tickets tickets_abiertos tickets_ouverts""",
        "solved": f"""{" ".join(f"{we.replace(' ', '_')}_{v}" for we in _WE for v in _SOLVE)}
            {" ".join(f"how_many_tickets_{we.replace(' ', '_')}_{v}" for we in _WE for v in _SOLVE)}
            tickets_finished gelöst gelöste_tickets""",
        "backlog_growth": "backlog_growing queue_growing is_the_queue_growing",
        "resolution_rate": "solved_rate solving_rate share_of_tickets_solved",
        "pending_reply": """unanswered_tickets not_answered not_answered_yet without_reply
            without_a_reply without_an_answer unreplied_tickets waiting waiting_for_reply
            waiting_for_a_reply waiting_for_an_answer waiting_for_answer""",
        "unassigned": """no_owner no_assignee without_assignee without_an_assignee without_an_owner
            nobody's not_assigned not_assigned_yet has_no_owner have_no_owner ownerless""",
        "sla_risk": "tickets_at_risk overdue_tickets",
        "reopen": "reopening_rate",
        "category_volume": """contact_drivers top_topics top_reasons top_categories main_reasons
            main_issues most_common_issues biggest_problems biggest_issues top_problems""",
        "ai_resolution": "bot_resolution_rate bot_performance ai_performance",
        "fcr": "erstlösungsquote first_contact first_contact_resolutions",
    }
)
"""How people call metrics in passing, in English and in words of other languages met often."""

PERIOD_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "today": "heute hoy aujourd'hui",
        "yesterday": "gestern ayer",
        "last week": "letzte_woche letzter_woche vorige_woche la_semana_pasada semana_pasada",
        "this week": "diese_woche dieser_woche esta_semana",
        "last month": "letzter_monat letzten_monat letztem_monat vorigen_monat mes_pasado",
        "this month": "dieser_monat diesen_monat diesem_monat este_mes",
        "last 4 weeks": """lately recently of_late these_days recent_weeks in_recent_weeks
            past_few_weeks last_few_weeks the_last_few_weeks the_past_few_weeks""",
        "last 7 days": """last_few_days the_last_few_days past_few_days the_past_few_days
            last_couple_of_days past_couple_of_days recent_days""",
        "last 2 weeks": "last_couple_of_weeks past_couple_of_weeks last_couple_weeks",
        "last 3 months": """last_few_months the_last_few_months past_few_months recent_months
            last_couple_of_months""",
        "last quarter": "letztes_quartal letzten_quartal",
        "this quarter": "dieses_quartal diesem_quartal",
        "last year": "letztes_jahr letzten_jahr",
        "this year": "dieses_jahr diesem_jahr",
        "january": "januar",
        "february": "februar",
        "march": "märz",
        "may": "mai",
        "june": "juni",
        "july": "juli",
        "october": "oktober",
        "december": "dezember",
    }
)
"""Periods in words of other languages."""

_COMPANIONS: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("rate", "rates", "percentage", "percent", "ratio", "share", "quote"),
            (Share, Ratio, Rate, Growth, Mix),
        ),
        **dict.fromkeys(("score", "scores", "index", "level", "levels"), (Share, Score, Ratio)),
        **dict.fromkeys(("time", "times", "duration", "speed", "delay"), (Duration, Age)),
        **dict.fromkeys(("size", "numbers", "number", "count", "counts"), (Flow, Level, Mix)),
        **dict.fromkeys(
            ("figure", "figures", "kpi", "metric", "value", "values", "stats", "results"),
            (Age, Duration, Flow, Growth, Level, Mix, Rate, Ratio, Score, Share, Spread),
        ),
    }
)
"""Words that say again what a metric is, right after its name: "csat score", "reopen rate"."""


def accompanies(word: str, term: object) -> bool:
    """Whether a word after a term only says again what metric it is, and asks for nothing else."""
    return isinstance(term, _COMPANIONS.get(word, ()))


def everyday_phrases(table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each phrase of a table with the key of what it means."""
    for meaning, phrases in table.items():
        for phrase in phrases.split():
            yield phrase.replace("_", " "), meaning


EVERYDAY: Final = frozenset(
    phrase for table in (METRIC_WORDS, PERIOD_WORDS) for phrase, _ in everyday_phrases(table)
)
"""All these phrases."""
