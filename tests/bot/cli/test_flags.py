"""Help shows a flag as one."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.cli import cli


@pytest.mark.parametrize("words", [(), ("demo",), ("doctor",), ("source",), ("source", "list")])
def test_no_flag_shows_a_value_in_the_help(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*words, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "--help" in shown.output
    assert "bool" not in shown.output.casefold()
