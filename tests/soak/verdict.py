"""What a soak has shown, as one table: each row a claim, what was found, and whether it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import NamedTuple

from sqlalchemy import select

from bot.cards.help import apology, interrupted, unsure
from bot.slack.deliver import AGAIN, UNSURE
from metrics.posting.deliveries import State
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.outbox import DELIVERY
from metrics.store.database.engine import Store
from tests.soak.house import Sample
from tests.soak.incidents import Kind
from tests.soak.slack import Act
from tests.soak.soak import Soak

SHORTEST_SECONDS = 600.0
"""What has lived no longer is still warming up."""
MOST_GROWTH, MOST_HANDLES, MOST_THREADS = 1.1, 10, 5
EARLIER_SECONDS, LATER_SECONDS = 1.0, 5.0
"""What is not acknowledged is told so long after the socket or the bot went."""
FLIGHT_SECONDS = 30.0
"""Of what was never answered: so long after it was asked it was surely not being worked on."""
OPENINGS = tuple(said("").text.partition("you asked")[0] for said in (interrupted, unsure))
APOLOGY = apology("").text.partition(".")[0]
DIGEST = "digest:"


class Row(NamedTuple):
    """A claim and what was found; `holds` None where it is only told."""

    claim: str
    found: str
    holds: bool | None = None


def verdict(soak: Soak) -> list[Row]:
    """All rows."""
    return [
        *memory(soak),
        *acknowledged(soak),
        *answered(soak),
        *homes(soak),
        *posts(soak),
        *fresh(soak),
        *reconciled(soak),
        *ends(soak),
    ]


def memory(soak: Soak) -> Iterator[Row]:
    """By process, over the life since the last kill: its first third is its warming up."""
    for name, samples in soak.house.samples.items():
        life = [list(each) for _, each in groupby(samples, lambda one: one.pid)][-1]
        third = max(1, len(life) // 3)
        middle, last = life[third : 2 * third] or life, life[-third:]
        lives, seconds = len({one.pid for one in samples}), life[-1].at - life[0].at
        rows = _flat(f"{name} (life {lives}, {seconds:.0f} s)", middle, last)
        is_long = seconds >= SHORTEST_SECONDS
        yield from (row if is_long else row._replace(holds=None) for row in rows)


def _flat(name: str, middle: list[Sample], last: list[Sample]) -> Iterator[Row]:
    before, after = (median(one.megabytes for one in part) for part in (middle, last))
    grown = after / before
    found = f"{before:.0f} MB, then {after:.0f} MB ({grown:.3f} times)"
    yield Row(
        f"Memory of the {name}: last third at most 1.1 of the middle", found, grown <= MOST_GROWTH
    )
    for what, most in (("handles", MOST_HANDLES), ("threads", MOST_THREADS)):
        before, after = (median(getattr(one, what) for one in part) for part in (middle, last))
        yield Row(
            f"{what.capitalize()} of the {name}",
            f"{before:.0f}, then {after:.0f}",
            after <= before + most,
        )


def acknowledged(soak: Soak) -> Iterator[Row]:
    """Everything within 3 s, but what was in flight where the socket or the bot went."""
    spans = [(cut, cut) for cut in (*soak.house.cuts, *soak.house.deaths)] + soak.house.pauses
    late = [
        at
        for at in soak.ears.unacknowledged
        if not any(a - EARLIER_SECONDS <= at <= b + LATER_SECONDS for a, b in spans)
    ]
    counts = dict(soak.ears.envelopes)
    yield Row(
        "Acknowledged within 3 s, but where the socket or the bot had just gone",
        f"{counts}; {len(late)} late at other times",
        not late,
    )
    deaf = soak.ears.deaf
    found = f"{len(deaf)} times, {sum(deaf):.0f} s in all, {max(deaf, default=0):.0f} s at most"
    yield Row("Without any socket (dispatch_failed)", found)
    buckets = {
        name: value for name, value in soak.counts.items() if name[0].endswith("ack_seconds_bucket")
    }
    within = {
        le[0]: int(value)
        for (_, le), value in buckets.items()
        if le[0] in {"0.05", "0.25", "1.0", "+Inf"}
    }
    yield Row("Acknowledgements by seconds, as the bot measured", str(within))


def answered(soak: Soak) -> Iterator[Row]:
    """What became of all that was asked."""
    acts = [act for act in soak.ears.acts if act.kind != "home"]
    fates = Counter(fate(act) for act in acts)
    excused = sum(fate(act) == LOST and _in_trouble(act, soak) for act in acts)
    fates.subtract({LOST: excused})
    fates[SILENT] = excused
    for name, number in sorted(fates.items()):
        most = 0.0 if name in BAD else FEW.get(name)
        holds = None if most is None else number <= most * len(acts)
        yield Row(f"Of {len(acts)} questions: {name}", str(number), holds)
    for name in sorted(BAD - set(fates)):
        yield Row(f"Of {len(acts)} questions: {name}", "0", True)
    lost = [act for act in acts if fate(act) in BAD]
    if lost:
        whens = "; ".join(_named(act, soak.house.began) for act in lost)
        yield Row("Which they were, by seconds since the start", whens)
    strays = len(soak.ears.stray) + sum(map(len, soak.ears.early.values()))
    yield Row("Answers to nobody's question", str(strays), not strays)
    flying = [act for act in acts if _in_flight(act, soak.house.deaths)]
    became = Counter(fate(act) for act in flying)
    yield Row("Of these in flight when the bot was killed", f"{len(flying)}: {dict(became)}")
    waits = sorted(act.answers[0][0] - act.began for act in acts if act.answers)
    if waits:
        marks = (waits[int(len(waits) * part)] for part in (0.5, 0.95, 0.99))
        yield Row(
            "Seconds to the answer: half, 95 %, 99 %, longest",
            " ".join(f"{one:.1f}" for one in (*marks, waits[-1])),
        )


def _named(act: Act, began: float) -> str:
    answers = [f"{at - act.began:.1f} s {text[:40]!r}" for at, _, text in act.answers]
    asked = f"{act.began - began:.0f} s {act.kind} {act.words!r}"
    return f"{asked}: {', '.join(answers) or 'nothing'}"


SORRY, STOPPED = "told that something went wrong", "told twice that the bot was interrupted"
LOST, TWICE = "lost: acknowledged, and nothing was said", "answered twice without a word of it"
NEVER = "never acknowledged, and nobody told them"
SILENT = "plain replies in threads, unheard while the database or Slack failed: nothing was said"
"""They are tried again for a minute: what is silent still was not seen to be meant for the bot."""
BAD = frozenset({LOST, TWICE, NEVER, STOPPED})
FEW = {SILENT: 0.01, SORRY: 0.02}
"""The most of all questions that may end so, whatever fails around the bot."""


def fate(act: Act) -> str:
    """What became of a question, in words."""
    texts = [text for _, _, text in act.answers]
    notices = sum(text.startswith(OPENINGS) for text in texts)
    excuses = sum(AGAIN in text or UNSURE in text for text in texts)
    if not texts:
        told = "Slack said at once that the bot is not there" if act.problem else NEVER
        return LOST if act.acked else told
    if len(texts) == notices > 1:
        return STOPPED
    if all(text.startswith(APOLOGY) for text in texts):
        return SORRY
    if len(texts) == 1:
        return "told that the bot was interrupted" if notices else "answered once"
    if notices + excuses >= len(texts) - 1:
        return "answered, and again with a word that it may not be the first"
    return TWICE


def _in_trouble(act: Act, soak: Soak) -> bool:
    """Whether somebody only replied in a thread, while it could not be told whose thread it is."""
    kinds = {Kind.POOLER_GONE, Kind.DATABASE_CUT}
    times = [
        (soak.house.began + one.at, soak.house.began + one.at + one.seconds)
        for one in soak.planned
        if one.kind in kinds or one.kind.name.startswith("SLACK")
    ]
    spans = [*times, *soak.house.pauses]
    near = any(a - EARLIER_SECONDS <= act.began <= b + LATER_SECONDS for a, b in spans)
    return act.kind == "reply" and near


def _in_flight(act: Act, deaths: list[float]) -> bool:
    ends = act.answers[0][0] if act.answers else act.began + FLIGHT_SECONDS
    return any(act.began <= death <= ends for death in deaths)


def homes(soak: Soak) -> Iterator[Row]:
    """Home tabs that were opened."""
    opened = [act for act in soak.ears.acts if act.kind == "home"]
    undrawn = [act for act in opened if not act.answers]
    near = sum(
        _in_flight(act, [one + 15 for one in soak.house.deaths])
        or _in_flight(act, soak.house.deaths)
        for act in undrawn
    )
    found = f"{len(opened) - len(undrawn)} drawn, {len(undrawn)} not"
    claim = f"Of {len(opened)} Home tabs none is not drawn, but about a kill"
    yield Row(claim, f"{found}, {near} of these about a kill", near == len(undrawn))


def posts(soak: Soak) -> Iterator[Row]:
    """What was posted unasked: each once, and each slot's digest."""
    columns = (
        DELIVERY.c.id,
        DELIVERY.c.source,
        DELIVERY.c.due_at,
        DELIVERY.c.part,
        DELIVERY.c.state,
    )
    with closing(Store.open(soak.url)) as store, store.read() as connection:
        rows = connection.execute(select(*columns)).all()
        schedules = DigestSchedules(store).all()  # none where the bot never came to its feet
        made_at = max((each.made_at for each in schedules), default=soak.begins_at)
    stand = Counter(soak.ears.deliveries)
    stand.subtract(soak.ears.taken_away)
    digests = [row for row in rows if row.source.startswith(DIGEST) and row.part == 0]
    of_slots = Counter(
        row.due_at for row in digests if row.state == State.POSTED and stand[row.id] == 1
    )
    slots = [at for at in soak.slots if at > made_at]
    missing = [at for at in slots if of_slots[at] != 1]
    yield Row(
        "Digests: each slot exactly once",
        f"{len(of_slots)} posts of {len(slots)} slots",
        not missing and len(digests) == len(slots),
    )
    states = Counter((row.source.partition(":")[0], str(row.state)) for row in rows)
    yield Row(
        "Posts by what they are and what became of them",
        ", ".join(f"{a} {b} {n}" for (a, b), n in sorted(states.items())),
    )
    twice = [id for id, number in stand.items() if number > 1]
    yield Row("Posts that stand twice", str(len(twice)), not twice)
    lacking = [row.id for row in rows if row.state == State.POSTED and stand[row.id] != 1]
    yield Row("Posts that are noted and do not stand once", str(len(lacking)), not lacking)
    unknown = set(stand) - {row.id for row in rows if row.state == State.POSTED}
    yield Row("Posts that stand and are not noted", str(len(unknown)), not unknown)


def fresh(soak: Soak) -> Iterator[Row]:
    """The figures beside those of a store that has read everything from nothing."""
    ours, theirs = soak.figures
    for phrase, figure in ours.items():
        same = figure == theirs[phrase]
        found = str(figure) if same else f"{figure}, from nothing {theirs[phrase]}"
        yield Row(f'"{phrase}" as of a store that read everything from nothing', found, same)


@dataclass(frozen=True)
class Sum:
    """What /metrics counted, over all lives of the bot, beside what was seen."""

    counted: float
    seen: int
    gap: int

    @property
    def holds(self) -> bool:
        return self.seen - self.gap <= self.counted <= self.seen

    def __str__(self) -> str:
        gap = f", {self.gap} of these between a last count and a kill" if self.gap else ""
        return f"{self.counted:.0f} counted, {self.seen} seen{gap}"


def reconciled(soak: Soak) -> Iterator[Row]:
    """The numbers of /metrics beside the stand-ins' own."""
    from tests.soak.soak import seen

    saw, gaps = seen(soak.ears, soak.tallies), soak.house.gaps

    def total(name: str, *labels: str) -> float:
        return sum(
            n
            for (what, values), n in soak.counts.items()
            if what == name and values[: len(labels)] == labels
        )

    acks = Sum(total("deskpulse_ack_seconds_count"), saw["acks"], gaps["acks"])
    unheard = sum(n for name, n in soak.ears.envelopes.items() if name != "acknowledged")
    holds = acks.seen - acks.gap <= acks.counted <= acks.seen + unheard
    yield Row("Acknowledgements", f"{acks}, and {unheard} not acknowledged", holds)
    posted = Sum(total("deskpulse_posts_total", "posted"), saw["posts"], gaps["posts"])
    yield Row("Posts that Slack took", str(posted), posted.holds)
    others = {
        outcome: total("deskpulse_posts_total", outcome) for outcome in ("refused", "unknown")
    }
    yield Row("Posts refused, and unknown", str(others))
    yield from _calls(soak, saw, gaps)
    yield _questions(soak, total("deskpulse_questions_total"), gaps["questions"])
    for name, tally in soak.desk_tally.items():
        lost, rest = soak.unwritten.get(name, 0), soak.not_written[name]
        calls = tally["calls"]
        found = f"{calls - rest} counted, {calls} seen, {lost} by syncs that were killed"
        yield Row(f"Calls of {name}", found, rest == lost)
        counts = {outcome: n for outcome, n in tally.items() if outcome != "calls"}
        yield Row(f"What {name} answered", str(counts))
    for series in ("deskpulse_syncs_total", "deskpulse_helpdesk_wait_seconds_total"):
        now = {
            "/".join(key[1]): round(value, 1)
            for key, value in soak.last.items()
            if key[0] == series
        }
        yield Row(series, str(now))


def _calls(soak: Soak, saw: Counter[str], gaps: Counter[str]) -> Iterator[Row]:
    counted = {
        " ".join(labels): n
        for (name, labels), n in soak.counts.items()
        if name == "deskpulse_slack_calls_total" and labels[1] != "held"
    }
    names = sorted(set(counted) | {name for name in saw if " " in name})
    sums = {name: Sum(counted.get(name, 0), saw[name], gaps[name]) for name in names}
    wrong = {name: str(each) for name, each in sums.items() if not each.holds}
    total = Sum(
        sum(one.counted for one in sums.values()),
        sum(one.seen for one in sums.values()),
        sum(one.gap for one in sums.values()),
    )
    yield Row(
        f"Calls of Slack, by {len(sums)} methods and outcomes",
        f"{total}; {wrong or 'each adds up'}",
        not wrong,
    )
    ends = Counter[str]()
    for name, n in counted.items():
        ends[name.partition(" ")[2]] += int(n)
    held = sum(
        n
        for (name, labels), n in soak.counts.items()
        if name == "deskpulse_slack_calls_total" and labels[1] == "held"
    )
    yield Row("Calls of Slack by outcome", f"{dict(ends)}, {held:.0f} held back")


def _questions(soak: Soak, counted: float, gap: int) -> Row:
    acts = [act for act in soak.ears.acts if act.kind != "home" and act.answers]
    told = sum(any(text.startswith(OPENINGS) for _, _, text in act.answers) for act in acts)
    holds = len(acts) - told - gap <= counted <= len(acts)
    found = (
        f"{counted:.0f} counted, {len(acts)} with an answer, {told} told of a kill, {gap} in gaps"
    )
    return Row("Questions that are over", found, holds)


def ends(soak: Soak) -> Iterator[Row]:
    """How the bot's lives ended, and what is left."""
    yield Row("Nothing is on its way in the end", soak.unsettled or "nothing", not soak.unsettled)
    yield Row("Told to end, the bot ends well", f"exit code {soak.exit_code}", soak.exit_code == 0)
    yield Row("Its other ends", ", ".join(soak.house.ends))
    still = [end - start for start, end in soak.house.pauses]
    yield Row("Times that the machine stood still", f"{len(still)}, {sum(still):.0f} s in all")
    kinds = Counter(one.kind for one in soak.planned)
    yield Row("What was made to go wrong", ", ".join(f"{kind} {n}" for kind, n in kinds.items()))


def table(rows: list[Row]) -> str:
    """The rows, to be read."""
    mark = {True: "holds", False: "FAILS", None: ""}
    width = max(len(row.claim) for row in rows)
    return "\n".join(f"{mark[row.holds]:5}  {row.claim:{width}}  {row.found}" for row in rows)
