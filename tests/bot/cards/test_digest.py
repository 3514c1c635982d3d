"""A digest's messages, by answers made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.digest import digest_replies, heading, statement_line
from bot.cards.edition import Earlier, Edition, FollowUp, Kpi, MissingKpi, Reason, Thing
from bot.cards.headline import headline
from bot.cards.things import carrier
from bot.talk import Reply
from metrics.periods import previous
from metrics.question.deviation import Deviation, Deviations
from metrics.question.query import NO_VALUE
from metrics.question.result import Change, Movement, Record, Result, Run, Target
from metrics.question.ticket_state import NamedTicket
from sandbox.slack.rules import faults
from tests.bot.cards.test_statement import statement
from tests.bot.samples import (
    ASKED_AT,
    BERLIN,
    HOSTILE,
    WEEK,
    answer,
    bands,
    figure,
    parts,
    rate,
    wait,
    weekly,
)

UNCLEAR = Change(difference=-1140.0, relative=-0.12, movement=Movement.UNCLEAR)
SAME = Change(difference=0.0, relative=None, movement=Movement.UNCLEAR)
TICKETS = (NamedTicket("z", "30655", "30655"), NamedTicket("z", "30690", "30690"))
MISSED = Target(value=7200, met=False, words="not met")
MET = Target(value=9000, met=True, words="met")
UNJUDGED = Target(value=7200, met=None, words="not known yet")


def away(value: float = 8040.0, usual: float = 4020.0, **more: Any) -> Deviation:
    given: dict[str, Any] = {"score": 5.0, "n": 50, "windows": 12, **more}
    return Deviation(value=value, usual=usual, **given)


def kpi(key: str = "frt", **more: Any) -> Kpi:
    return Kpi(result=answer(key, **{"change": UNCLEAR, **more}), phrase=f"{key} 2026-W47")


def thing(reason: Reason = Reason.WORSE, key: str = "frt", **more: Any) -> Thing:
    own = {
        name: more.pop(name) for name in ("lately", "carrier", "also", "tickets") if name in more
    }
    result = answer(key, **{"change": UNCLEAR, "scope": "All tickets", **more})
    return Thing(reason=reason, result=result, phrase=f"{key} 2026-W47", why=f"{key} why", **own)


def came(value: float, usual: float, **more: Any) -> Thing:
    lately = away(value, usual, **more)
    return thing(Reason.VOLUME, "volume", change=None, previous=None, lately=lately)


SLOW = thing(lately=away(), carrier=away(dimension="team", label="billing"), tickets=TICKETS)
CSAT = kpi("csat", figure=rate(24, 30), previous=rate(300, 400), change=SAME)
GAIN = replace(
    kpi("resolution"),
    lately=Deviations(whole=away(8040, 16080, score=-4.0)),
)
NOT_KNOWN = kpi(figure=wait(None, 0), previous=None, change=None)
NOTED = ("Release 5.0 went out",)


def edition(*kpis: Kpi, **more: Any) -> Edition:
    given: dict[str, Any] = {
        "key": "weekly",
        "title": "Your week in support",
        "question": "Does the queue keep up?",
        "scope": "All tickets",
        "window": WEEK,
        "zone": "Europe/Berlin",
        "due_at": ASKED_AT,
        "fresh_until": ASKED_AT - 180,
        "kpis": kpis or (kpi(), CSAT, GAIN),
    }
    return Edition(**{**given, **more})


def link(_source: str, id: str) -> str:
    return f"https://x.test/{id}"


def shown(reply: Reply) -> str:
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    return json.dumps([*reply.head, *reply.tail], ensure_ascii=False)


def words_of(reply: Reply) -> int:
    """How many words a reader sees: of all texts, links and buttons."""

    def texts(block: object) -> list[str]:
        if isinstance(block, dict):
            own = [block["text"]] if isinstance(block.get("text"), str) else []
            return own + [t for value in block.values() for t in texts(value)]
        return [t for each in block for t in texts(each)] if isinstance(block, list) else []

    return len(" ".join(texts([*reply.head, *reply.tail])).split())


MOVED = "First response time: 2h 14m, 1h 7m slower than usual (1h 7m)."
TEAM = "First response time in Billing: 2h 14m, 1h 7m slower than usual (1h 7m)."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (SLOW, f"{MOVED} Most in Billing: 2h 14m, usually 1h 7m. #30655 #30690"),
        (thing(lately=away(dimension="team", label="billing")), TEAM),
        (
            thing(lately=away(), carrier=away(dimension="hour", label="18:00-24:00")),
            f"{MOVED} Most from 18:00-24:00: 2h 14m, usually 1h 7m.",
        ),
        (
            thing(lately=away(dimension="hour", label="18:00-24:00", value=10800.0)),
            "First response time from 18:00-24:00: 3h 0m, 1h 53m slower than usual (1h 7m).",
        ),
        (
            thing(lately=away(7200, dimension="hour", label="18:00-24:00", over=4)),
            "First response time from 18:00-24:00 slower over 4 weeks: 2h 0m, usually 1h 7m.",
        ),
        (
            thing(lately=away(7200, 10800)),
            "First response time: 2h 14m, like for like slower than usual (3h 0m).",
        ),
        *(
            (came(value, usual, dimension="category", label="billing"), f"{said}.")
            for value, usual, said in (
                (60, 30.4, "Tickets doubled in Billing: 60, usually 30"),
                (45, 30.4, "More tickets than usual in Billing: 45, usually 30"),
                (150, 30.4, "More tickets than usual in Billing: 150, usually 30"),
                (15, 30.4, "Tickets halved in Billing: 15, usually 30"),
                (0, 30.4, "Fewer tickets than usual in Billing: 0, usually 30"),
            )
        ),
        (came(300, 200), "More tickets than usual: 300, usually 200."),
        (
            thing(lately=away(7200, over=4)),
            "First response time slower over 4 weeks: 2h 0m, usually 1h 7m (last week 2h 14m).",
        ),
        (
            thing(lately=away(), record=Record(of=12, highest=True, last=WEEK, clear=True)),
            f"{MOVED} The slowest of 12 weeks.",
        ),
        (
            thing(
                lately=away(dimension="hour", label="18:00-24:00"),
                record=Record(of=12, highest=True, last=WEEK, clear=True),
            ),
            "First response time from 18:00-24:00: 2h 14m, 1h 7m slower than usual (1h 7m).",
        ),
        (thing(lately=away(), also=("SLA compliance",)), f"{MOVED} Shows in SLA compliance too."),
        (
            thing(Reason.MISSED, target=MISSED),
            "First response time: 2h 14m, 19m faster than the week before (2h 33m); could be "
            "chance. Target at most 2h: missed (could be chance).",
        ),
        (
            thing(Reason.MAY_MISS, "csat", figure=rate(24, 30), previous=rate(24, 30), change=SAME),
            "Customer satisfaction: 80%, the same as the week before (80%). "
            "24 of 30 answers were good.",
        ),
        (
            thing(Reason.RUN, lately=away(), run=Run(length=4, rising=True, last=WEEK, clear=True)),
            f"{MOVED} Slower for the fourth week in a row.",
        ),
        (
            thing(Reason.AGE, "aging", bands=bands([20, 20, 20, 7, 5, 75]), tickets=TICKETS[:1]),
            "Over 30 days old: 75 of 147 open tickets. Oldest: #30655",
        ),
    ],
)
def test_a_thing_says_size_direction_why_and_which_tickets(given: Thing, said: str) -> None:
    (post, *_) = digest_replies(edition(things=(given,)), None, link)
    (block,) = (b for b in post.head if b["type"] == "rich_text")
    pieces = block["elements"][0]["elements"]
    told = "".join(piece["text"] for piece in pieces)
    assert told == f"1. {said}"
    links = {piece["url"] for piece in pieces if piece["type"] == "link"}
    assert links == {link("", id) for _, id, _ in given.tickets}
    shown(post)


def test_without_an_address_a_ticket_is_only_its_number() -> None:
    (post, *_) = digest_replies(edition(things=(SLOW,)))
    assert "#30655" in shown(post)
    assert "url" not in shown(post)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"things": (SLOW,)}, MOVED),
        ({"things": (SLOW, replace(SLOW, phrase="x"))}, f"{MOVED} And 1 more."),
        ({}, "Nothing in Week 47 needs you."),
        ({"things": (thing(Reason.AGE, "aging"),)}, "Nothing in Week 47 stands out."),
        ({"kpis": (kpi(target=MET), CSAT)}, "Nothing in Week 47 needs you; the target is met."),
        (
            {"kpis": (kpi(target=MET), CSAT, kpi(figure=wait(60.0, 5), target=UNJUDGED))},
            "Nothing in Week 47 needs you; 1 of 2 targets met, 1 not known.",
        ),
        (
            {"kpis": (kpi(target=MISSED), kpi(target=MET))},
            "Nothing in Week 47 needs you; 1 of 2 targets met, 1 missed (could be chance).",
        ),
        (
            {"kpis": (kpi(target=MISSED),)},
            "Nothing in Week 47 needs you; the target is missed (could be chance).",
        ),
        (
            {"kpis": (kpi(previous=None, previous_window=None, change=None),)},
            "These are the first figures: there is nothing before Week 47 to compare with.",
        ),
        (
            {"kpis": (NOT_KNOWN,)},
            "Nothing to tell of Week 47: there were no tickets, replies or ratings.",
        ),
        (
            {"kpis": (CSAT, NOT_KNOWN, NOT_KNOWN)},
            "Week 47 has figures for only 1 of 3 measures, and nothing stands out in those.",
        ),
    ],
)
def test_the_first_line_is_what_to_know_if_nothing_else_is_read(
    given: dict[str, Any], said: str
) -> None:
    made = edition(**given) if "kpis" in given else edition(*(kpi(), CSAT, GAIN), **given)
    assert headline(made) == said
    (post, *_) = digest_replies(made)
    assert post.text.startswith(said.rstrip("."))


@pytest.mark.parametrize("reach", [ASKED_AT, WEEK.end - 48 * 60, WEEK.start - 7 * 3600])
def test_what_stands_out_is_told_once_however_much_is_known(reach: int) -> None:
    known = (CSAT, GAIN) if reach > WEEK.start else (NOT_KNOWN,)
    (post, *_) = digest_replies(edition(*known, things=(SLOW,), fresh_until=reach))
    assert post.text.count(MOVED.rstrip(".")) == shown(post).count(MOVED.rstrip(".")) == 1
    assert "What I can tell." not in post.text


def test_a_week_without_a_single_figure_is_not_said_to_have_some() -> None:
    few = kpi(figure=wait(8040, 3), change=None)
    said = headline(edition(few, replace(few, phrase="csat 2026-W47")))
    assert said == "None of the 2 measures of Week 47 has a figure."


def test_what_is_steady_is_a_line_and_what_is_told_is_not_steady() -> None:
    (post, *_) = digest_replies(edition(things=(SLOW,), gain=GAIN))
    assert "*Steady:* customer satisfaction 80%." in shown(post)
    assert "*Going well:* Resolution time 2h 14m, 2h 14m faster than usual (4h 28m)." in shown(post)


def test_what_makes_a_run_is_on_the_move_and_not_steady() -> None:
    run = Run(length=4, rising=True, last=WEEK, clear=False)
    (post, *_) = digest_replies(edition(kpi("next_reply", run=run)))
    line = "*On the move:* next reply time 2h 14m, slower for the fourth week in a row."
    assert line in shown(post)
    assert "Steady" not in shown(post)


def test_nothing_is_called_steady_or_met_that_was_not_measured() -> None:
    few = kpi("csat", figure=rate(1, 3))
    old = kpi("fcr", figure=rate(0, 0), series=weekly([rate(30, 40), rate(0, 0)]))
    lost = MissingKpi(title="Quality score", why="Import it.", since=WEEK.start)
    (post, *thread) = digest_replies(edition(kpi(), few, old, missing=(lost,)))
    line = f"Not measured: Customer satisfaction, too few to tell (1 of 3), {old.result.title}"
    assert f"{line} (none since Week 46), Quality score (since 16 Nov)." in shown(post)
    assert "Steady:* first response time 2h 14m.*" not in shown(post)
    assert "Import it." not in str([shown(each) for each in (post, *thread)])


def test_what_misses_its_target_is_not_only_called_steady() -> None:
    sure = figure(8040, bounds=(7500.0, 9000.0))
    (post, *_) = digest_replies(edition(kpi(target=MISSED)))
    assert (
        "Steady:* first response time 2h 14m (target at most 2h: missed, could be chance)."
        in shown(post)
    )
    (post, *_) = digest_replies(edition(kpi(figure=sure, target=MISSED)))
    assert "Steady:* first response time 2h 14m (target at most 2h: missed)." in shown(post)


def test_the_backlog_is_a_sentence_and_says_where_it_does_not_add_up() -> None:
    told = statement(150, 147, created=240, reopened=15, solved=248, removed=10)
    assert statement_line(told) == "150 to 147: 240 in, 15 back, 248 solved, 10 removed."
    off = statement(541, 500, created=0, solved=29)
    (post, *_) = digest_replies(edition(statement=off))
    assert "do not lead to closing" in shown(post)


@pytest.mark.parametrize(
    ("of", "good", "said"),
    [
        (
            {
                "key": "csat",
                "figure": rate(41, 45),
                "target": Target(value=0.9, met=True, words=""),
            },
            True,
            "Last week: customer satisfaction; now 91%, target at least 90% met again.",
        ),
        (
            {
                "key": "csat",
                "figure": rate(39, 45),
                "target": Target(value=0.9, met=False, words=""),
            },
            False,
            "Last week: customer satisfaction; now 87%, target at least 90% still missed.",
        ),
        ({"key": "frt"}, True, "Last week: first response time; now 2h 14m, better again."),
        ({"key": "sla", "figure": rate(80, 90)}, False, "no longer apart from what is usual."),
        ({"key": "frt", "scope": "Chat"}, False, "Last week: first response time (Chat); now 2h"),
    ],
)
def test_the_last_things_are_taken_up_again(of: dict[str, Any], said: str, *, good: bool) -> None:
    of = {"scope": "All tickets", **of}
    last = Earlier(result=answer(of.pop("key"), **of), window=previous(WEEK, BERLIN), good=good)
    (post, *_) = digest_replies(edition(earlier=(last,)))
    assert said in shown(post)
    assert said.rstrip(".") in post.text


def test_what_still_stands_out_is_not_called_usual_though_others_weigh_more() -> None:
    last = Earlier(result=answer(), window=previous(WEEK, BERLIN), good=False, apart=True)
    (post, *_) = digest_replies(edition(earlier=(last,)))
    assert "still worse than usual." in shown(post)
    assert "no longer apart" not in shown(post)


def test_half_synced_data_are_said_first_and_in_the_small_print() -> None:
    half = edition(things=(SLOW,), fresh_until=WEEK.end - 48 * 60)
    assert headline(half).startswith("Not all of Week 47 is known yet. First resp")
    (post, *_) = digest_replies(half)
    assert "*Not all of Week 47 is known yet." in shown(post)
    assert "Data until Sun 22 Nov 23:12: 48m 0s missing" in shown(post)
    assert "48m 0s missing" in post.text


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
    (post, *_) = digest_replies(behind)
    for told in (shown(post), post.text):
        assert "Not known yet: " in told
        assert "Steady" not in told
        assert "needs you" not in told
        assert "stands out" not in told


def test_what_is_bad_is_said_though_little_is_known() -> None:
    behind = edition(NOT_KNOWN, things=(SLOW,), fresh_until=WEEK.start - 7 * 3600)
    assert f"What I can tell: {MOVED}" in headline(behind)


def test_what_is_known_of_a_time_that_is_not_over_is_said_up_to_then() -> None:
    until = WEEK.end - 48 * 60
    said = "Not all of Week 47 is known yet. Up to Sun 22 Nov 23:12 nothing stands out"
    assert headline(edition(CSAT, fresh_until=until)) == f"{said}."
    held = [replace(each, result=replace(each.result, target=UNJUDGED)) for each in (CSAT, CSAT)]
    assert headline(edition(*held, fresh_until=until)) == (
        f"{said}; whether the targets were met is not known yet."
    )
    lost = (MissingKpi(title="SLA", why="It is refused.", has_target=True),)
    assert headline(edition(kpi(target=MET), fresh_until=until, missing=lost)) == (
        f"{said}; 1 of 2 targets met, 1 not known yet."
    )


def test_what_would_mislead_stays_on_the_post() -> None:
    warned = kpi(trade_off="First response got faster while reopens rose.")
    (post, *_) = digest_replies(edition(warned, notes=NOTED))
    assert "First response got faster while reopens rose." in shown(post)
    assert "*Noted:* Release 5.0 went out" in shown(post)


def test_it_is_named_by_its_days_and_by_its_tickets_where_not_of_all() -> None:
    assert heading(edition()) == "Your week in support \u00b7 16\u201322 Nov"
    narrow = edition(scope="Email", narrowed=True)
    assert heading(narrow) == "Your week in support \u00b7 16\u201322 Nov \u00b7 Email"


def test_those_who_look_at_trends_are_told_where_each_comes_from() -> None:
    (post, *_) = digest_replies(edition(kpi(), trends=True))
    said = "first response time 2h 14m, 19m faster than the week before (2h 33m); could be chance."
    assert said in shown(post)


def test_the_thread_is_one_message_with_a_button_for_each_measure() -> None:
    split = kpi(**parts([("email", wait(8040)), ("chat", wait(45))]))
    made = edition(split, CSAT, alarms="No alert fired.")
    (_, making) = digest_replies(made)
    assert "Mon 16 Nov 00:00 \u2013 Mon 23 Nov 00:00 Europe/Berlin" in shown(making)
    assert "Alerts: No alert fired." in shown(making)
    (row,) = (b for b in making.head if b["type"] == "actions")
    assert [(b["text"]["text"], b["value"]) for b in row["elements"]] == [
        ("First response time", "frt 2026-W47 by channel"),
        ("Customer satisfaction", "csat 2026-W47"),
    ]


def test_bad_ratings_that_wait_for_somebody_are_named_above_the_picture() -> None:
    left = tuple(NamedTicket("zendesk", str(n), str(n)) for n in (7, 8, 9, 10))
    (post, *_) = digest_replies(edition(follow_up=FollowUp(n=6, left=left)), None, link)
    above = json.dumps(post.head)
    assert "6 bad ratings, 2 followed up:" in above
    assert all(f"https://x.test/{n}" in above for n in (7, 8, 9))
    assert "and 1 more" in above
    (post, *_) = digest_replies(edition(follow_up=FollowUp(n=2, left=())))
    assert "2 bad ratings, all followed up." in post.text


def test_tickets_of_several_helpdesks_say_theirs() -> None:
    left = (NamedTicket("z", "7", "7"), NamedTicket("other", "8", "8"))
    named = edition(things=(SLOW,), follow_up=FollowUp(n=2, left=left))
    (post, *_) = digest_replies(replace(named, helpdesks={"z": "Acme", "other": "Other"}), None)
    above = json.dumps(post.head)
    assert all(words in above for words in ("Acme #30655", "Acme #7", "Other #8"))
    (post, *_) = digest_replies(named, None)
    assert "Acme" not in json.dumps(post.head)


def test_buttons_are_few_and_ask_whole_phrases() -> None:
    old = thing(Reason.AGE, "aging")
    (post, *_) = digest_replies(edition(things=(SLOW, old)), None, None, "schedules")
    (row,) = (b for b in post.tail if b["type"] == "actions")
    assert [(b["text"]["text"], b["value"]) for b in row["elements"]] == [
        ("Why 1", "frt why"),
        ("Oldest", "aging why list"),
        ("Settings", "schedules"),
    ]


def full() -> Edition:
    """As much as a week ever has to tell."""
    slow = replace(SLOW, also=("SLA compliance",), tickets=(*TICKETS, NamedTicket("z", "1", "1")))
    may = thing(
        Reason.MAY_MISS,
        "csat",
        figure=rate(41, 50),
        previous=rate(46, 50),
        change=replace(UNCLEAR, difference=-0.1),
        target=Target(value=0.9, met=False, words=""),
        carrier=away(0.64, 0.9, dimension="category", label="delivery"),
        tickets=TICKETS,
    )
    age = thing(Reason.AGE, "aging", bands=bands([20, 20, 20, 7, 5, 75]), tickets=TICKETS[:1])
    told = statement(150, 147, created=240, reopened=15, solved=248, removed=10)
    kpis = [kpi("frt"), kpi("sla"), kpi("next_reply"), GAIN, kpi("backlog"), kpi("aging"), CSAT]
    return edition(
        *kpis,
        things=(slow, may, age),
        gain=GAIN,
        statement=told,
        missing=(MissingKpi(title="Quality score", why="Import it."),),
    )


def test_a_week_is_told_in_150_words_with_links_and_buttons() -> None:
    (post, *_) = digest_replies(full(), None, link, "settings")
    shown(post)
    assert words_of(post) < 150


def hostile(result: Result) -> Result:
    named = parts([(f"{HOSTILE} {n}" * 30, wait(60)) for n in range(12)])
    return replace(result, title=f"{HOSTILE} title", scope=HOSTILE * 40, **named)


def test_long_and_hostile_names_are_only_words() -> None:
    kpis = [replace(each, result=hostile(each.result)) for each in (kpi(), CSAT, GAIN)] * 2
    evil = away(dimension="category", label=HOSTILE * 40)
    told = replace(SLOW, result=hostile(SLOW.result), lately=evil, carrier=evil, also=(HOSTILE,))
    made = edition(
        *kpis, things=(told,) * 3, gain=kpis[2], scope=HOSTILE * 40, notes=(HOSTILE * 20,)
    )
    for reply in digest_replies(made):
        shown(reply)
        markup = [b["text"]["text"] for b in (*reply.head, *reply.tail) if b["type"] == "section"]
        assert "<" not in "".join([*markup, reply.text])


def test_a_level_keeps_to_what_weeks_usually_do() -> None:
    now = figure(180, 180, bounds=(None, None))
    was = figure(150, 150, bounds=(None, None))
    more = Change(difference=30.0, relative=0.2, movement=Movement.WORSE, usual=12.0)
    told = thing(key="backlog", figure=now, previous=was, change=more, lately=away(180, 150))
    assert headline(edition(things=(told,))) == (
        "Backlog: 180 unsolved tickets, 30 more than the week before (150); more than usual, weeks "
        "move by up to 12."
    )


def test_a_priority_is_called_one() -> None:
    slow = thing(lately=away(), carrier=away(dimension="priority", label="Normal"))
    (post, *_) = digest_replies(edition(things=(slow,)))
    assert "Most in normal priority: " in shown(post)


@pytest.mark.parametrize(
    ("dimension", "label", "place"),
    [
        ("priority", NO_VALUE, "among those with no priority"),
        ("team", "", "among those with no team"),
        ("priority", "High", "in high priority"),
        ("channel", "email", "in Email"),
    ],
)
def test_a_part_without_a_name_is_told_in_words(dimension: str, label: str, place: str) -> None:
    part = Deviation(
        dimension=dimension, label=label, score=5, value=7200, usual=3600, n=40, windows=8
    )
    thing = Thing(reason=Reason.WORSE, result=answer(), phrase="frt", carrier=part)
    assert carrier(thing).startswith(f"Most {place}: ")
