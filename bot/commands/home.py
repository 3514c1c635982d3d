"""The Home tab: the view that a person has chosen, of figures that this person may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.access import NOBODY, VIEWS, NamedTickets, Verdict, View, What, policy
from bot.admission import NO_FIGURES
from bot.cards import blocks
from bot.cards.controls import BUILD, CORE_SET, PLAN, SPEND, UPLOAD, WATCH
from bot.cards.home import frame, old
from bot.cards.home.agent import MOST, Own, agent
from bot.cards.home.executive import executive
from bot.cards.home.manager import manager
from bot.cards.identity import lost_agent, unknown_agent
from bot.commands import identity
from bot.commands.gate import administers, can_change, clearance, links
from bot.commands.setup_steps import setup_steps
from bot.deliveries import supplies
from bot.digests.standup import NOW, board, breaching, present
from bot.grammar import Inquiry, render
from bot.services import Services
from bot.talk import Audience, Block, Reach, Request, Row
from bot.workspace import CannotCheckError
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError, UnavailableError
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.question.result import Result
from metrics.tickets.records import Dimension

KPIS = (
    *("frt", "next_reply", "sla", "backlog", "csat", "ai_automation", "reopen", "deflection"),
    "resolution",
)
"""What the views show without a core set, as far as there are figures, in this order."""
MOST_KPIS = 7
CHANGES = {
    PLAN: What.SCHEDULE,
    WATCH: What.ALERT,
    CORE_SET: What.CORE,
    SPEND: What.IMPORT,
    UPLOAD: What.IMPORT,
}
"""The forms of the tab that only some may send, with what they change."""
QUALITY = ("csat", "qa")
LAST_MONTH = Period.of("last 30 days")


def home(request: Request, services: Services) -> list[Block]:
    """The tab of the person who asks. Words that name a view choose it from now on.

    An installation that cannot tell who opens it shows no figures and says what would mend that.
    """
    if request.reach is Reach.FIGURES:
        return [blocks.section(NO_FIGURES)]
    fault, request = _take_identity(request, services)
    view = _view(request, services)
    still = replace(services, asker=services.asker.still())
    early = still.asker.early()
    content = [blocks.section(early)] if early else _content(view, request, still)
    forms = {
        BUILD,
        *(form for form, what in CHANGES.items() if can_change(what, request, services)),
    }
    losses = supplies.refusals(services) if WATCH in forms else []
    no_files = _no_files(services) if UPLOAD in forms else ""
    forms -= {UPLOAD} if no_files else set()
    content = [
        *map(blocks.section, [fault] if fault else []),
        *map(blocks.section, losses),
        *content,
        *map(blocks.context, [[no_files]] if no_files else []),
    ]
    steps = [] if early or not {PLAN, WATCH} <= forms else list(setup_steps(still))
    checks = services.examine is not None and administers(request, services)
    return frame(view, content, freshness(still), forms=forms, steps=steps, checks=checks)


def _no_files(services: Services) -> str:
    """Why no file can be imported here; "" where one can, or nobody can tell just now."""
    try:
        services.uploads.refuse_unreadable()
    except CannotCheckError:
        return ""
    except AskError as error:
        return str(error)
    return ""


def view_words(words: str) -> str:
    """The view that words on the tab choose: who one is stands in the view of one's own."""
    return str(View.AGENT) if identity.answer_for(words) else words


def _take_identity(request: Request, services: Services) -> tuple[str, Request]:
    """Who somebody says that they are is taken first; with why not, where it cannot be."""
    answer, rest = (
        identity.answer_for(request.words),
        replace(request, words=view_words(request.words)),
    )
    if not answer:
        return "", rest
    try:
        answer(request, services)
    except AskError as error:
        return str(error), rest
    return "", rest


def _view(request: Request, services: Services) -> View:
    """The view that is wanted now, or was before, or is the usual one for this person."""
    if request.words in set(View):
        services.homes.choose(request.team, request.person, request.words)
        return View(request.words)
    name = services.homes.view(request.team, request.person)
    choice = next((view for view in View if view == name), None)
    return choice or policy(services).usual_view(request.person)


def _content(view: View, request: Request, services: Services) -> list[Block]:
    rules = policy(services)
    role, place = rules.role(request.person), rules.place(request.person)
    if rules.verdict(role, place, VIEWS[view]) is Verdict.REFUSED:
        return [blocks.section(rules.refusal(VIEWS[view]))]
    try:
        match view:
            case View.EXECUTIVE:
                return executive(list(_kpis(services)))
            case View.MANAGER:
                return _manager(request, services)
            case View.AGENT:
                return _agent(rules.agents, request, services)
    except UnavailableError as error:
        return [blocks.section(str(error))]


def _answer(query: Query, services: Services) -> Result | None:
    """The answer; None where what it needs is not known."""
    try:
        return services.asker.answer(query, services.now())
    except UnavailableError:
        return None


def _kpis(services: Services) -> Iterator[tuple[Result, str]]:
    """The first measures that there are, each with its phrase."""
    directory, most = services.asker.directory(), MOST_KPIS
    for key in services.core.current().known or KPIS:
        query = Query(metric=key, period=CATALOGUE[key].default_period)
        result = _answer(query, services)
        if result and most:
            most -= 1
            yield result, render(result.query, directory)


def _manager(request: Request, services: Services) -> list[Block]:
    queue_board, then, directory = (
        board((), services),
        present(services),
        services.asker.directory(),
    )
    aging, oldest = (
        services.asker.answer(Query(metric=key, period=NOW), then.at) for key in ("aging", "oldest")
    )
    phrases = [
        ("Board", "standup"),
        ("By age", render(aging.query, directory)),
        ("Oldest", render(oldest.query, directory)),
    ]
    address = links(request, Audience.ME, services)
    kpis = [result for result, _ in _kpis(services)]
    queue = manager(kpis, queue_board, aging, oldest, phrases, address)
    return [*old(then.as_of), *queue]


def _agent(agents: Mapping[str, str], request: Request, services: Services) -> list[Block]:
    id = agents.get(request.person)
    directory = services.asker.directory()
    if id is None:
        claim = services.claims.of(request.person)
        names = sorted((name, id) for id, name in directory.agents.items())
        return unknown_agent(names, claim, directory.agents.get(claim.agent, "") if claim else "")
    if id not in directory.agents:
        return lost_agent(id)
    own = _own((Filter(Dimension.AGENT, (id,)),), request, services)
    lists = [("All my tickets", own.aging), ("Waiting for me", own.pending)]
    phrases = [(label, f"{render(result.query, directory)} list") for label, result in lists]
    queue = agent(own, phrases, links(request, Audience.ME, services))
    return [*old(present(services).as_of), *queue]


def _own(where: tuple[Filter, ...], request: Request, services: Services) -> Own:
    """An agent's own queue. That they looked is kept, once for the queue and each measure."""
    query = Query(metric="backlog", period=NOW, where=where)
    then, own_services = (
        present(services),
        clearance(Inquiry(query=query), request, services).services,
    )
    services = replace(own_services, now=lambda: then.at)

    def ask(key: str) -> Result:
        return services.asker.answer(replace(query, metric=key), services.now())

    queue = ask("backlog")
    pending, aging = ask("pending_reply"), ask("aging")
    try:
        dues, no_promises = breaching(where, services), ""
    except UnavailableError as error:
        dues, no_promises = (), str(error)
    return Own(
        open=queue,
        pending=pending,
        aging=aging,
        queue=_first(pending, services),
        oldest=_first(aging, services),
        breaching=dues,
        unpromised=no_promises,
        quality=tuple(_quality(where, request, own_services)),
    )


def _first(result: Result, services: Services) -> list[Row]:
    """The tickets that stand out."""
    worst = services.asker.tickets(result.query, services.now()).worst()
    return NamedTickets(worst, NOBODY).first(MOST)


def _quality(where: tuple[Filter, ...], request: Request, services: Services) -> Iterator[Result]:
    for key in QUALITY:
        query = Query(metric=key, period=LAST_MONTH, where=where)
        if result := _answer(query, services):
            clearance(Inquiry(query=query), request, services)
            yield result


def freshness(services: Services) -> str:
    """How old the figures are, in words."""
    fresh_until = services.asker.fresh_until()
    if fresh_until is None:
        return "The first sync is not finished yet."
    minutes = max(0, services.now() - fresh_until) // 60
    if minutes < 2:
        return "Figures are complete up to a minute ago."
    age = f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
    return f"Figures are complete up to {age} ago."
