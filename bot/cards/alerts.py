"""What is said of alerts: the one just made, and all there are, with how each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Line, Person
from bot.cards.controls import WATCH
from bot.cards.each import each
from bot.cards.facts import DOT
from bot.cards.schedules import MEMBERS
from bot.talk import Audience, Block, Reply
from metrics.posting.alerts import Alert, Phase, Standing
from metrics.tickets.records import Instant

EXAMPLE = "alert frt email today above 4h"
MOST = 20
SNOOZES = ("1h", "4h", "tomorrow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An alert in words. `title` says what is watched, `when` from which value on.

    `over` says when it is over again, `fewest` how many must stand behind it. `now` is how the
    figure stands and `would` on how many days it was beyond; both may be empty. `told_at` is when
    it last spoke, `checked` whether it was ever looked at. `unseen` says why it cannot tell, since
    `unseen_at`; "" where it can. All instants are told in `zone`, seen
    from `at`.
    """

    alert: Alert
    title: str
    when: str
    over: str = ""
    fewest: str = ""
    standing: Standing
    now: str = ""
    would: str = ""
    told_at: Instant | None = None
    checked: bool = True
    unseen: str = ""
    unseen_at: Instant = 0
    at: Instant
    zone: str

    @property
    def name(self) -> str:
        """What it is in one line."""
        return f"{self.title}: {self.when}"


def alert_card(shown: Shown, happened: str) -> Reply:
    """One alert, after something happened to it: what it says, how it stands, what can be done."""
    seen = [line for line in (shown.now, shown.would) if line]
    head = [
        blocks.section((Bold(f"{happened}:"), f" {shown.title}"), _capital(f"{shown.when}.")),
        blocks.section(*_how(shown)),
        blocks.section((Bold("How it stands: "), *_state(shown)), *seen),
        blocks.context([MEMBERS]),
    ]
    if row := list(_buttons(shown)):
        head.append(blocks.actions(row))
    return _private(f"{happened}: {shown.name}. {' '.join(seen)}", head)


def alerts_card(all_of_them: Sequence[Shown], unreadable: Sequence[str] = ()) -> Reply:
    """All alerts, those first that are firing; last the ids of those that cannot be read."""
    if not all_of_them and not unreadable:
        said = "Nothing is watched."
        how = ("An alert speaks up by itself: ", Code(f"/kpi {EXAMPLE}"), ", or choose one:")
        return _private(said, [blocks.section(said, how), _new()])
    order = (Phase.FIRING, Phase.PENDING, Phase.OK)
    ordered = sorted(all_of_them, key=lambda shown: order.index(shown.standing.phase))
    head = [blocks.header("Alerts")]
    for entry in each(ordered[:MOST], _entry, lambda shown: _unshown(shown.alert.id)):
        head += entry
    head += [block for id in unreadable[:MOST] for block in _unshown(id)]
    if len(ordered) > MOST:
        head.append(blocks.context([f"{len(ordered) - MOST} more are not shown."]))
    names = [f"{shown.name} ({_short(shown)})" for shown in ordered]
    text = "; ".join([*names, *(_unsaid(id) for id in unreadable)])
    return _private(f"Alerts: {text}", [*head, _new()])


def _short(shown: Shown) -> str:
    """How it stands in a word or two."""
    unseen = shown.unseen and shown.standing.phase is Phase.OK
    return "cannot see" if unseen else str(shown.standing.phase)


def _unshown(id: str) -> list[Block]:
    return [blocks.section(_unsaid(id))]


def _unsaid(id: str) -> str:
    return f"Alert {id} cannot be shown. /kpi alert delete {id} deletes it."


def form_card() -> Reply:
    """How an alert is made, where no form can be opened by itself."""
    said = "What should I watch, and from which value on?"
    how = ("Say for example ", Code(f"/kpi {EXAMPLE}"), ", or choose:")
    return _private(said, [blocks.section(said, how), _new()])


def gone_card(shown: Shown, again: str) -> Reply:
    """An alert was deleted; one click makes it again."""
    said = f"Deleted: {shown.name}. It says nothing more; what it said stays."
    undo = blocks.button("Undo", "ask:undo", again)
    return _private(said, [blocks.section(said), blocks.actions([undo])])


def unread_gone_card(phrase: str) -> Reply:
    """An alert that nobody could read was deleted."""
    said = f"Deleted: {phrase}. It could not be read, and says nothing more."
    return _private(said, [blocks.section(said)])


def taken_card(shown: Shown, who: str, audience: Audience) -> Reply:
    """Somebody has it. Its name is said to all who read the alert, and pings nobody else."""
    rest = " has it. No reminders until it is over."
    return Reply(
        text=blocks.fallback(f"Acknowledged: {shown.name}. No reminders until it is over."),
        head=(blocks.section((Person(who), rest)), blocks.context([shown.name])),
        audience=audience,
    )


def snoozed_card(shown: Shown, audience: Audience) -> Reply:
    """Nothing is said of it for a while."""
    until = shown.standing.snoozed_until
    said = f"I say nothing of it until {words.lately(until, shown.at, shown.zone)}, {shown.zone}."
    if until <= shown.at:
        said = "I speak of it again from now on."
    return Reply(
        text=blocks.fallback(f"{said} {shown.name}"),
        head=(blocks.section(said), blocks.context([shown.name])),
        audience=audience,
    )


def _how(shown: Shown) -> Iterator[Line]:
    """Where and how readily it speaks."""
    care = shown.alert.care
    in_a_row = "at the first check" if care.checks == 1 else f"after {care.checks} checks in a row"
    every = words.brief(care.every_seconds)
    yield "In ", blocks.place(shown.alert.channel), f", checked every {every}: told {in_a_row}."
    if bounds := " ".join(filter(None, (shown.over, shown.fewest))):
        yield bounds
    remind = f"every {words.brief(care.remind_seconds)}" if care.remind_seconds else "never"
    said = f"Reminders: {remind}, until somebody has it."
    quiet = care.quiet
    if quiet:
        hours = f"{quiet.start:%H:%M}{words.DASH}{quiet.end:%H:%M} {quiet.zone}"
        said = f"{said} Quiet: {hours}; what lasts until then is told after."
    yield said


def _state(shown: Shown) -> Iterator[str | Person]:
    """How it stands, since when, and who has it."""
    standing = shown.standing
    yield DOT.join(_phase(shown))
    if shown.told_at is not None:
        yield f"{DOT}last told {words.lately(shown.told_at, shown.at, shown.zone)}"
    if standing.acknowledged_by:
        yield DOT
        yield Person(standing.acknowledged_by)
        yield " has it"
    elif standing.phase is Phase.FIRING:
        yield f"{DOT}nobody has it yet"
    if standing.snoozed_until > shown.at:
        until = words.lately(standing.snoozed_until, shown.at, shown.zone)
        yield f"{DOT}snoozed until {until}"


def _phase(shown: Shown) -> Iterator[str]:
    """The phase it is in; while it cannot see, nothing is called ok."""
    standing = shown.standing
    since = words.lately(standing.since_at, shown.at, shown.zone)
    match standing.phase:
        case Phase.FIRING:
            yield f"firing since {since}"
        case Phase.PENDING:
            yield f"pending since {since}, {standing.streak} of {shown.alert.care.checks} checks"
        case _ if not shown.checked:
            yield "not checked yet"
        case _ if not shown.unseen:
            yield f"ok since {since}" if standing.since_at else "ok"
    if shown.unseen:
        yield _unseen(shown)


def _unseen(shown: Shown) -> str:
    """That it cannot see, why, and since when."""
    since = words.lately(shown.unseen_at, shown.at, shown.zone)
    return f"cannot see since {since}: {shown.unseen.rstrip('.')}"


def _entry(shown: Shown) -> list[Block]:
    alert = shown.alert
    by = ("made by ", Person(alert.owner)) if alert.owner else ("from the settings",)
    firing = shown.standing.phase is Phase.FIRING
    lines: list[Line] = [
        (Bold(shown.title), " in ", blocks.place(shown.alert.channel)),
        (f"{_capital(shown.when)}{DOT}", *by),
        (Bold("Firing") if firing else "", *_uncalled(shown, firing=firing)),
    ]
    if not firing:
        more = blocks.overflow(f"ask:more:{alert.id}", list(_choices(shown)))
        return [{**blocks.section(*lines), "accessory": more}]
    snoozes = [(_snooze_label(span), f"alert snooze {alert.id} {span}") for span in SNOOZES]
    row = [
        blocks.button("Acknowledge", f"ask:ack:{alert.id}", f"alert ack {alert.id}"),
        blocks.menu("Snooze", f"ask:snooze:{alert.id}", snoozes),
    ]
    if alert.owner:
        row.append(blocks.button("Delete", f"ask:delete:{alert.id}", f"alert delete {alert.id}"))
    return [blocks.section(*lines), blocks.actions(row)]


def _uncalled(shown: Shown, *, firing: bool) -> list[str | Person]:
    """How it stands, without the word that stands in bold before it."""
    first, *rest = _state(shown)
    said = str(first)
    return [said.removeprefix("firing") if firing else _capital(said), *rest]


def _choices(shown: Shown) -> Iterator[tuple[str, str]]:
    id = shown.alert.id
    yield "Show", f"alert {id}"
    yield "Snooze until tomorrow", f"alert snooze {id} tomorrow"
    if shown.alert.owner:
        yield "Delete", f"alert delete {id}"


def _buttons(shown: Shown) -> Iterator[dict[str, object]]:
    id = shown.alert.id
    if shown.standing.phase is Phase.FIRING:
        yield blocks.button("Acknowledge", "ask:ack", f"alert ack {id}")
    if shown.alert.owner:
        yield blocks.button("Change", WATCH, id)
        yield blocks.button("Delete", "ask:delete", f"alert delete {id}")


def _snooze_label(span: str) -> str:
    return "Until tomorrow" if span == "tomorrow" else f"For {span}"


def _new() -> Block:
    return blocks.actions([blocks.button("Make an alert", WATCH, WATCH)])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _private(text: str, head: Sequence[Block]) -> Reply:
    return Reply(text=blocks.fallback(text), head=tuple(head), audience=Audience.ME)
