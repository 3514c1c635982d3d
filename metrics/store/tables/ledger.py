"""The tables about syncing itself: sources, how far streams are, what was set aside, files made."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class StreamRow(SQLModel, table=True):
    """How far a stream has been read: the cursor moves only together with the rows it stands for.

    All of it is known from `since_at` on. The present reading has come back to `from_at`; before
    that the slice from `back_at` on is being read, with a cursor of its own. `until_at`: up to
    when what it told is built into timelines. `error` says why the
    helpdesk refuses this stream, until it gives a page again.
    """

    __tablename__ = "stream"

    source: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    cursor: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    caught_up: bool = False
    through_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    until_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    since_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    from_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    back_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    back_cursor: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    back_through_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    error: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class WantedRow(SQLModel, table=True):
    """A ticket of which a child stream is still to be asked, since it changed at `changed_at`.

    `failures` counts how often that was tried of this ticket alone, and in vain.
    """

    __tablename__ = "wanted"

    source: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    ticket: str = Field(primary_key=True)
    changed_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    failures: int = 0


class SupplyRow(SQLModel, table=True):
    """A stream that is one of those which bring a need, and in which way only nearly so.

    `optional`: a plan may lack it, and nothing is missing then.
    """

    __tablename__ = "supply"

    source: str = Field(primary_key=True)
    need: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    optional: bool = False
    how: str = ""


class SourceRow(SQLModel, table=True):
    """An account of a helpdesk, or a kind of file. `fresh_until`: figures are complete up to then.

    They are so from `since_at` on, and are to be read back to `wanted_at`. `name` is its key,
    `vendor:account`; `title` is what people call it. A retired source stays as history up to
    `retired_at`. One to which a team has moved goes on from `follows_at` with what the account
    `follows` held until then. `read_with`: fingerprints of the settings that all of it was read
    with, as JSON, and `reread_with` of those with which it is being read again. What was
    done with before `kept_from_at` has been deleted.
    """

    __tablename__ = "source"

    name: str = Field(primary_key=True)
    vendor: str = ""
    account: str
    title: str = ""
    connected_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    retired_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    follows: str | None = None
    follows_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    read_with: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    reread_with: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    kept_from_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    wanted_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    since_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    revision: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    fresh_until: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    timeline_version: int = 0
    lease_holder: str | None = None
    lease_until: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))


class SyncStateRow(SQLModel, table=True):
    """How the syncs of a source go: when one went well, since when they fail, what they took."""

    __tablename__ = "sync_state"

    source: str = Field(primary_key=True)
    succeeded_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    failed_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    failing_since: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    failure: str = Field(default="", sa_column=Column(Text, nullable=False))
    successes: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    failures: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    records: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    calls: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    waited_ms: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))


class UnreadableRow(SQLModel, table=True):
    """A record set aside because it could not be read; the rest of its page went on."""

    __tablename__ = "unreadable"

    source: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    excerpt: str = Field(default="", sa_column=Column(Text, nullable=False))


class UnknownWordRow(SQLModel, table=True):
    """A word of the helpdesk's we do not know, e.g. "channel:galactic".

    `count` is the most that one page held, so it means "at least": pages may be read again.
    """

    __tablename__ = "unknown_word"

    source: str = Field(primary_key=True)
    word: str = Field(primary_key=True)
    count: int = 0


class SuspendedRow(SQLModel, table=True):
    """How many mails the helpdesk held back for a cause, which became no tickets, when last seen.

    Only those of the newest `seen_at` of a source wait still.
    """

    __tablename__ = "suspended"

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    seen_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    n: int
    oldest_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))


class ColumnFileRow(SQLModel, table=True):
    """A file of columns that was made of this very database, as it was then; newer ones last.

    A database that was put back to before that does not know of it, and nobody takes it for its.
    """

    __tablename__ = "column_file"

    number: int | None = Field(default=None, primary_key=True)
    name: str


class BackupDayRow(SQLModel, table=True):
    """The back-up of a day by the team's calendar: who makes it until when, or what came of it."""

    __tablename__ = "backup_day"

    day: str = Field(primary_key=True)
    holder: str = ""
    held_until: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, default=0))
    done_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    file: str = ""
    error: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
