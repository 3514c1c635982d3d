"""The organisation: users, teams, accounts, tags, statuses and custom fields."""

from __future__ import annotations

from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.pylon.ids import account_id, ident, team_id, user_id
from sandbox.helpdesks.pylon.rows import ACCOUNTS, CATEGORY_FIELD, PRIORITIES, email, iso
from sandbox.helpdesks.pylon.states import CATEGORIES, CUSTOM
from sandbox.year import Year, cast

Row = dict[str, Any]

_AGES_BEFORE: Final = 30 * 86_400
OBJECTS: Final = frozenset({"issue", "account", "contact", "task", "project", "call_recording"})


ORGANIZATION: Final = ident("organization", 1)


def me() -> Row:
    """The organisation that a token belongs to."""
    return {"id": ORGANIZATION, "name": "Lumen"}


def users(year: Year, now: Instant) -> list[Row]:
    """Everybody with an account now, the AI agent among them; whoever has left is not there."""
    staff = [*year.people, *([cast.FORMER] if now < year.left_at else [])]
    return [
        {
            "id": user_id(one.id),
            "name": one.name,
            "email": email(one.id),
            "emails": [email(one.id)],
            "avatar_url": "",
            "role_id": ident("role", "viewer" if one.light else one.role),
            "status": "active",
        }
        for one in sorted(staff, key=lambda each: each.id)
    ]


def teams(year: Year, now: Instant) -> list[Row]:
    """All teams, with those who are in them now."""
    staff = [*year.people, *([cast.FORMER] if now < year.left_at else [])]
    return [
        {
            "id": team_id(number),
            "name": name,
            "users": [
                {"id": user_id(one.id), "email": email(one.id)}
                for one in staff
                if one.team == number
            ],
        }
        for number, name in year.teams.items()
    ]


def accounts(year: Year) -> list[Row]:
    """The customers' companies, each with a channel in Slack."""
    since = iso(year.starts_at - _AGES_BEFORE)
    return [
        {
            "id": account_id(number),
            "name": f"Account {number}",
            "type": "customer",
            "domain": f"account-{number}.example",
            "primary_domain": f"account-{number}.example",
            "domains": [f"account-{number}.example"],
            "owner": None,
            "tags": None,
            "custom_fields": {},
            "external_ids": None,
            "is_disabled": False,
            "channels": [{"channel_id": f"C{number:08}", "source": "slack", "is_primary": True}],
            "created_at": since,
            "updated_at": since,
        }
        for number in range(ACCOUNTS)
    ]


def tags() -> list[Row]:
    """All tags, of whatever kind of thing."""
    names = (("issue", "outage"), ("issue", "closed_by_merge"), ("account", "vip"))
    return [
        {"id": ident("tag", name), "object_type": kind, "value": name, "hex_color": "#5b5bd6"}
        for kind, name in names
    ]


def statuses() -> list[Row]:
    """Every status: Pylon's own, and the team's, several of which share a category."""
    own = [(category, category, True) for category in dict.fromkeys(CATEGORIES.values())]
    others = [(slug, category, False) for category, (slug, _) in CUSTOM.items()]
    return [
        {
            "slug": slug,
            "label": slug.replace("_", " ").capitalize(),
            "category": category,
            "is_default_status": usual,
            "is_archived": False,
        }
        for slug, category, usual in (*own, *others)
    ]


def custom_fields(year: Year, kind: str) -> list[Row]:
    """The custom fields of a kind of thing."""
    if kind != "issue":
        return []
    words = [word for word in (*cast.CATEGORIES, cast.OUTAGE) if word]
    return [
        _field(year, "priority", "select", list(PRIORITIES.values())),
        _field(year, CATEGORY_FIELD, "multiselect", words),
    ]


def _field(year: Year, slug: str, kind: str, words: list[str]) -> Row:
    since = iso(year.starts_at - _AGES_BEFORE)
    options = [{"slug": word, "label": word.replace("_", " ").capitalize()} for word in words]
    return {
        "id": ident("field", slug),
        "slug": slug,
        "label": slug.replace("_", " ").capitalize(),
        "description": "",
        "object_type": "issue",
        "type": kind,
        "source": "pylon",
        "is_read_only": False,
        "select_metadata": {"options": options},
        "created_at": since,
        "updated_at": since,
    }
