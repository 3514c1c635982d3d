"""What is said of notes: the one just kept, all that stand, and the one removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Line, PersonMention
from bot.cards.each import each
from bot.cards.facts import DOT
from bot.talk import Audience, Block, Reply
from metrics.question.notes import Note, NoteRemoval

MOST_NOTES = 20
NO_DAYS = "its days cannot be read, so it stands on nothing"
HOW = (
    '/kpi note "billing outage" 12 nov..13 nov keeps one; a channel or team narrows it, and '
    '"not in baseline" at the end leaves its days out of baselines.'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note with its tickets in words; `removable` by the one who asks."""

    note: Note
    tickets: str
    zone: str
    removable: bool

    @property
    def when(self) -> str:
        """Its days, which tickets, and what it does to baselines."""
        days = NO_DAYS
        if self.note.possible:
            days = words.days(self.note.start_at, self.note.end_at, self.zone)
        apart = ["not in baselines"] if self.note.apart else []
        return DOT.join((days, self.tickets, *apart))

    @property
    def speech(self) -> str:
        return f"{self.note.text} ({self.when})"


def note_card(view: NoteView) -> Reply:
    """A note was kept; one click takes it back."""
    rest = "It stands on charts and cards that show these days."
    undo = blocks.button("Undo", "ask:0", f"note remove {view.note.key}")
    head = (
        blocks.section((Bold("Noted: "), view.note.text), view.when),
        blocks.context([rest]),
        blocks.actions((undo,)),
    )
    return _private(f"Noted: {view.speech}. {rest}", head)


def notes_card(notes: Sequence[NoteView]) -> Reply:
    """All notes, the newest days first."""
    if not notes:
        sentence = "Nothing is noted yet."
        return _private(sentence, (blocks.section(sentence), blocks.context([HOW])))
    newest = notes[:MOST_NOTES]
    sections = each(newest, _section, lambda view: blocks.section(_broken_words(view)))
    more = len(notes) - MOST_NOTES
    small = [f"{words.count(more)} older ones are not listed."] if more > 0 else []
    text = "; ".join(each(newest, lambda view: view.speech, _broken_words))
    head = (blocks.header("Notes"), *sections, blocks.context([*small, HOW]))
    return _private(f"Notes: {text}", head)


def removed_card(view: NoteView) -> Reply:
    """A note stands no longer."""
    return _private(
        f"Note removed: {view.speech}",
        (blocks.section((Bold("Note removed: "), view.note.text), view.when),),
    )


def removed_before_card(key: int, removal: NoteRemoval, zone: str) -> Reply:
    """A note that is to be removed was removed already: by whom and when."""
    when = words.day(words.local(removal.at, zone).date())
    begins = f"Note {key} was removed already, on {when}"
    by: Line = (f"{begins} by ", PersonMention(removal.person)) if removal.person else begins
    return _private(f"{begins}.", (blocks.section(by),))


def _section(view: NoteView) -> Block:
    note = view.note
    day = words.day(words.local(note.noted_at, view.zone).date())
    by: Line = (f"{view.when}{DOT}noted {day} by ", PersonMention(note.noted_by))
    section = blocks.section((Bold(f"{note.key}: "), note.text), by)
    if not view.removable:
        return section
    remove = f"note remove {note.key}"
    return {**section, "accessory": blocks.button("Remove", f"ask:{note.key}", remove)}


def _broken_words(view: NoteView) -> str:
    key = view.note.key
    return f"Note {key} cannot be shown. /kpi note remove {key} removes it."


def _private(text: str, head: tuple[Block, ...]) -> Reply:
    return Reply(text=blocks.fallback(text), head=head, audience=Audience.ME)
