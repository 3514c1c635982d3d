"""Reception: nothing escapes, nobody is left without a word."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select

from bot.admission import NOT_FOR_YOU
from bot.cards.controls import BUILD, PLAN, WATCH
from bot.commands.forms import FORMS, Form
from bot.services import Services
from bot.slack.answering import answer_entry, safely
from bot.slack.form_requests import FormRequest
from bot.slack.held_replies import HeldReplies
from bot.slack.inbox import Company, Inbox, InboxEntry, Orphan
from bot.slack.pool import MOST_OF_ONE, STALE_SECONDS, Pool
from bot.slack.reception import OPENED, Reception
from bot.slack.sending import Refused, Uncertain
from bot.slack.work_in_steps import Steps, StoppingError, WorkLine
from bot.talk import Deliver, Reply, Request
from bot.workspace import FixedWorkspace, Person, Standing
from metrics.errors import AskError, StoreError
from metrics.store.books.posts import Posts
from metrics.store.books.questions import QUESTION, Questions, Stage
from metrics.store.books.replicas import Replicas
from metrics.store.tickets.snapshot import Snapshot
from metrics.store.tickets.snapshots import SnapshotReader
from tests import patience
from tests.bot import desk

REQUEST = Request(words="frt", person="U1", channel="C1")
URL = "https://hooks.example/secret"


def ended(error: Exception | None = None) -> Future[None]:
    """A delivery that is over."""
    future: Future[None] = Future()
    future.set_exception(error) if error else future.set_result(None)
    return future


class Letterbox(list[tuple[Request, Reply]]):
    """Keeps what is delivered."""

    def __call__(self, request: Request, reply: Reply) -> Future[None]:
        self.append((request, reply))
        return ended()


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path), tickets=0) as made:
        yield made


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
def reception(services: Services, letterbox: Letterbox) -> Iterator[Reception]:
    made = copy(services, letterbox)
    yield made
    made.inbox.close()


def copy(services: Services, letterbox: Deliver, name: str = "me") -> Reception:
    """One copy of the bot, whose workers have not begun to work."""
    Replicas(services.posts.store, name).pulse(desk.NOW)
    company = Company(Replicas(services.posts.store, name), services.now)
    return Reception(
        services=services,
        deliver=letterbox,
        inbox=Inbox(Questions(services.posts.store, name), services.now, patience.SECONDS),
        company=company,
        pool=Pool("answer", 1, 3),
        held=HeldReplies(WorkLine("held", 1, 4), (0.0, 0.0)),
        notices=Pool("notice", 1, 10),
        forms=Pool("form", 1, 2),
        homes=Pool("home", 1, 10),
        welcome_home=lambda request: None,
        open_modal=lambda form, opening, until: None,
        answers=said,
    )


def run(reception: Reception) -> None:
    for pool in (reception.pool, reception.held.line, reception.forms, reception.notices):
        pool.start()
        assert pool.close(patience.SECONDS)


def asks(number: int) -> Request:
    return replace(REQUEST, words=f"frt {number}", id=f"q{number}", details={"response_url": URL})


def said(_: InboxEntry, __: Services) -> Reply:
    return Reply(text="2 h")


def broken(_: InboxEntry, __: Services) -> Reply:
    raise RuntimeError("canary")


def away(*_: object) -> Reply:
    raise StoreError("The database is away.")


def texts(letterbox: Letterbox) -> list[str]:
    return [reply.text for _, reply in letterbox]


def kept(services: Services) -> list[str | None]:
    """What is kept of the words that were asked."""
    with services.posts.store.read() as connection:
        return list(connection.execute(select(QUESTION.c.payload)).scalars())


def test_a_request_is_answered(reception: Reception, letterbox: Letterbox) -> None:
    assert reception.take(REQUEST, "/kpi")
    run(reception)
    assert texts(letterbox) == ["2 h"]


def test_one_answer_looks_once_for_what_is_stored(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, original = [], SnapshotReader.snapshot

    def counting(reader: SnapshotReader) -> Snapshot:
        looks.append(reader)
        return original(reader)

    monkeypatch.setattr(SnapshotReader, "snapshot", counting)
    with pytest.raises(AskError):
        answer_entry(InboxEntry(REQUEST, "/kpi"), services)
    assert len(looks) == 1


def test_a_request_is_kept_before_it_is_answered_and_its_words_are_gone_after(
    reception: Reception, services: Services
) -> None:
    assert reception.take(asks(1), "/kpi")
    (words,) = kept(services)
    assert words is not None
    assert URL in words
    run(reception)
    assert kept(services) == [None]


def test_what_is_delivered_three_times_is_answered_once(
    reception: Reception, services: Services, letterbox: Letterbox
) -> None:
    other = copy(services, letterbox, "other")
    assert all(each.take(asks(1), "/kpi") for each in (reception, reception, other))
    for each in (reception, other):
        run(each)
    assert texts(letterbox) == ["2 h"]
    other.inbox.close()


def test_a_full_queue_refuses_and_says_so(reception: Reception, letterbox: Letterbox) -> None:
    taken = [reception.take(asks(number), "/kpi") for number in range(4)]
    assert taken == [True, True, True, False]
    reception.take_or_decline(asks(5), "/kpi")
    run(reception)
    assert sum("ask again in a minute" in text for text in texts(letterbox)) == 1
    assert sum(text == "2 h" for text in texts(letterbox)) == 3


def below(card: str, words: str, ts: str = "1.2") -> Request:
    """A reply that nobody addressed to the bot."""
    return replace(REQUEST, words=words, id=f"C1:{ts}", thread=card, posted=ts, reply=True)


def test_a_full_queue_says_so_below_a_card_to_who_surely_meant_the_bot(
    reception: Reception, services: Services, letterbox: Letterbox
) -> None:
    services.posts.place("C1", "1.1", None, "aaaa")
    for number in range(3):
        reception.take(asks(number), "/kpi")
    for card, words, ts in (("1.1", "by team", "1.2"), ("1.1", "it was slow", "1.3")):
        reception.overhear(below(card, words, ts))
    reception.overhear(below("2.1", "by team", "2.2"))
    run(reception)
    told = [request.words for request, reply in letterbox if "ask again" in reply.text]
    assert told == ["by team"]


def test_one_who_asks_without_end_is_limited_and_keeps_nobody_waiting(
    reception: Reception, letterbox: Letterbox
) -> None:
    """Ten commands a second by one person, and then one of somebody else."""
    crowded = replace(reception, pool=Pool("answer", 1, 200, limit_of_one=MOST_OF_ONE))
    eager = [crowded.take(asks(number), "/kpi") for number in range(2 * MOST_OF_ONE)]
    assert eager == [True] * MOST_OF_ONE + [False] * MOST_OF_ONE
    assert crowded.take(replace(asks(99), person="U2"), "/kpi")
    run(crowded)
    answered = [request.person for request, _ in letterbox]
    assert answered.index("U2") == 1
    assert len(answered) == MOST_OF_ONE + 1


def test_what_was_refused_is_nobodys_to_take_over(
    reception: Reception, services: Services, letterbox: Letterbox
) -> None:
    for number in range(4):
        reception.take(asks(number), "/kpi")
    reception.pool.leave()
    run(reception)
    Replicas(services.posts.store, "me").leave()
    other = copy(services, letterbox, "other")
    other.adopt(desk.NOW)
    run(other)
    assert len(letterbox) == 3
    other.inbox.close()


def test_the_refusal_of_a_command_is_a_message(reception: Reception) -> None:
    refusal = reception.refusal()
    assert "ask again" in refusal["text"]
    assert refusal["blocks"][0]["type"] == "section"


def test_an_unknown_error_becomes_a_reference_that_stands_in_the_log(
    reception: Reception, letterbox: Letterbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        failing = replace(reception, answers=broken)
        failing.take(REQUEST, "/kpi")
        run(failing)
    ((_, reply),) = letterbox
    (reference,) = re.findall(r"\b[0-9a-f]{8}\b", reply.text)
    assert "canary" not in reply.text
    assert reference in caplog.text
    assert "RuntimeError: canary" in caplog.text


def test_who_asks_while_the_database_is_away_reads_what_is_the_matter(
    reception: Reception, letterbox: Letterbox
) -> None:
    failing = replace(reception, answers=away)
    failing.take(REQUEST, "/kpi")
    run(failing)
    ((_, reply),) = letterbox
    assert re.search(r"The database is away\..* this reference: [0-9a-f]{8}$", reply.text)
    assert "The database is away." in str(reply.head)


def test_an_asker_error_becomes_a_suggestion() -> None:
    def unclear() -> Reply:
        raise AskError("There is no metric fr.", ("frt last week",))

    reply = safely(unclear)
    assert reply is not None
    assert "There is no metric fr." in reply.text
    assert "frt last week" in reply.text


def test_a_delivery_that_fails_is_logged_and_the_next_goes_out(
    reception: Reception, caplog: pytest.LogCaptureFixture
) -> None:
    delivered: list[str] = []

    def fail_once(request: Request, reply: Reply) -> Future[None]:
        delivered.append(reply.text)
        if len(delivered) == 1:
            raise OSError("gone")
        return ended()

    failing = replace(reception, deliver=fail_once)
    with caplog.at_level(logging.ERROR):
        failing.take(REQUEST, "/kpi")
        failing.take(REQUEST, "/kpi")
        run(failing)
    assert delivered == ["2 h", "2 h"]
    assert "could not be delivered" in caplog.text


def test_where_the_store_is_away_the_message_is_answered(
    reception: Reception, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> bool:
        raise StoreError("The database is away.")

    for name in ("take", "begin", "mark_sending", "settle"):
        monkeypatch.setattr(Questions, name, away)
    reception.take(asks(1), "/kpi")
    run(reception)
    assert texts(letterbox) == ["2 h"]


def test_what_is_not_meant_for_the_bot_gets_no_word(
    reception: Reception, services: Services, letterbox: Letterbox
) -> None:
    Posts(services.posts.store).place("C1", "1.1", None, "aaaa")
    unmeant = replace(reception, answers=lambda *_: None)
    unmeant.overhear(replace(REQUEST, id="C1:1.2", thread="1.1"))
    unmeant.overhear(replace(REQUEST, id="C1:1.3", thread="1.1"))
    unmeant.overhear(replace(REQUEST, id="C1:2.3", thread="2.1"))
    assert len(kept(services)) == 2  # nothing of a thread without a card
    run(unmeant)
    assert letterbox == []
    assert kept(services) == [None, None]


def test_what_waits_with_a_dead_copy_is_answered_by_another_and_once(
    services: Services, letterbox: Letterbox, reception: Reception
) -> None:
    dead = copy(services, letterbox, "dead")
    for number in range(3):
        dead.take(asks(number), "/kpi")
    reception.adopt(desk.NOW)
    assert reception.pool.room() == 3  # it lives
    Replicas(services.posts.store, "dead").leave()
    reception.adopt(desk.NOW)
    run(reception)
    assert [request.words for request, _ in letterbox] == ["frt 0", "frt 1", "frt 2"]
    run(dead)  # it was only thought dead
    assert len(letterbox) == 3
    assert kept(services) == [None] * 3
    dead.inbox.close()


@pytest.mark.parametrize(
    ("stage", "words"),
    [(Stage.ANSWERING, "while I worked on what you asked"), (Stage.SENDING, "does not show")],
)
def test_what_a_dead_copy_had_begun_is_told_of_and_not_begun_again(
    stage: Stage, words: str, services: Services, letterbox: Letterbox, reception: Reception
) -> None:
    dead = copy(services, letterbox, "dead")
    dead.take(asks(1), "/kpi")
    hold = dead.inbox.begin(InboxEntry(asks(1), "/kpi"))
    assert hold is not None
    if stage is Stage.SENDING:
        dead.inbox.may_send(hold)
    Replicas(services.posts.store, "dead").leave()
    for _ in range(2):
        reception.adopt(desk.NOW)
    run(reception)
    ((request, reply),) = letterbox
    assert request == asks(1)
    assert words in reply.text
    assert '"frt 1"' in reply.text
    assert kept(services) == [None]
    dead.inbox.close()


@pytest.mark.parametrize(
    ("words", "told"), [("by team", ["while I worked on what you asked"]), ("it was slow", [])]
)
def test_a_reply_that_a_dead_copy_had_begun_is_told_of_where_it_was_surely_meant(
    words: str, told: list[str], services: Services, letterbox: Letterbox, reception: Reception
) -> None:
    services.posts.place("C1", "1.1", None, "aaaa")
    dead = copy(services, letterbox, "dead")
    dead.overhear(below("1.1", words))
    assert dead.inbox.begin(InboxEntry(below("1.1", words))) is not None
    Replicas(services.posts.store, "dead").leave()
    for _ in range(2):
        reception.adopt(desk.NOW)
    run(reception)
    assert len(letterbox) == len(told)
    assert all(words in text for words, text in zip(told, texts(letterbox), strict=True))
    dead.inbox.close()


def test_a_reply_that_was_held_is_left_to_another_copy_at_the_end(
    services: Services, letterbox: Letterbox, reception: Reception
) -> None:
    services.posts.place("C1", "1.1", None, "aaaa")
    held = HeldReplies(WorkLine("held", 1, 4), (3600.0,))
    dead = replace(copy(services, letterbox, "dead"), answers=away, held=held)
    dead.overhear(below("1.1", "by team"))
    run(dead)
    assert letterbox == []
    Replicas(services.posts.store, "dead").leave()
    reception.adopt(desk.NOW)
    run(reception)
    assert texts(letterbox) == ["2 h"]
    dead.inbox.close()


def test_what_waited_too_long_is_told_of_instead(
    services: Services, letterbox: Letterbox, reception: Reception
) -> None:
    dead = copy(services, letterbox, "dead")
    dead.take(asks(1), "/kpi")
    Replicas(services.posts.store, "dead").leave()
    late = replace(services, now=lambda: desk.NOW + STALE_SECONDS + 1)
    later = replace(reception, services=late)
    later.adopt(desk.NOW)
    run(later)
    assert texts(letterbox) == ['I was away when you asked ("frt 1"). Please ask again.']
    dead.inbox.close()


def test_at_the_end_whoever_still_waits_is_told(
    reception: Reception, services: Services, letterbox: Letterbox
) -> None:
    for number in range(3):
        reception.take(asks(number), "/kpi")
    reception.close(patience.SECONDS)
    assert texts(letterbox) == ["I am restarting. Please ask again in a minute."] * 3
    assert "restarting" in reception.refusal()["text"]


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.OUTSIDER, Standing.BOT])
def test_who_is_none_of_us_hears_nothing_of_how_the_bot_is_doing(
    standing: Standing, reception: Reception, services: Services, letterbox: Letterbox
) -> None:
    stranger = Person(REQUEST.person, standing)
    known = replace(services, workspace=FixedWorkspace(people={stranger.id: stranger}))
    closing = replace(reception, services=known)
    for number in range(2):
        closing.take(asks(number), "/kpi")
    closing.close(patience.SECONDS)
    stale, dead = (
        replace(copy(known, letterbox, "new"), services=known),
        copy(known, letterbox, "d"),
    )
    dead.take(asks(2), "/kpi")
    Replicas(services.posts.store, "d").leave()
    late = replace(known, now=lambda: desk.NOW + STALE_SECONDS + 1)
    replace(stale, services=late).adopt(desk.NOW)
    run(stale)
    assert texts(letterbox) == ([] if standing is Standing.BOT else [NOT_FOR_YOU])
    assert kept(services) == [None] * 3
    stale.inbox.close()
    dead.inbox.close()


def test_the_words_beside_an_acknowledgement_are_for_anybody(reception: Reception) -> None:
    full = str(reception.refusal())
    reception.close(patience.SECONDS)
    said = full + str(reception.refusal())
    assert not any(word in said for word in ("/kpi", "KPI", "figure", "company", "ticket"))


def test_at_the_end_another_copy_is_left_what_still_waits(
    reception: Reception, services: Services, letterbox: Letterbox
) -> None:
    other = copy(services, letterbox, "other")
    for number in range(3):
        reception.take(asks(number), "/kpi")
    reception.clear(patience.SECONDS)
    reception.close(patience.SECONDS)
    assert letterbox == []
    other.adopt(desk.NOW)
    run(other)
    assert texts(letterbox) == ["2 h"] * 3
    other.inbox.close()


@pytest.mark.parametrize("why", [Refused("unreachable"), StoppingError()])
def test_who_could_not_be_told_is_left_to_whichever_copy_comes(
    why: Exception, reception: Reception, services: Services, letterbox: Letterbox
) -> None:
    def unreachable(request: Request, reply: Reply) -> Future[None]:
        return ended(why)

    silent = replace(reception, deliver=unreachable)
    silent.take(asks(1), "/kpi")
    silent.close(patience.SECONDS)
    assert letterbox == []
    Replicas(services.posts.store, "me").leave()
    other = copy(services, letterbox, "other")
    other.adopt(desk.NOW)
    run(other)
    assert texts(letterbox) == ["2 h"]
    other.inbox.close()


def test_who_was_not_answered_for_want_of_a_line_is_told_by_whichever_copy_comes(
    reception: Reception, services: Services, letterbox: Letterbox
) -> None:
    """A line that has closed begins nothing: what was asked may have changed something."""
    line = WorkLine("send", 1, 10)
    assert line.close(patience.SECONDS)

    def nothing(request: Request, reply: Reply) -> Steps[None]:
        yield 0.0

    late = replace(reception, deliver=lambda *said: line.take(nothing(*said)))
    assert late.take(asks(1), "/kpi")
    run(late)
    assert letterbox == []
    Replicas(services.posts.store, "me").leave()
    other = copy(services, letterbox, "other")
    other.adopt(desk.NOW)
    run(other)
    assert len(letterbox) == 1
    other.inbox.close()


def test_what_was_told_off_before_it_was_kept_is_not_answered_later(
    reception: Reception, services: Services, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite a command is kept after its acknowledgement, and may come late."""
    go_on, kept_at_last = Event(), Event()
    take = Questions.take

    def slow(self: Questions, id: str, payload: str, asked_at: int) -> bool:
        go_on.wait(patience.SECONDS)
        try:
            return take(self, id, payload, asked_at)
        finally:
            kept_at_last.set()

    monkeypatch.setattr(Questions, "take", slow)
    questions = Questions(services.posts.store, "me")
    inbox = Inbox(questions, services.now, patience.SECONDS, before=False)
    quick = replace(reception, inbox=inbox, pool=Pool("answer", 1, 0))
    assert not quick.take(asks(1), "/kpi")
    run(quick)
    go_on.set()
    assert kept_at_last.wait(patience.SECONDS)
    Replicas(services.posts.store, "me").leave()
    other = copy(services, letterbox, "other")
    other.adopt(desk.NOW)
    run(other)
    assert letterbox == []
    for each in (inbox, other.inbox):
        each.close()


def test_while_it_ends_a_question_is_declined_and_not_lost(reception: Reception) -> None:
    """Over HTTP the door may still let somebody in."""
    reception.close(patience.SECONDS)
    assert not reception.take(asks(1), "/kpi")
    assert "restarting" in reception.refusal()["text"]


def test_what_people_typed_is_not_logged(
    reception: Reception, letterbox: Letterbox, caplog: pytest.LogCaptureFixture
) -> None:
    full = replace(reception, notices=Pool("notice", 1, 0))
    for id in ("q1", "q2"):
        orphan = Orphan(
            InboxEntry(replace(asks(1), id=id, words="canary"), "/kpi"), Stage.SENDING, 0
        )
        full._go_on(orphan)
    assert "No room to tell of question q2 in C1" in caplog.text
    assert "canary" not in caplog.text


OPENING = FormRequest(REQUEST, "12.34", "C1", "Press the button again.")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused("expired_trigger_id"), "did not open in time. Press the button again."),
        (Uncertain("timed out"), "If none shows: Press the button again."),
        (RuntimeError("canary"), "reference"),
        (StoreError("The database is away."), "yours. The database is away. Try again"),
    ],
)
def test_a_form_that_does_not_open_is_told_of(
    error: Exception, words: str, reception: Reception, letterbox: Letterbox
) -> None:
    def fail(_: Form, __: FormRequest, ___: float) -> None:
        raise error

    failing = replace(reception, open_modal=fail)
    failing.open_form(FORMS[BUILD], OPENING)
    failing.open_form(FORMS[PLAN], OPENING)
    run(failing)
    assert len(letterbox) == 2
    assert all(words in text for text in texts(letterbox))


def test_a_form_for_which_there_is_no_room_is_told_of(
    reception: Reception, letterbox: Letterbox
) -> None:
    for _ in range(3):
        reception.open_form(FORMS[WATCH], OPENING)
    run(reception)
    assert texts(letterbox) == ["The form did not open in time. Press the button again."]


def test_a_click_delivered_twice_opens_one_form_and_says_nothing(
    reception: Reception, letterbox: Letterbox
) -> None:
    def taken(_: Form, __: FormRequest, ___: float) -> None:
        raise Refused(OPENED)

    again = replace(reception, open_modal=taken)
    again.open_form(FORMS[BUILD], OPENING)
    run(again)
    assert letterbox == []
