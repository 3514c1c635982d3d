"""Several helpdesk accounts in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import app
from bot.config import Settings, SettingsError, account_values, accounts, load
from bot.config.account_values import MOST
from bot.syncs.accounts import helpdesk
from metrics.helpdesks.settings import VendorSettings, setting
from metrics.helpdesks.vendor import Vendor
from metrics.helpdesks.vendors import HELPDESKS
from metrics.tickets.dimensions import BRAND, ORGANIZATION

ACME = {"ZENDESK_URL": "https://acme.zendesk.com", "ZENDESK_OAUTH_TOKEN": "canary-one"}
EU = {"EU_ZENDESK_URL": "https://acme-eu.zendesk.com/agent", "EU_ZENDESK_OAUTH_TOKEN": "canary-two"}


class OtherSettings(VendorSettings):
    """Those of a vendor that is none of ours."""

    needed = ("url", "key")
    url: str | None = setting("OTHER_URL", None, "https://acme.other.com", "The account.")
    key: SecretStr | None = setting("OTHER_KEY", None, "a key", "The key.")


@pytest.fixture
def another_vendor(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more vendor beside ours."""
    ours = HELPDESKS["zendesk"]
    other = Vendor(title="Other", supplies={}, settings=OtherSettings, connect=ours.connect)
    monkeypatch.setattr(accounts, "HELPDESKS", {**HELPDESKS, "other": other})
    for module in (accounts, account_values):
        monkeypatch.setattr(module, "MODELS", (*account_values.MODELS, OtherSettings))


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load()


def refused(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    with pytest.raises(SettingsError) as caught:
        given(monkeypatch, **values)
    assert "canary" not in str(caught.value)
    return str(caught.value)


def test_one_account_needs_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    (source,) = given(monkeypatch, **ACME).helpdesks()
    assert (source.prefix, source.vendor, source.title) == ("", "zendesk", "")
    assert helpdesk(source, lambda _: None).account == "acme"


def test_another_account_begins_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"EU_NAME": "Europe", "EU_SINCE": "30 days", "EU_ZENDESK_BOTS": "17"}
    more |= {"EU_ZENDESK_EXPORTS_PER_MINUTE": "30", "DESKPULSE_KEEP_SUBJECTS": "yes"}
    settings = given(monkeypatch, **ACME, **EU, **more, DESKPULSE_SOURCES="eu")
    acme, europe = settings.helpdesks()
    assert (europe.prefix, europe.title) == ("EU_", "Europe")
    assert settings.since_at(100 * 86400, europe.since) == 70 * 86400
    assert (europe.own.bot_users(), europe.own.calls_per_minute) == (frozenset({"17"}), 30)
    assert (acme.own.bot_users(), acme.own.calls_per_minute) == (frozenset(), 10)
    assert acme.keeping.subjects is europe.keeping.subjects is True
    assert helpdesk(europe, lambda _: None).ticket_url("7") == (
        "https://acme-eu.zendesk.com/agent/tickets/7"
    )
    assert list(settings.account_secrets()) == ["canary-one", "canary-two"]
    assert "canary" not in repr(settings.helpdesks())


def test_an_account_may_have_hours_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = {"EU_TIMEZONE": "Europe/Berlin", "EU_HOLIDAYS": "2026-12-24"}
    settings = given(monkeypatch, **ACME, **EU, **hours, DESKPULSE_SOURCES="eu")
    usual, own = settings.helpdesks()
    assert usual.hours is None
    assert own.hours is not None
    assert own.hours.words() == "Mon-Fri 09:00-17:00, Europe/Berlin"
    assert [day.isoformat() for day in own.hours.holidays] == ["2026-12-24"]
    assert list(app.schedules(settings).sources) == ["zendesk:acme-eu"]


def test_what_is_kept_of_tickets_holds_for_each_account(monkeypatch: pytest.MonkeyPatch) -> None:
    (source,) = given(monkeypatch, **ACME).helpdesks()
    assert source.keeping.dimensions == frozenset()
    kept = {"DESKPULSE_KEEP_BRANDS": "yes", "DESKPULSE_KEEP_ORGANIZATIONS": "yes"}
    settings = given(monkeypatch, **kept, **EU, DESKPULSE_SOURCES="eu")
    assert {each.keeping.dimensions for each in settings.helpdesks()} == {
        frozenset({BRAND, ORGANIZATION})
    }


def test_without_an_address_there_is_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch)
    assert settings.helpdesks() == ()
    with pytest.raises(SettingsError, match=r"No helpdesk is set\. Set ZENDESK_URL"):
        settings.required_helpdesks()
    half = given(monkeypatch, ZENDESK_OAUTH_TOKEN="canary")
    assert half.helpdesks() == ()
    with pytest.raises(SettingsError, match="ZENDESK_URL is not set"):
        half.required_helpdesks()


@pytest.mark.usefixtures("another_vendor")
def test_accounts_of_several_vendors_stand_side_by_side(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("canary-three")
    other = {"OTHER_URL": "https://acme.other.com", "OTHER_KEY_FILE": str(tmp_path / "key")}
    us = {"US_OTHER_URL": "https://us.other.com", "US_OTHER_KEY": "canary-four"}
    settings = given(monkeypatch, **ACME, **EU, **other, **us, DESKPULSE_SOURCES="eu, us")
    assert [(each.vendor, each.own.url) for each in settings.required_helpdesks()] == [
        ("zendesk", "https://acme.zendesk.com"),
        ("other", "https://acme.other.com"),
        ("zendesk", "https://acme-eu.zendesk.com"),
        ("other", "https://us.other.com"),
    ]
    secrets = list(settings.account_secrets())
    assert secrets == ["canary-one", "canary-three", "canary-two", "canary-four"]
    assert "canary" not in repr(settings) + repr(settings.helpdesks())


@pytest.mark.usefixtures("another_vendor")
def test_one_vendor_needs_only_its_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, OTHER_URL="https://acme.other.com")
    with pytest.raises(SettingsError, match="OTHER_KEY is not set"):
        load().required_helpdesks()
    (source,) = given(monkeypatch, OTHER_KEY="canary").required_helpdesks()
    assert source.vendor == "other"
    given(monkeypatch, ZENDESK_EMAIL="a@acme.com")
    with pytest.raises(SettingsError, match="ZENDESK_URL is not set"):
        load().required_helpdesks()


@pytest.mark.usefixtures("another_vendor")
def test_a_short_name_is_that_of_one_helpdesk(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"EU_OTHER_URL": "https://acme.other.com", "EU_OTHER_KEY": "canary"}
    assert refused(monkeypatch, **EU, **both, DESKPULSE_SOURCES="eu") == (
        "EU_ZENDESK_URL and EU_OTHER_URL are two helpdesks under one name. Give one of them a name "
        "of its own in DESKPULSE_SOURCES."
    )


@pytest.mark.usefixtures("another_vendor")
def test_all_vendors_are_offered_where_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = refused(monkeypatch, DESKPULSE_SOURCES="eu")
    assert sentence.startswith("EU has no helpdesk. Set EU_ZENDESK_URL, EU_")
    assert " or EU_OTHER_URL, or take" in sentence


def test_accounts_may_all_have_names(monkeypatch: pytest.MonkeyPatch) -> None:
    (europe,) = given(monkeypatch, **EU, DESKPULSE_SOURCES="eu").helpdesks()
    assert europe.own.url == "https://acme-eu.zendesk.com"


def test_a_token_may_be_mounted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("mounted\n")
    told = {"EU_ZENDESK_URL": EU["EU_ZENDESK_URL"], "EU_ZENDESK_OAUTH_TOKEN_FILE": str(file)}
    (europe,) = given(monkeypatch, **told, DESKPULSE_SOURCES="eu").helpdesks()
    assert europe.own.secrets() == ("mounted",)
    assert list(load().account_secrets()) == ["mounted"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "EU has no helpdesk. Set EU_ZENDESK_URL"),
        ({"EU_ZENDESK_OAUTH_TOKEN": "canary"}, "EU_ZENDESK_URL is not set. The Zendesk account. "),
        ({"EU_ZENDESK_URL": EU["EU_ZENDESK_URL"]}, "EU_ZENDESK_EMAIL is not set"),
        (EU | {"EU_ZENDESK_URL": "http://acme.com"}, "EU_ZENDESK_URL: must start with https://"),
        (EU | {"EU_SINCE": "long ago"}, "EU_SINCE: 'long ago' is neither a date nor a number"),
        (EU | {"EU_TIMEZONE": "Mars"}, "EU_TIMEZONE: 'Mars' is no time zone"),
        (EU | {"EU_ZENDESK_BOTTS": "1"}, "EU_ZENDESK_BOTTS is no setting. Did you mean EU_ZENDESK"),
        (
            EU | ACME | {"EU_ZENDESK_URL": ACME["ZENDESK_URL"]},
            "ZENDESK_URL and EU_ZENDESK_URL name the same account. Take one of them out",
        ),
    ],
)
def test_what_another_account_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], said: str
) -> None:
    assert refused(monkeypatch, **values, DESKPULSE_SOURCES="eu").startswith(said)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("eu, eu", "names an account twice"),
        ("north america", "'north america' must be up to 20 letters and digits"),
        ("slack", "'slack' is what other settings begin with"),
        (", ".join(f"a{n}" for n in range(MOST + 1)), f"must be {MOST} names at most"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, names: str, said: str
) -> None:
    sentence = refused(monkeypatch, DESKPULSE_SOURCES=names)
    assert sentence.startswith(f"DESKPULSE_SOURCES: {said}")
    assert sentence.endswith("DESKPULSE_SOURCES=eu, us")
