"""A digest's messages, by answers made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.digest import digest_replies, line, statement_line
from bot.cards.edition import Edition, Kpi, KpiStanding, MissingKpi, WaitSummary
from bot.cards.headline import headline
from bot.talk import Reply, Row
from metrics.question.result import Change, Figure, Movement, Part, Result, Target
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.cards.test_statement import statement
from tests.bot.samples import ASKED_AT, HOSTILE, WEEK, answer, figure, parts, rate, wait

SLOWER = Change(difference=2280.0, relative=0.3958, movement=Movement.WORSE)
FASTER = Change(difference=-1140.0, relative=-0.1242, movement=Movement.BETTER)
UNCLEAR = Change(difference=0.02, relative=None, movement=Movement.UNCLEAR)
CUT = parts([("email", wait(8040)), ("chat", wait(45))])

UNJUDGED = Target(value=7200, met=None, words="not known yet")


def kpi(standing: KpiStanding = KpiStanding.STEADY, key: str = "frt", **more: Any) -> Kpi:
    return Kpi(result=answer(key, **more), phrase=f"{key} 2026-W47", standing=standing)


WORSE = kpi(
    KpiStanding.ATTENTION,
    previous=wait(5760.0, 398),
    change=SLOWER,
    target=Target(value=7200, met=False, words="not met"),
    **CUT,
)
CSAT = kpi(
    KpiStanding.STEADY, "csat", figure=rate(24, 30), previous=rate(300, 400), change=UNCLEAR, **CUT
)
MET = kpi(previous=wait(8040.0), change=UNCLEAR, target=Target(value=9000, met=True, words="met"))
GAIN = replace(kpi(KpiStanding.BETTER, "resolution", change=FASTER), severity=0.12)


def edition(*kpis: Kpi, **more: Any) -> Edition:
    given: dict[str, Any] = {
        "key": "weekly",
        "title": "Weekly: speed and backlog",
        "question": "Does the queue keep up?",
        "scope": "All tickets",
        "window": WEEK,
        "zone": "Europe/Berlin",
        "due_at": ASKED_AT,
        "fresh_until": ASKED_AT - 180,
        "kpis": kpis or (WORSE, CSAT, GAIN),
    }
    return Edition(**{**given, **more})


def shown(reply: Reply) -> str:
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    return json.dumps([*reply.head, *reply.tail], ensure_ascii=False)


def test_a_measure_is_one_line_with_change_target_sample_and_interval() -> None:
    assert line(WORSE) == (
        "2h 14m median \u00b7 \u25b2 40% slower \u00b7 worse (was 1h 36m) \u00b7 "
        "not met (at most 2h) \u00b7 412 first replies \u00b7 "
        "95% interval 1h 58m\u20132h 27m"
    )
    assert line(CSAT) == (
        "80% (24 of 30) \u00b7 no clear change (was 75.0%) \u00b7 95% interval 70%\u201388%"
    )


def test_as_much_of_a_week_as_is_known_is_compared_with_as_much_of_the_one_before() -> None:
    half = kpi(KpiStanding.ATTENTION, previous=wait(5760.0, 398), change=SLOWER, complete=False)
    assert "2h 14m median so far" in line(half)
    assert "worse (the same part of Week 46: 1h 36m)" in line(half)
    assert "slower than in the same part of Week 46" in headline(edition(half))


def test_a_level_of_data_that_end_early_is_not_that_of_now() -> None:
    level = kpi(key="backlog", figure=figure(95, 95), complete=False, previous=None, change=None)
    assert line(level) == "95 unsolved tickets so far"


def test_measures_without_data_stand_together_and_never_as_0() -> None:
    none = kpi(KpiStanding.UNKNOWN, figure=wait(None, 0))
    few = kpi(KpiStanding.UNKNOWN, "csat", figure=rate(1, 3))
    (post, *_) = digest_replies(edition(WORSE, none, few))
    said = "No data: First response time; Customer satisfaction, too few to tell (1 of 3)"
    assert said.replace("No data:", "*No data:*") in shown(post)
    assert said in post.text


def test_what_is_told_for_the_first_time_is_neither_better_nor_worse() -> None:
    first = kpi(previous=None, previous_window=None, change=None)
    (post, *_) = digest_replies(edition(first))
    assert "For the first time" in shown(post)
    assert "Neither better nor worse" not in shown(post)


def test_the_channels_that_miss_their_own_targets_are_named() -> None:
    late = Target(value=30, met=False, words="not met")
    held = tuple(
        replace(part, target=late) if part.label == "chat" else part for part in CUT["parts"]
    )
    missing = kpi(KpiStanding.ATTENTION, change=UNCLEAR, parts=held, split=(Dimension.CHANNEL,))
    assert "not met in Chat: 45s (at most 30s)" in line(missing)
    assert headline(edition(missing)) == (
        "First response time misses its target in Chat: 45s where at most 30s was set."
    )


def test_the_first_sentence_is_what_stands_out_most() -> None:
    assert headline(edition()) == (
        "First response time is 40% slower than in Week 46: 2h 14m median, "
        "where at most 2h was set."
    )
    two = edition(WORSE, replace(WORSE, phrase="x"))
    assert headline(two).endswith("was set, and 1 more to look at.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            (CSAT, GAIN),
            "Resolution time is 12% faster than in Week 46: 2h 14m median, "
            "and nothing got clearly worse.",
        ),
        (
            (CSAT,),
            "No clear change in Week 47: no measure got clearly worse.",
        ),
        (
            (MET, replace(MET, phrase="x")),
            "No clear change in Week 47: no measure got clearly worse and no target was missed.",
        ),
        (
            (MET, CSAT, kpi(figure=wait(60.0, 5), previous=wait(60.0, 5), target=UNJUDGED)),
            "No clear change in Week 47: no measure got clearly worse; 1 of 2 targets met, "
            "1 not known.",
        ),
        (
            (kpi(previous=None, previous_window=None, change=None),),
            "These are the first figures: there is nothing before Week 47 to compare with.",
        ),
        (
            (kpi(figure=wait(None, 0), previous=None, change=None),),
            "Nothing to tell of Week 47: there were no tickets, replies or ratings.",
        ),
    ],
)
def test_where_nothing_is_wrong_it_says_what_is(given: tuple[Kpi, ...], said: str) -> None:
    assert headline(edition(*given)) == said


def test_half_synced_data_are_said_first_and_in_the_small_print() -> None:
    half = edition(fresh_until=WEEK.end - 48 * 60)
    assert headline(half).startswith("Not all of Week 47 is known yet. First resp")
    (post, *_) = digest_replies(half)
    assert "Data until Sun 22 Nov 23:12: 48m 0s missing" in shown(post)
    assert "48m 0s missing" in post.text


NOT_KNOWN = kpi(KpiStanding.UNKNOWN, figure=wait(None, 0), previous=None, change=None)


@pytest.mark.parametrize(
    "given",
    [
        (CSAT, GAIN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN),
        (CSAT, NOT_KNOWN, NOT_KNOWN),
        (NOT_KNOWN,),
    ],
)
def test_of_a_time_that_is_not_known_nothing_good_is_said(given: tuple[Kpi, ...]) -> None:
    behind = edition(*given, fresh_until=WEEK.start - 7 * 3600)
    said = headline(behind)
    assert said.startswith(
        "I cannot tell how Week 47 went: my data reach only to Sun 15 Nov 17:00. With deskpulse"
    )
    assert "deskpulse doctor" in said
    (post, *_) = digest_replies(behind)
    for told in (shown(post), post.text):
        assert "Not known yet" in told
        assert "Neither better nor worse" not in told
        assert "No data" not in told
        assert "target was missed" not in told
        assert "nothing got clearly worse" not in told


def test_what_is_bad_is_said_though_little_is_known() -> None:
    behind = edition(WORSE, NOT_KNOWN, NOT_KNOWN, fresh_until=WEEK.start - 7 * 3600)
    assert "What I can tell: First response time is 40% slower" in headline(behind)


def test_what_is_known_of_a_time_that_is_not_over_is_said_up_to_then() -> None:
    held = [replace(each, result=replace(each.result, target=UNJUDGED)) for each in (CSAT, CSAT)]
    until = WEEK.end - 48 * 60
    said = "Not all of Week 47 is known yet. Up to Sun 22 Nov 23:12 no measure got clearly worse"
    assert headline(edition(CSAT, fresh_until=until)) == f"{said}."
    assert headline(edition(*held, fresh_until=until)) == (
        f"{said}; whether the targets were met is not known yet."
    )
    lost = (MissingKpi(title="SLA", why="It is refused.", has_target=True),)
    assert headline(edition(MET, fresh_until=until, missing=lost)) == (
        f"{said}; 1 of 2 targets met, 1 not known yet."
    )


def test_who_waits_on_old_data_waits_at_their_instant_and_not_now() -> None:
    """The week is known to its end, and yet the data are hours old."""
    waits = WaitSummary(pending=answer("pending_reply", figure=figure(3, 3)), longest=None)
    assert "Waiting for our reply now" in shown(digest_replies(edition(waits=waits))[0])
    old = shown(digest_replies(edition(waits=waits, stale=True))[0])
    assert "Waiting for our reply at " in old
    assert "Waiting for our reply now" not in old


def test_where_most_measures_have_no_figure_no_target_is_called_met() -> None:
    sparse = (CSAT, NOT_KNOWN, NOT_KNOWN)
    assert headline(edition(*sparse)) == (
        "Week 47 has figures for only 1 of 3 measures, and nothing stands out in those."
    )
    gained = headline(edition(GAIN, NOT_KNOWN, NOT_KNOWN))
    assert "nothing got clearly worse" not in gained


def test_what_a_guard_speaks_against_is_no_success() -> None:
    guarded = replace(GAIN, result=replace(GAIN.result, guards=("Reopens rose: look.",)))
    assert edition(WORSE, guarded).gain is None
    (post, *_) = digest_replies(edition(WORSE, guarded))
    assert "Worth celebrating" not in shown(post)
    assert "*Keep in mind:* Reopens rose: look." in shown(post)


def test_one_gain_is_named() -> None:
    (post, *_) = digest_replies(edition())
    said = "*Worth celebrating:* Resolution time is 12% faster than in Week 46: 2h 14m median."
    assert said in shown(post)


def test_the_measures_stand_under_words_and_not_colours() -> None:
    (post, *_) = digest_replies(edition())
    labels = [
        b["elements"][0]["elements"][0]["text"] for b in post.head if b["type"] == "rich_text"
    ]
    assert labels == ["To look at", "Neither better nor worse", "Better"]


def test_the_text_says_the_whole_digest() -> None:
    told = statement(512, 541, created=812, reopened=31, solved=801, removed=13)
    (post, *_) = digest_replies(edition(statement=told, notes=("Release 5.0 went out",)))
    for said in (
        "First response time is 40% slower than in Week 46",
        "Customer satisfaction 80% (24 of 30)",
        "Backlog 512 to 541 (+29): 812 in, 31 reopened, 801 solved, 13 removed",
        "Release 5.0 went out",
        "Mon 16 Nov 00:00 \u2013 Mon 23 Nov 00:00 Europe/Berlin",
    ):
        assert said in post.text
    assert "\u25b2" not in post.text


def test_a_shrinking_backlog_has_its_sign_and_one_that_does_not_add_up_says_so() -> None:
    told = statement(541, 512, created=0, solved=29)
    assert statement_line(told) == "541 to 512 (\u221229): 0 in, 29 solved."
    off = statement(541, 500, created=0, solved=29)
    (post, *_) = digest_replies(edition(statement=off))
    assert "do not lead to closing" in shown(post)


def test_what_is_not_available_is_one_line_and_the_thread_says_how_to_have_it() -> None:
    lacking = MissingKpi(title="Quality score", why="Quality score is not available. Import it.")
    (post, *thread) = digest_replies(edition(missing=(lacking,)))
    assert "Not available: Quality score. How to have them stands in the thread." in shown(post)
    assert "Import it." in shown(thread[-1])
    assert "Import it." in thread[-1].text


def test_who_waits_longest_is_a_link_without_a_name() -> None:
    row: Row = {"ticket": "77", "calendar_seconds": 187200, "business_seconds": None}
    pending = answer("pending_reply", figure=figure(41, 41), complete=False)
    waits = WaitSummary(pending=pending, longest=row)
    (post, *_) = digest_replies(
        edition(waits=waits), None, lambda source, id: f"https://x.test/{id}"
    )
    assert '"url": "https://x.test/77", "text": "#77"' in shown(post)
    assert " for 2d 4h" in shown(post)


def channel(name: str, of: Figure, target: Target | None = None) -> Part:
    return Part(key=(name,), label=name, figure=of, target=target)


def test_each_channel_is_held_to_its_own_target_in_the_thread() -> None:
    held = (
        channel("email", wait(8040), Target(value=7200, met=False, words="not met")),
        channel("chat", wait(45, 88), Target(value=120, met=True, words="met")),
        channel("web", wait(None, 0)),
    )
    (_, channels, *_) = digest_replies(edition(kpi(parts=held, split=(Dimension.CHANNEL,))))
    (table,) = (b for b in channels.head if b["type"] == "rich_text")
    assert table["elements"][0]["elements"][0]["text"].splitlines() == [
        "       median    n      target",
        "email  2h 14m  412  2h not met",
        "chat      45s   88      2m met",
    ]
    assert channels.text == (
        "By channel, each against its own target. First response time: email 2h 14m 412 2h not "
        "met, chat 45s 88 2m met."
    )


def test_how_the_numbers_were_made_is_in_the_thread() -> None:
    *_, making = digest_replies(edition(CSAT))
    assert "Surveys answered in the period" in shown(making)
    assert "Mon 16 Nov 00:00 \u2013 Mon 23 Nov 00:00 Europe/Berlin" in shown(making)


def test_buttons_are_few_and_ask_whole_phrases() -> None:
    (post, *_) = digest_replies(edition(), None, None, "schedules")
    (row,) = (b for b in post.tail if b["type"] == "actions")
    assert [(b["text"]["text"], b["value"]) for b in row["elements"]] == [
        ("Show by channel", "frt 2026-W47 by channel"),
        ("Why", "frt 2026-W47 why"),
        ("Settings", "schedules"),
    ]


def hostile(result: Result) -> Result:
    named = parts([(f"{HOSTILE} {n}" * 30, wait(60)) for n in range(12)])
    return replace(result, title=f"{HOSTILE} title", scope=HOSTILE * 40, **named)


def test_long_and_hostile_names_are_only_words() -> None:
    kpis = [replace(each, result=hostile(each.result)) for each in (WORSE, CSAT, GAIN)] * 2
    made = edition(*kpis, scope=HOSTILE * 40, notes=(HOSTILE * 20,))
    for reply in digest_replies(made):
        shown(reply)
        markup = [b["text"]["text"] for b in (*reply.head, *reply.tail) if b["type"] == "section"]
        assert "<" not in "".join([*markup, reply.text])


def test_seven_measures_with_all_that_can_be_said_fit_one_message() -> None:
    full = replace(WORSE.result, guards=("x" * 250,))
    kpis = [replace(WORSE, result=full, phrase=f"p{n}") for n in range(7)]
    (post, *_) = digest_replies(edition(*kpis, notes=("y" * 200,) * 3))
    assert len(post.head) + len(post.tail) < 12
    assert sum(len(json.dumps(b)) for b in (*post.head, *post.tail)) < 6000
    shown(post)
