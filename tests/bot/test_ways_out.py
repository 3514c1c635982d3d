"""Of fewer than five in a team nothing is told, by whatever way an answer leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_type_hints

import pytest

from bot.alerts.checker import AlertChecker
from bot.cards.memory import receipt
from bot.commands.kpi import answer
from bot.deliveries.composer import DigestComposer
from bot.deliveries.payload import load
from bot.deliveries.restatements import restate
from bot.grammar import parse
from bot.grammar.ticket_filters import where_ids
from bot.services import Services
from bot.small_groups import FEWEST
from bot.talk import Reply, Request
from metrics.ask import Asker, TicketList
from metrics.ask.discretion import Discretion, Everything
from metrics.ask.lines import Sides
from metrics.errors import AskError
from metrics.posting.deliveries import Delivery, DigestSchedule, State
from metrics.question.explanation import Explanation
from metrics.question.reconciliation import Comparison
from metrics.question.result import Point, Result
from metrics.store.books.digest_schedules import DIGEST
from tests.bot import desk
from tests.bot.alerts.desk import alert
from tests.bot.deliveries.desk import ScriptedSlack

LEAD, MEMBER = "ULEAD", "U1"
WEEK = "2026-W47"


@dataclass(frozen=True, slots=True)
class Town:
    """A helpdesk in which fewer than five replies of one team fall into a week."""

    services: Services
    team: str
    count: int
    tickets: tuple[str, ...]

    @property
    def question(self) -> str:
        return f"frt {WEEK} team {self.team}"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("town")
    with desk.services(desk.settings(folder, DESKPULSE_LEADS=LEAD), tickets=1000) as made:
        asker = made.asker.in_full()
        for team in asker.directory().teams:
            query = parse(f"frt {WEEK} team {team}", asker.directory())
            count = asker.answer(query, desk.NOW).figure.n
            if 2 <= count < FEWEST:
                rows = asker.tickets(query, desk.NOW)
                yield Town(made, team, count, tuple(str(row["ticket"]) for row in rows))
                return
    pytest.fail("no team is small enough")


def words(reply: Reply) -> str:
    drawn = reply.picture and (reply.picture.alt, reply.picture.bars, reply.picture.native)
    file = reply.file.content.read().decode() if reply.file else ""
    return f"{reply.text} {reply.head} {reply.tail} {reply.listing} {drawn} {file}"


def asked(town: Town, text: str, **more: object) -> str:
    request = replace(
        Request(words=text, person=MEMBER, channel="C1"),
        **more,  # type: ignore[arg-type]  # as a test says it
    )
    try:
        return words(answer(request, town.services))
    except AskError as refusal:
        return str(refusal)


def phrase(text: str) -> Callable[[Town], str]:
    return lambda town: asked(town, text.format(question=town.question, team=town.team))


def in_a_thread(town: Town) -> str:
    return asked(town, town.question, thread="1.1")


def kept(town: Town) -> str:
    """The id of an answer that was given before this was kept back."""
    asker = town.services.asker.in_full()
    raw = asker.answer(parse(town.question, asker.directory()), desk.NOW)
    old = receipt(raw, town.question, MEMBER)
    assert old.n == town.count
    town.services.posts.keep(old)
    return old.id


def old_receipt(town: Town) -> str:
    return asked(town, f"receipt {kept(town)}")


def new_receipt(town: Town) -> str:
    request = Request(words=town.question, person=MEMBER, channel="C1")
    return asked(town, f"receipt {answer(request, town.services).receipt}")


def share(town: Town) -> str:
    return asked(town, f"share {kept(town)}")


def posted(digest: str) -> Callable[[Town], str]:
    def composed(town: Town) -> str:
        where = parse(town.question, town.services.asker.directory()).where
        schedule = DigestSchedule(
            id=f"{digest[:4]}",
            digest=digest,
            channel="C1",
            rule="weekly monday 09:00 UTC",
            where=where_ids(where),
            owner=MEMBER,
            made_at=0,
            next_due_at=desk.NOW,
            grace_seconds=86400,
            wait_seconds=0,
        )

        town.services.schedules.make(schedule)
        source = f"{DIGEST}{schedule.id}"
        due = Delivery(
            id=digest, source=source, due_at=desk.NOW, channel="C1", expires_at=desk.NOW + 1
        )
        made = DigestComposer(services=town.services).compose(due)
        return " ".join(map(words, (made.post, *made.parts)))

    return composed


def fired(kind: str, watch: str) -> Callable[[Town], str]:
    def told(town: Town) -> str:
        watched = watch.format(question=town.question, team=town.team)
        one = alert(kind, watched, id=f"{kind[:4]}", value=1.0, clear=1.0)
        town.services.alerts.make(one)
        AlertChecker(services=town.services, courier=ScriptedSlack())(desk.NOW)
        listed = asked(town, f"alert {one.id}")
        watch_kept = town.services.alerts.get(one.id)
        post = town.services.outbox.get((watch_kept and watch_kept.post) or "")
        return f"{listed} {words(load(post.payload or '', post.picture)) if post else ''}"

    return told


def restated(town: Town) -> str:
    services = town.services
    post = Delivery(
        id="old",
        source=f"{DIGEST}old",
        due_at=desk.NOW - 86400,
        channel="C1",
        state=State.READY,
        payload="{}",
        receipts=(kept(town),),
        expires_at=desk.NOW + 1,
    )
    services.outbox.put([post], desk.NOW)
    claimed = services.outbox.claim(desk.NOW)
    assert claimed is not None
    services.outbox.mark_posted(claimed, "C1", "9.9", desk.NOW - 86400)
    restate(services, lambda: desk.NOW)
    under = services.outbox.of(f"{DIGEST}old", 9)
    return " ".join(each.payload or "" for each in under if each.parent)


WAYS: tuple[tuple[str, Callable[[Town], str]], ...] = (
    ("a card", phrase("{question}")),
    ("a card in a thread", in_a_thread),
    ("split by priority", phrase("{question} by priority")),
    ("split by channel", phrase("{question} by channel")),
    ("split by category", phrase("{question} by category")),
    ("split by team", phrase(f"frt {WEEK} by team")),
    ("beside another team", phrase(f"frt {WEEK} team t0 vs team {{team}}")),
    ("beside a year ago", phrase("{question} vs last year")),
    ("beside its baseline", phrase("{question} vs baseline")),
    ("a share of hits", phrase(f"reopen {WEEK} team {{team}}")),
    ("a score", phrase(f"csat {WEEK} team {{team}} by channel")),
    ("a list", phrase("{question} list")),
    ("the worst", phrase("{question} worst 3")),
    ("a file", phrase("{question} csv")),
    ("why", phrase("{question} why")),
    ("explain", phrase("{question} explain")),
    ("baseline", phrase("baseline frt team {team}")),
    ("a receipt of before", old_receipt),
    ("a receipt", new_receipt),
    ("a share", share),
    ("a digest, shown", phrase("digest weekly team {team}")),
    ("a standup, shown", phrase("standup team {team}")),
    ("a digest, posted", posted("weekly")),
    ("a month's digest, posted", posted("monthly")),
    ("a standup, posted", posted("standup")),
    ("an alert", fired("threshold", "{question}")),
    ("an alert of weeks", fired("drift", "frt team {team}")),
    ("a correction", restated),
)
"""Each way by which an answer leaves."""


@pytest.mark.parametrize("way", [way for _, way in WAYS], ids=[name for name, _ in WAYS])
def test_by_no_way_is_anything_told_of_so_few_in_a_team(
    town: Town, way: Callable[[Town], str]
) -> None:
    said = way(town)
    count = town.count
    counts = rf"too few to tell \([0-4](?:\)| of )|(?<![\d,:.])(?:0|{count}) first repl"
    told = re.search(f".{{0,90}}({counts}).{{0,40}}", said, re.IGNORECASE | re.DOTALL)
    assert not told, told
    for ticket in town.tickets:
        assert f"#{ticket}" not in said or way.__qualname__.startswith("posted"), ticket


@pytest.mark.parametrize("form", ["list", "csv", "explain"])
def test_who_leads_may_still_list_them(town: Town, form: str) -> None:
    assert "Fewer than 5" not in asked(town, f"{town.question} {form}", person=LEAD)
    assert "Fewer than 5" in asked(town, f"{town.question} {form}")


def test_open_work_of_a_team_is_listed_for_all_however_little(town: Town) -> None:
    assert "Fewer than 5" not in asked(town, f"oldest team {town.team} list")


OPEN_THEN = "2026-09-28"
"""A day on which no agent and no team had five open tickets."""


@pytest.mark.parametrize("metric", ["backlog", "oldest", "aging", "volume", "mix"])
def test_one_rule_holds_for_all_that_is_split_by_agent(town: Town, metric: str) -> None:
    """Also for who leads: what one measure keeps back, no other tells."""
    said = asked(town, f"{metric} {OPEN_THEN} by agent", person=LEAD)
    assert "(small groups) not shown" in said or "Of no part" in said
    assert not re.search(r"\ba\d+\b", said)


def test_the_oldest_of_each_team_is_kept_back_as_its_other_figures_are(town: Town) -> None:
    said = asked(town, f"oldest {OPEN_THEN} by team", person=MEMBER)
    assert "(small groups) not shown" in said
    assert asked(town, f"oldest {OPEN_THEN} by team", person=LEAD) == said


class Recorder(Everything):
    """Writes down what went through it."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __getattribute__(self, name: str) -> object:
        if name in vars(Everything) and not name.startswith("_"):
            self.seen.append(name)
        return super().__getattribute__(name)


LEAVING: dict[object, str] = {
    Result: "result",
    Explanation: "explanation",
    Comparison: "comparison",
    tuple[Point, ...]: "weeks",
    TicketList: "tickets",
    Sides | None: "tickets",
}
"""What an asker gives of figures, and what decides about it."""


def test_whatever_an_asker_gives_of_figures_has_gone_through_its_discretion(town: Town) -> None:
    """A new way of asking that gives any of these and forgets it fails here."""
    assert set(LEAVING.values()) == {n for n in vars(Discretion) if not n.startswith("_")}
    query = parse(f"frt {WEEK}", town.services.asker.directory())
    asked_of = set()
    for name, method in vars(Asker).items():
        gives = get_type_hints(method).get("return") if callable(method) else None
        if name.startswith("_") or gives not in LEAVING:
            continue
        asker, seen = town.services.asker.in_full(), Recorder()
        asker.discretion = seen
        more = (3,) if name == "weeks" else ()
        getattr(asker, name)(query, desk.NOW, *more)
        assert LEAVING[gives] in seen.seen, name
        asked_of.add(name)
    assert asked_of == {"answer", "why", "reconcile", "weeks", "tickets", "sides"}
