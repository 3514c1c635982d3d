"""What is said of alerts: the one just made, and all there are, with how each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Line, PersonMention
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
class AlertView:
    """An alert in words. `title` says what is watched, `when` from which value on.

    `over` says when it is over again, `fewest` how many must stand behind it. `now` is how the
    figure stands and `preview` on how many days it was beyond; both may be empty. `told_at` is when
    it last spoke, `has_check` whether it was ever looked at. `blindness` says why it cannot tell,
    since `blind_since`; "" where it can. All instants are told in `zone`, seen from `at`.
    """

    alert: Alert
    title: str
    when: str
    over: str = ""
    fewest: str = ""
    standing: Standing
    now: str = ""
    preview: str = ""
    told_at: Instant | None = None
    has_check: bool = True
    blindness: str = ""
    blind_since: Instant = 0
    at: Instant
    zone: str

    @property
    def name(self) -> str:
        """What it is in one line."""
        return f"{self.title}: {self.when}"


def alert_card(view: AlertView, event: str) -> Reply:
    """One alert, after something happened to it: what it says, how it stands, what can be done."""
    outlook = [line for line in (view.now, view.preview) if line]
    head = [
        blocks.section((Bold(f"{event}:"), f" {view.title}"), _capital(f"{view.when}.")),
        blocks.section(*_how(view)),
        blocks.section((Bold("How it stands: "), *_state(view)), *outlook),
        blocks.context([MEMBERS]),
    ]
    if row := list(_buttons(view)):
        head.append(blocks.actions(row))
    return _private(f"{event}: {view.name}. {' '.join(outlook)}", head)


def alerts_card(views: Sequence[AlertView], unreadable: Sequence[str] = ()) -> Reply:
    """All alerts, those first that are firing; last the ids of those that cannot be read."""
    if not views and not unreadable:
        sentence = "Nothing is watched."
        how = ("An alert speaks up by itself: ", Code(f"/kpi {EXAMPLE}"), ", or choose one:")
        return _private(sentence, [blocks.section(sentence, how), _new()])
    order = (Phase.FIRING, Phase.PENDING, Phase.OK)
    by_phase = sorted(views, key=lambda view: order.index(view.standing.phase))
    head = [blocks.header("Alerts")]
    for entry in each(by_phase[:MOST], _entry, lambda view: _broken_entry(view.alert.id)):
        head += entry
    head += [block for id in unreadable[:MOST] for block in _broken_entry(id)]
    if len(by_phase) > MOST:
        head.append(blocks.context([f"{len(by_phase) - MOST} more are not shown."]))
    names = [f"{view.name} ({_short(view)})" for view in by_phase]
    text = "; ".join([*names, *(_broken_words(id) for id in unreadable)])
    return _private(f"Alerts: {text}", [*head, _new()])


def _short(view: AlertView) -> str:
    """How it stands in a word or two."""
    is_blind = view.blindness and view.standing.phase is Phase.OK
    return "cannot see" if is_blind else str(view.standing.phase)


def _broken_entry(id: str) -> list[Block]:
    return [blocks.section(_broken_words(id))]


def _broken_words(id: str) -> str:
    return f"Alert {id} cannot be shown. /kpi alert delete {id} deletes it."


def form_card() -> Reply:
    """How an alert is made, where no form can be opened by itself."""
    sentence = "What should I watch, and from which value on?"
    how = ("Say for example ", Code(f"/kpi {EXAMPLE}"), ", or choose:")
    return _private(sentence, [blocks.section(sentence, how), _new()])


def gone_card(view: AlertView, again: str) -> Reply:
    """An alert was deleted; one click makes it again."""
    sentence = f"Deleted: {view.name}. It says nothing more; what it said stays."
    undo = blocks.button("Undo", "ask:undo", again)
    return _private(sentence, [blocks.section(sentence), blocks.actions([undo])])


def unread_gone_card(phrase: str) -> Reply:
    """An alert that nobody could read was deleted."""
    sentence = f"Deleted: {phrase}. It could not be read, and says nothing more."
    return _private(sentence, [blocks.section(sentence)])


def acknowledged_card(view: AlertView, who: str, audience: Audience) -> Reply:
    """Somebody has it. Its name is said to all who read the alert, and pings nobody else."""
    rest = " has it. No reminders until it is over."
    return Reply(
        text=blocks.fallback(f"Acknowledged: {view.name}. No reminders until it is over."),
        head=(blocks.section((PersonMention(who), rest)), blocks.context([view.name])),
        audience=audience,
    )


def snoozed_card(view: AlertView, audience: Audience) -> Reply:
    """Nothing is said of it for a while."""
    until = view.standing.snoozed_until
    sentence = f"I say nothing of it until {words.lately(until, view.at, view.zone)}, {view.zone}."
    if until <= view.at:
        sentence = "I speak of it again from now on."
    return Reply(
        text=blocks.fallback(f"{sentence} {view.name}"),
        head=(blocks.section(sentence), blocks.context([view.name])),
        audience=audience,
    )


def _how(view: AlertView) -> Iterator[Line]:
    """Where and how readily it speaks."""
    care = view.alert.care
    in_a_row = "at the first check" if care.checks == 1 else f"after {care.checks} checks in a row"
    every = words.brief(care.every_seconds)
    yield "In ", blocks.place(view.alert.channel), f", checked every {every}: told {in_a_row}."
    if bounds := " ".join(filter(None, (view.over, view.fewest))):
        yield bounds
    remind = f"every {words.brief(care.remind_seconds)}" if care.remind_seconds else "never"
    sentence = f"Reminders: {remind}, until somebody has it."
    quiet = care.quiet
    if quiet:
        hours = f"{quiet.start:%H:%M}{words.DASH}{quiet.end:%H:%M} {quiet.zone}"
        sentence = f"{sentence} Quiet: {hours}; what lasts until then is told after."
    yield sentence


def _state(view: AlertView) -> Iterator[str | PersonMention]:
    """How it stands, since when, and who has it."""
    standing = view.standing
    yield DOT.join(_phase(view))
    if view.told_at is not None:
        yield f"{DOT}last told {words.lately(view.told_at, view.at, view.zone)}"
    if standing.acknowledged_by:
        yield DOT
        yield PersonMention(standing.acknowledged_by)
        yield " has it"
    elif standing.phase is Phase.FIRING:
        yield f"{DOT}nobody has it yet"
    if standing.snoozed_until > view.at:
        until = words.lately(standing.snoozed_until, view.at, view.zone)
        yield f"{DOT}snoozed until {until}"


def _phase(view: AlertView) -> Iterator[str]:
    """The phase it is in; while it cannot see, nothing is called ok."""
    standing = view.standing
    since = words.lately(standing.since_at, view.at, view.zone)
    match standing.phase:
        case Phase.FIRING:
            yield f"firing since {since}"
        case Phase.PENDING:
            yield f"pending since {since}, {standing.streak} of {view.alert.care.checks} checks"
        case _ if not view.has_check:
            yield "not checked yet"
        case _ if not view.blindness:
            yield f"ok since {since}" if standing.since_at else "ok"
    if view.blindness:
        yield _blindness_words(view)


def _blindness_words(view: AlertView) -> str:
    """That it cannot see, why, and since when."""
    since = words.lately(view.blind_since, view.at, view.zone)
    return f"cannot see since {since}: {view.blindness.rstrip('.')}"


def _entry(view: AlertView) -> list[Block]:
    alert = view.alert
    by = ("made by ", PersonMention(alert.owner)) if alert.owner else ("from the settings",)
    firing = view.standing.phase is Phase.FIRING
    lines: list[Line] = [
        (Bold(view.title), " in ", blocks.place(view.alert.channel)),
        (f"{_capital(view.when)}{DOT}", *by),
        (Bold("Firing") if firing else "", *_state_without_title(view, firing=firing)),
    ]
    if not firing:
        more = blocks.overflow(f"ask:more:{alert.id}", list(_choices(view)))
        return [{**blocks.section(*lines), "accessory": more}]
    snoozes = [(_snooze_label(span), f"alert snooze {alert.id} {span}") for span in SNOOZES]
    row = [
        blocks.button("Acknowledge", f"ask:ack:{alert.id}", f"alert ack {alert.id}"),
        blocks.menu("Snooze", f"ask:snooze:{alert.id}", snoozes),
    ]
    if alert.owner:
        row.append(blocks.button("Delete", f"ask:delete:{alert.id}", f"alert delete {alert.id}"))
    return [blocks.section(*lines), blocks.actions(row)]


def _state_without_title(view: AlertView, *, firing: bool) -> list[str | PersonMention]:
    """How it stands, without the word that stands in bold before it."""
    first, *rest = _state(view)
    text = str(first)
    return [text.removeprefix("firing") if firing else _capital(text), *rest]


def _choices(view: AlertView) -> Iterator[tuple[str, str]]:
    id = view.alert.id
    yield "Show", f"alert {id}"
    yield "Snooze until tomorrow", f"alert snooze {id} tomorrow"
    if view.alert.owner:
        yield "Delete", f"alert delete {id}"


def _buttons(view: AlertView) -> Iterator[dict[str, object]]:
    id = view.alert.id
    if view.standing.phase is Phase.FIRING:
        yield blocks.button("Acknowledge", "ask:ack", f"alert ack {id}")
    if view.alert.owner:
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
