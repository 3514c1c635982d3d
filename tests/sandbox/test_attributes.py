"""What the stand-in Zendesk tells of brands and the like, read by the real client."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.grammar import parse
from metrics.ask import Asker
from metrics.helpdesks.zendesk import Reading, Zendesk, web
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.store.database.engine import Store
from metrics.sync.sync import Sync
from metrics.tickets.dimensions import BRAND, FORM, ORGANIZATION
from sandbox.helpdesks.zendesk import AREA_FIELD, EMAIL, TOKEN, attributes, sharing, zendesk_app
from sandbox.year import Year
from tests import truth
from tests.sandbox.serving import served

ENDS = 1795564800
YEAR = Year.plan_until(ENDS, tickets_per_weekday=1)
NOW = truth.quiet_moment(YEAR, ENDS)
READING = Reading(
    by_name=frozenset({BRAND, FORM, ORGANIZATION}),
    tags=frozenset({"refund", "vip"}),
    fields={str(AREA_FIELD): "product area"},
)


def test_figures_are_split_by_what_the_stand_in_tells(store: Store) -> None:
    app = zendesk_app(YEAR, clock=lambda: NOW, exports_per_minute=10_000)
    with served(app) as address:
        client = web(address, EMAIL, TOKEN, exports_per_minute=10_000)
        desk = Zendesk("sandbox", client, READING)
        sync = Sync(store=store, helpdesk=desk, since_at=YEAR.starts_at, clock=lambda: NOW)
        sync.run()
        client.close()
    asker = Asker(store, Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00")))
    names = {str(name): values for name, values in asker.directory().attributes.items()}
    assert "billing request" in names.pop("intent")
    assert names.pop("sentiment") == ("negative", "neutral", "positive", "very negative")
    assert names.pop("language") == ("de", "en")
    assert names == {
        "brand": ("Acme", "Globex"),
        "organization": ("Hooli", "Initech", "Umbrella", "Wayne Enterprises"),
        "product area": ("app", "billing", "website"),
        "sharing": ("shared with Globex Repairs",),
        "tag": ("refund", "vip"),
        "ticket form": ("Contact us", "Refunds"),
        "custom status": ("Pending", "Solved"),
        "kind": ("incident", "problem", "question"),
    }
    whole = asker.answer(parse("volume last 90 days", asker.directory()), NOW)
    split = asker.answer(parse("volume last 90 days by brand", asker.directory()), NOW)
    assert sum(part.figure.n for part in split.parts) == whole.figure.n > 0
    assert {part.label for part in split.parts} == {"Acme", "Globex"}
    window = whole.window
    mine = [
        plan
        for plan in YEAR.plans
        if window.start <= plan.created_at < min(window.end, NOW)
        and plan.removal is None
        and "vip" in attributes.tags_of(plan)
    ]
    words = 'volume last 90 days sharing "shared with Globex Repairs"'
    shared = asker.answer(parse(words, asker.directory()), NOW)
    planned = [
        plan
        for plan in YEAR.plans
        if window.start <= plan.created_at < min(window.end, NOW)
        and (plan.removed_at is None or plan.removed_at > NOW)
        and sharing.agreements_of(plan.id)
        and not plan.child
    ]
    assert shared.figure.n == len(planned) > 0
    toned = [
        any("negative" in tag for tag in tags)
        for plan in YEAR.plans
        if window.start <= plan.created_at < min(window.end, NOW)
        and (plan.removed_at is None or plan.removed_at > NOW)
        and (tags := attributes.triage_of(plan))
        and not plan.child
    ]
    sentiment = asker.answer(parse("sentiment last 90 days", asker.directory()), NOW).figure
    assert (sentiment.hits, sentiment.n) == (sum(toned), len(toned))
    assert 0 < sum(toned) < len(toned)
    vip = asker.answer(parse("volume last 90 days tag vip", asker.directory()), NOW)
    assert abs(vip.figure.n - len(mine)) <= 1
    assert vip.scope == "Vip"
