"""Several helpdesk accounts in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import app
from bot.config import Settings, SettingsError, load
from bot.config.accounts import MOST

ACME = {"ZENDESK_URL": "https://acme.zendesk.com", "ZENDESK_OAUTH_TOKEN": "canary-one"}
EU = {"EU_ZENDESK_URL": "https://acme-eu.zendesk.com/agent", "EU_ZENDESK_OAUTH_TOKEN": "canary-two"}


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
    assert app.helpdesk(source, lambda _: None).account == "acme"


def test_another_account_begins_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"EU_NAME": "Europe", "EU_SINCE": "30 days", "EU_ZENDESK_BOTS": "17"}
    more |= {"EU_ZENDESK_EXPORTS_PER_MINUTE": "30", "DESKPULSE_KEEP_SUBJECTS": "yes"}
    settings = given(monkeypatch, **ACME, **EU, **more, DESKPULSE_SOURCES="eu")
    acme, europe = settings.helpdesks()
    assert (europe.prefix, europe.title) == ("EU_", "Europe")
    assert settings.since_at(100 * 86400, europe.since) == 70 * 86400
    assert (europe.account.bots, europe.account.calls_per_minute) == (frozenset({"17"}), 30)
    assert (acme.account.bots, acme.account.calls_per_minute) == (frozenset(), 10)
    assert acme.account.keep_subjects is europe.account.keep_subjects is True
    assert app.helpdesk(europe, lambda _: None).ticket_url("7") == (
        "https://acme-eu.zendesk.com/agent/tickets/7"
    )
    assert list(settings.own_secrets()) == ["canary-two"]
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


def test_accounts_may_all_have_names(monkeypatch: pytest.MonkeyPatch) -> None:
    (europe,) = given(monkeypatch, **EU, DESKPULSE_SOURCES="eu").helpdesks()
    assert europe.account.url == "https://acme-eu.zendesk.com"


def test_a_token_may_be_mounted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("mounted\n")
    told = {"EU_ZENDESK_URL": EU["EU_ZENDESK_URL"], "EU_ZENDESK_OAUTH_TOKEN_FILE": str(file)}
    (europe,) = given(monkeypatch, **told, DESKPULSE_SOURCES="eu").helpdesks()
    assert europe.account.secret == "mounted"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "EU_ZENDESK_URL is not set. The Zendesk account. Write for example EU_ZENDESK_URL="),
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
