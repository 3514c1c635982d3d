"""PostgreSQL databases that a test is done with: to empty one takes a tenth of making another."""

from __future__ import annotations

from typing import Final

import psycopg
from sqlalchemy import make_url

from metrics.store.database.schema import head

SESSIONS: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
MADE: Final = """
SELECT concat_ws(E'\\n',
  (SELECT string_agg(concat_ws(' ', oid, relname, relkind, relacl, reloptions), ',' ORDER BY oid)
   FROM pg_class WHERE oid >= 16384),
  (SELECT string_agg(concat_ws(' ', attrelid, attnum, attname, atttypid, attnotnull), ','
   ORDER BY attrelid, attnum) FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0),
  (SELECT string_agg(concat_ws(' ', oid, adbin), ',' ORDER BY oid) FROM pg_attrdef),
  (SELECT string_agg(concat_ws(' ', oid, conname), ',' ORDER BY oid)
   FROM pg_constraint WHERE oid >= 16384),
  (SELECT count(*) FROM pg_proc WHERE oid >= 16384),
  (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
  (SELECT count(*) FROM pg_namespace WHERE oid >= 16384),
  (SELECT concat_ws(' ', datconnlimit, datacl) FROM pg_database
   WHERE datname = current_database()),
  (SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
   WHERE datname = current_database()))
"""
"""All that a test may have changed, but for rows."""
EMPTY: Final = """
DO $$
DECLARE
  named text;
  has_rows boolean;
  filled text;
BEGIN
  FOR named IN SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND oid >= 16384
    AND relname <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', named) INTO has_rows;
    IF has_rows THEN
      filled := concat_ws(', ', filled, named);
    END IF;
  END LOOP;
  IF filled IS NOT NULL THEN
    EXECUTE format('TRUNCATE %s CASCADE', filled);
  END IF;
  PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$
"""
REVISION: Final = "SELECT string_agg(version_num, ' ') FROM alembic_version"


def made(url: str) -> str:
    """What is in a database beside its rows; those that were copied from one template are equal."""
    with _connected(url) as connection:
        return _one(connection, MADE)


def emptied(url: str, like: str) -> bool:
    """Whether a database is now as a new one is, of which `made` says `like`.

    It is not where a test changed more than rows, or something is still connected to it.
    """
    try:
        with _connected(url) as connection:
            if _one(connection, SESSIONS) != "0" or _one(connection, MADE) != like:
                return False
            connection.execute(EMPTY)
            return _one(connection, REVISION) == head()
    except psycopg.Error:
        return False


def _connected(url: str) -> psycopg.Connection[tuple[object, ...]]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, options="-c lock_timeout=1s")


def _one(connection: psycopg.Connection[tuple[object, ...]], question: str) -> str:
    (found,) = connection.execute(question).fetchone() or (None,)
    return str(found)
