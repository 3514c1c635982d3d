"""What the bot and the process of its syncs say to each other."""

from __future__ import annotations

import logging
import pickle
import sys
from multiprocessing import Pipe

from bot.cli.logs import RedactingFormatter
from bot.syncs.line import Line, LogToBot, as_text


def _fail() -> None:
    raise ValueError("odd\nline")


def record_of_an_error() -> logging.LogRecord:
    try:
        _fail()
    except ValueError:
        trace = sys.exc_info()
    return logging.LogRecord("bot.syncs", logging.ERROR, "", 1, "%s failed", ("It",), trace)


def test_what_is_said_is_heard_until_the_other_end_is_let_go_of() -> None:
    ours, theirs = (Line(end) for end in Pipe())
    ours.say("zendesk:acme")
    ours.close()
    assert list(theirs.hear()) == ["zendesk:acme"]


def test_where_nobody_hears_nothing_is_said_and_nothing_fails() -> None:
    ours, theirs = (Line(end) for end in Pipe())
    theirs.close()
    ours.say("zendesk:acme")
    ours.close()
    ours.say("zendesk:acme")


def test_an_error_goes_over_with_its_trace_and_looks_alike_in_the_log() -> None:
    record = record_of_an_error()
    sent = pickle.loads(pickle.dumps(as_text(record)))
    formatter = RedactingFormatter()
    assert formatter.format(sent) == formatter.format(record)
    assert "\n  | ValueError: odd" in formatter.format(sent)


def test_the_log_of_the_process_is_the_bots() -> None:
    ours, theirs = Pipe()
    LogToBot(Line(ours)).handle(record_of_an_error())
    ours.close()
    (heard,) = Line(theirs).hear()
    assert (heard.name, heard.getMessage()) == ("bot.syncs", "It failed")
