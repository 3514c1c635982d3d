"""The first revision was changed in place before it was frozen: there are databases of each."""

from __future__ import annotations

from itertools import accumulate
from typing import Literal

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

from metrics.errors import StoreError
from metrics.store.database.differences import differences, words
from metrics.store.database.engine import Store
from metrics.store.database.schema import FIRST, head, step_to
from metrics.store.tables.metadata import METADATA
from tests.revisions.text import cleared

IMPORTS = "call churn cost customers handling review session shift survey tier"
UNDONE = (
    ("drop customer_tier", "drop target.tier"),
    ("drop span.replied_at",),
    ("drop home",),
    (
        *("drop solve.replies", "drop solve.handoffs", "drop timeline.handed_over_at"),
        *("add timeline.first_handoff_at", "need timeline.handoffs"),
    ),
    ("drop note",),
    ("drop alert_step", "drop alert"),
    ("drop delivery.receipts", "drop delivery.checked_at", "add delivery.receipt"),
    ("drop desk_schedule", "drop schedule_choice"),
    ("drop ticket.first_resolution_minutes", "drop ticket.first_resolution_business_minutes"),
    ("drop delivery_step", "drop delivery", "drop digest_schedule"),
    ("drop look",),
    ("drop heard",),
    ("drop card", "drop receipt"),
    ("drop sla_stretch", "drop sla_event", "drop sla_target"),
    tuple(f"drop {name}" for name in IMPORTS.split()),
    ("drop timeline.ai_replies", "drop timeline.first_touch_at", "drop timeline.second_reply_at"),
)
"""What each change of the first revision had brought, the last one first."""
STATES = tuple(accumulate(UNDONE))
MADE = {
    "source": [
        {"name": "zendesk", "account": "a", "since_at": 1, "revision": 7, "timeline_version": 4}
        | {"fresh_until": 9},
        {"name": "files:costs", "account": "", "since_at": 1, "revision": 1, "timeline_version": 0}
        | {"fresh_until": 9},
    ],
    "stream": [
        {"source": "zendesk", "stream": "tickets", "cursor": "c", "caught_up": True}
        | {"through_at": 9}
    ],
    "target": [{"metric": "frt", "value": 7200.0, "since_at": 5, "set_by": "U1"}],
}
"""What stands in tables that every state has."""


def made_as(connection: Connection, undone: tuple[str, ...]) -> None:
    """The tables of the first revision without what those changes had brought."""
    cleared(connection)
    step_to(connection, FIRST)
    operations = Operations(MigrationContext.configure(connection))
    for step in undone:
        act, place = step.split()
        name, _, column = place.partition(".")
        if not column:
            operations.drop_table(name)
        elif act == "drop":
            operations.drop_column(name, column)
        else:
            anew: Literal["always", "never"] = (
                "always" if connection.dialect.name == "sqlite" else "never"
            )
            with operations.batch_alter_table(name, recreate=anew) as batch:
                kind = sa.String() if column == "receipt" else sa.BigInteger()
                batch.add_column(sa.Column(column, kind, nullable=act == "add"))
    tables = MetaData()
    tables.reflect(connection)
    for name, rows in MADE.items():
        connection.execute(sa.insert(tables.tables[name]), rows)


@pytest.mark.parametrize("undone", STATES[::3], ids=range(0, len(STATES), 3))
def test_each_early_first_revision_is_recognised_and_mended(
    store: Store, undone: tuple[str, ...]
) -> None:
    with store.rebuild() as connection:
        made_as(connection, undone)
    with pytest.raises(StoreError, match=r"deskpulse serve"):
        store.check()
    store.migrate()
    store.check()
    with store.read() as connection:
        assert connection.execute(text("SELECT metric, value, set_by FROM target")).all() == [
            ("frt", 7200.0, "U1")
        ]


def test_what_an_early_state_did_not_keep_of_the_helpdesk_is_read_again(store: Store) -> None:
    """Else a ticket of before would be told as one without what nobody had asked for then."""
    with store.rebuild() as connection:
        made_as(connection, STATES[3])
    store.migrate()
    with store.read() as connection:
        known = "SELECT name, fresh_until, timeline_version FROM source ORDER BY name"
        assert connection.execute(text(known)).all() == [
            ("files:costs", 9, 0),
            ("zendesk:a", None, 0),
        ]
        far = connection.execute(text("SELECT cursor, caught_up, through_at FROM stream")).one()
        assert (far[0], bool(far[1]), far[2]) == (None, False, None)


def test_what_people_made_is_mended_without_reading_the_helpdesk_again(store: Store) -> None:
    with store.rebuild() as connection:
        made_as(connection, STATES[0])
    store.migrate()
    with store.read() as connection:
        known = connection.execute(text("SELECT fresh_until FROM source")).scalars().all()
        assert known == [9, 9]
        assert connection.execute(text("SELECT cursor FROM stream")).scalar_one() == "c"


def test_the_receipt_of_a_post_stays_beside_it(store: Store) -> None:
    with store.rebuild() as connection:
        made_as(connection, STATES[6])
        needed = "INSERT INTO delivery (id, source, due_at, part, channel, owner, state, receipt, "
        needed += "expires_at, not_before, attempts, searches, held_until) VALUES ('d', 's', 1, 0, "
        needed += "'C1', 'U1', 'posted', 'R1', 2, 0, 1, 0, 0)"
        connection.execute(text(needed))
    store.migrate()
    with store.read() as connection:
        assert connection.execute(text("SELECT receipts FROM delivery")).scalar_one() == "R1"


CHANGED_BY_HAND = {
    "the column team.name is missing": "ALTER TABLE team DROP COLUMN name",
    "the column home.team is missing": (
        "DROP TABLE home; CREATE TABLE home (person VARCHAR NOT NULL, view VARCHAR NOT NULL)"
    ),
    "the table home has another primary key": (
        "DROP TABLE home; CREATE TABLE home (team VARCHAR NOT NULL, person VARCHAR NOT NULL, "
        "view VARCHAR NOT NULL, PRIMARY KEY (team))"
    ),
    "the column home.mood is one too many": "ALTER TABLE home ADD COLUMN mood INTEGER NOT NULL",
}


@pytest.mark.parametrize(("told", "change"), CHANGED_BY_HAND.items())
def test_what_cannot_be_mended_without_a_guess_is_refused_with_what_to_do(
    store: Store, told: str, change: str
) -> None:
    with store.rebuild() as connection:
        made_as(connection, ())
        if "mood" in change and store.engine.dialect.name == "sqlite":
            change = "DROP TABLE home; CREATE TABLE home (team VARCHAR NOT NULL, person VARCHAR "
            change += "NOT NULL, view VARCHAR NOT NULL, mood INTEGER NOT NULL, "
            change += "PRIMARY KEY (team, person))"
        for statement in change.split("; "):
            connection.execute(text(statement))
    with pytest.raises(StoreError, match=told):
        store.migrate()
    with store.read() as connection:
        assert told in words(differences(connection, METADATA), 99)


def test_tables_that_lack_something_today_are_told_though_their_label_is_right(
    store: Store,
) -> None:
    with store.write() as connection:
        connection.execute(text("DROP TABLE note"))
        assert (
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == head()
        )
    with pytest.raises(StoreError, match="the table note is missing"):
        store.check()


def test_what_others_keep_beside_our_tables_does_no_harm(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("CREATE TABLE wiki (page VARCHAR NOT NULL)"))
        connection.execute(text("CREATE INDEX by_hand ON ticket (status)"))
        connection.execute(text("ALTER TABLE note ADD COLUMN remark VARCHAR"))
    store.check()
    store.migrate()


def test_tables_of_the_same_names_that_nobody_marked_are_left_alone(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(StoreError, match="nothing says that Deskpulse made them"):
        store.migrate()


def test_a_table_may_be_made_anew_though_others_point_to_it(store: Store) -> None:
    """On SQLite a column is changed by a new table; rows that belong to the old one stay."""
    ticket = {"key": 1, "source": "z", "id": "1", "created_at": 1, "changed_at": 1}
    ticket |= {"status": "new", "channel": "email", "channel_raw": ""}
    whole = {"ticket": 1, "source": "z", "created_at": 1, "channel": "email", "revision": 1}
    whole |= {"agent_created": False, "replies": 0, "bot_replies": 0, "ai_replies": 0}
    with store.write() as connection:
        connection.execute(sa.insert(METADATA.tables["ticket"]), ticket)
        connection.execute(sa.insert(METADATA.tables["timeline"]), whole)
    with store.rebuild() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("ticket") as batch:
            batch.alter_column("status", existing_type=sa.String(), nullable=True)
    with store.read() as connection:
        assert connection.execute(text("SELECT ticket FROM timeline")).scalars().all() == [1]
    with store.read() as connection:
        if store.engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
