"""How sources stand, and which measures that lights: what `/kpi sources` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from metrics.sources.knowledge import Knowledge, NeedState, earliest_end, fresh_until
from metrics.sources.needs import CORE, OF_HELPDESKS
from metrics.tickets.records import Instant, Suspended


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStanding:
    """How a source stands: what is known of each need, and what of it could not be understood.

    `aside` are records that could not be read, by stream and reason; `words` those that the
    helpdesk uses and we do not know, with at least how often. `contradictions` are what its own
    figures say otherwise, in words, and of how many tickets. `suspended` are mails it holds back.
    `mixed` are the settings that changed since it was read, so that old and new are both stored.
    """

    source: str
    name: str
    knowledge: tuple[Knowledge, ...]
    aside: Sequence[tuple[str, str, int]] = ()
    words: Mapping[str, int] = field(default_factory=dict)
    contradictions: Sequence[tuple[str, int]] = ()
    suspended: Sequence[Suspended] = ()
    mixed: Sequence[str] = ()

    @property
    def helpdesk(self) -> bool:
        """Whether it is a helpdesk, and no kind of file."""
        return any(each.need in OF_HELPDESKS for each in self.knowledge)

    @property
    def since_at(self) -> Instant:
        """From when nearly all measures can be made of it."""
        core = [each.since_at for each in self.knowledge if each.need in CORE]
        return max(core or [each.since_at for each in self.knowledge])

    @property
    def kept_from_at(self) -> Instant | None:
        """Before when what was done with has been deleted; None where nothing was."""
        return next((each.kept_from_at for each in self.knowledge), None)

    @property
    def known_later(self) -> Mapping[Instant, tuple[Knowledge, ...]]:
        """What is known only from later on than the rest, by when that is."""
        later = [each for each in self.of(NeedState.WHOLE) if each.since_at > self.since_at]
        instants = sorted({each.since_at for each in later})
        return {at: tuple(each for each in later if each.since_at == at) for at in instants}

    @property
    def until_at(self) -> Instant | None:
        """Up to when nearly all measures can be made of it."""
        return fresh_until(self.knowledge) if self.helpdesk else earliest_end(self.knowledge)

    @property
    def retired(self) -> bool:
        """Whether nothing more is awaited of it."""
        return all(each.retired for each in self.knowledge)

    def of(self, state: NeedState) -> tuple[Knowledge, ...]:
        """The needs that stand so."""
        return tuple(each for each in self.knowledge if each.state is state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dark:
    """Measures that cannot be answered today, and the sentence that says what would light them.

    `files` are the kinds of file that would, none where it takes something else.
    """

    titles: tuple[str, ...]
    why: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All sources, which measures can be answered with them, and which cannot.

    `proposals` are sentences on teams of several helpdesks that may be one.
    """

    standings: tuple[SourceStanding, ...]
    answers: tuple[str, ...]
    dark: tuple[Dark, ...]
    proposals: tuple[str, ...] = ()
