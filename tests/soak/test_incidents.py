"""What goes wrong is the same for the same seed, and each kind of it comes."""

from __future__ import annotations

from tests.soak.incidents import BOT_KILLS, KILLS, SYNC_KILLS, Kind, incidents

SECONDS = 1800.0


def test_the_same_seed_brings_the_same_and_another_one_does_not() -> None:
    assert incidents(9, SECONDS) == incidents(9, SECONDS)
    assert incidents(9, SECONDS) != incidents(8, SECONDS)


def test_in_half_an_hour_each_kind_comes_again_and_again() -> None:
    found = [one.kind for one in incidents(9, SECONDS)]
    assert all(found.count(kind) > 3 for kind in Kind if kind not in KILLS)
    assert found.count(Kind.BOT_KILLED) == len(BOT_KILLS)
    assert found.count(Kind.SYNC_KILLED) == len(SYNC_KILLS)


def test_after_the_last_kill_there_is_time_to_see_whether_anything_grows() -> None:
    last = [one.at for one in incidents(9, SECONDS) if one.kind in KILLS][-1]
    assert last < SECONDS / 2
