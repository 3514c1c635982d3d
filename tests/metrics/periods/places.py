"""Places with difficult clocks, and a Tuesday in one of them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from metrics.periods import Period, Window

BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
APIA = ZoneInfo("Pacific/Apia")
HAVANA = ZoneInfo("America/Havana")
OTHERS = ("America/St_Johns", "Asia/Kathmandu", "UTC")

zones = st.sampled_from([BERLIN, LORD_HOWE, SAO_PAULO, APIA, HAVANA, *map(ZoneInfo, OTHERS)])
instants = st.integers(631_152_000, 2_240_000_000)


def at(zone: ZoneInfo, *moment: int) -> int:
    return int(datetime(*moment, tzinfo=zone).timestamp())  # type: ignore[misc,arg-type]


def window(words: str, now: int, zone: ZoneInfo = BERLIN) -> Window:
    return Period.of(words).window(now, zone)


NOW = at(BERLIN, 2026, 7, 21, 11, 30)
