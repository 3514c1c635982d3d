"""The questions that DuckDB is asked too, each as somebody would write it well in its SQL.

A statement gives a row for each window of our answer's trend: its number, how many count, the
figure and, for times, the 90th percentile. `parts` gives the same for each part of the period. What
the catalogue leaves out, the SQL leaves out. `$froms` and `$untils` bound the windows,
[from, until), `$first` and `$last` all of them; a level is told at `$instants`, one a window. All
is known up to `$as_of`.
"""

from __future__ import annotations

from dataclasses import dataclass

_WINDOWS = """
with windows as (
    select generate_subscripts($froms::bigint[], 1) - 1 as number,
           unnest($froms::bigint[]) as starts_at, unnest($untils::bigint[]) as ends_at
)"""
_GONE = "anti join (select ticket from timeline where removal is not null or child) using (ticket)"
_CAME_CLOSED = """(
    not agent_created and coalesce(first_solved_at <= timeline.created_at, false)
    and coalesce(first_reply_at > first_solved_at, true)
)"""
_EMAIL_REPLIES = f"""
    select first_reply_at as "at", first_reply_at - created_at as seconds, first_reply_team as team
    from timeline
    where channel = 'email' and first_reply_at >= $first and first_reply_at < $last
      and removal is null and not child and not agent_created and known_from_at is null
      and first_reply_at >= created_at and not {_CAME_CLOSED}
"""
_LAST_SOLVES = f"""
    select solve."at", solve."at" - timeline.created_at as seconds
    from solve join timeline using (ticket)
    where solve."at" >= $first and solve."at" < $last
      and coalesce(solve.next_solve_at > $as_of, true)
      and removal is null and not child
      and not (solve.number = 0 and {_CAME_CLOSED})
"""
_FIRST_SOLVES = f"""
    select solve."at",
           coalesce(solve.reopened_at <= least(solve."at" + 7 * 86400, $as_of), false) as hit
    from solve join timeline using (ticket)
    where solve.number = 0 and solve."at" >= $first and solve."at" < $last
      and removal is null and not child and known_from_at is null and not unread_reopen
      and not {_CAME_CLOSED}
"""
_ANSWERS = f"""
    select max("at") as "at", arg_max(score, "at") = 'good' as hit
    from rating {_GONE}
    where score <> 'offered' and "at" <= $as_of
    group by ticket
"""
_OUTCOMES = f"""
    select least(fulfilled_at, breached_at) as "at",
           fulfilled_at is not null and coalesce(fulfilled_at <= breached_at, true) as hit
    from sla_stretch {_GONE}
    where least(fulfilled_at, breached_at) >= $first and least(fulfilled_at, breached_at) < $last
"""
_CREATED = """
    select created_at as "at", team from timeline
    where created_at >= $first and created_at < $last and removal is null and not child
"""


def _by_window(rows: str, figure: str) -> str:
    return f"""{_WINDOWS}, counted as ({rows})
        select number, count(*), {figure}
        from windows join counted on "at" >= starts_at and "at" < ends_at
        group by number"""


def _by_part(rows: str, figure: str) -> str:
    return f"with counted as ({rows}) select team, count(*), {figure} from counted group by team"


def _times(share: float) -> str:
    return f"quantile_cont(seconds, {share}), quantile_cont(seconds, 0.9)"


_COUNT = "count(*)::double, null"
_SHARE = "count(*) filter (hit) / count(*), null"
_LEVEL = f"""
    with instants as (
        select generate_subscripts($instants::bigint[], 1) - 1 as number,
               unnest($instants::bigint[]) as instant
    )
    select number, count(*), {_COUNT}
    from instants
    join (
        select started_at, coalesce(ended_at, 1::bigint << 62) as ended_at
        from span anti join (select ticket from timeline where child) using (ticket)
    ) on started_at <= instant and ended_at > instant
    group by number
"""


@dataclass(frozen=True, slots=True)
class PeerQuestion:
    """One phrase of ours, and the SQL that gives the figures of its trend and of its parts."""

    phrase: str
    trend: str
    parts: str = ""


QUESTIONS = (
    PeerQuestion("frt email last quarter", _by_window(_EMAIL_REPLIES, _times(0.5))),
    PeerQuestion(
        "frt email last quarter by team",
        _by_window(_EMAIL_REPLIES, _times(0.5)),
        _by_part(_EMAIL_REPLIES, _times(0.5)),
    ),
    PeerQuestion("resolution last quarter p90", _by_window(_LAST_SOLVES, _times(0.9))),
    PeerQuestion(
        "volume last quarter by team", _by_window(_CREATED, _COUNT), _by_part(_CREATED, _COUNT)
    ),
    PeerQuestion("backlog", _LEVEL),
    PeerQuestion("backlog last month by day", _LEVEL),
    PeerQuestion("csat last quarter", _by_window(_ANSWERS, _SHARE)),
    PeerQuestion("sla last quarter", _by_window(_OUTCOMES, _SHARE)),
    PeerQuestion("reopen last quarter", _by_window(_FIRST_SOLVES, _SHARE)),
)
