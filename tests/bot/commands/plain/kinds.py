"""What people ask, by kind, and the canonical words that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ASKED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "what a metric is": {
            "what is csat": "define csat",
            "What's FRT?": "define frt",
            "what is first response time": "define first response time",
            "what is our csat": "csat",
            "what is the csat last month": "csat last month",
            "what's the backlog": "backlog",
        },
        "how a metric is worked out": {
            "what does frt mean": "define frt",
            "how is frt calculated": "define frt",
            "how do you calculate csat?": "define csat",
            "definition of backlog": "define backlog",
        },
        "why it moved": {
            "why did csat drop last week": "csat last week why",
            "why is frt up": "frt why",
            "why has our backlog gone up": "backlog why",
            "why is csat so low on chat": "csat chat why",
            "what happened to csat last month": "csat last month why",
        },
        "why we are slow": {"why are we so slow on email": "frt email why"},
        "why customers are unhappy": {"why are customers unhappy": "csat why"},
        "how one person is doing": {
            "how is zoë doing": "frt agent Zoë",
            "how is bob o'hara doing?": 'frt agent "Bob O\'Hara"',
            "how is the billing team doing": "digest weekly the billing team",
        },
        "how we are doing": {
            "how are we doing?": "digest weekly",
            "how are we doing on email": "digest weekly on email",
            "how are we doing on csat": "csat",
            "how are we doing today": "standup",
            "how did we do last month": "digest monthly",
            "summary last week": "digest weekly",
            "overview": "digest weekly",
            "what's wrong": "digest weekly",
            "are we good": "digest weekly",
            "is it getting worse": "digest weekly",
            "wie läuft es": "digest weekly",
        },
        "the reports": {
            "weekly report": "digest weekly",
            "monthly report": "digest monthly",
            "quarterly review": "digest quarterly",
            "qbr": "digest quarterly",
            "exec summary": "digest executive",
            "stand-up": "standup",
        },
        "what is stuck": {
            "what's stuck?": "standup",
            "where is the queue stuck on chat?": "standup on chat",
            "what should I do first?": "standup",
        },
        "who waits longest": {
            "who is waiting longest": "pending_reply list",
            "Who's waiting the longest?": "pending_reply list",
            "waiting longest on email": "pending_reply email list",
            "oldest waiting": "pending_reply list",
            "not answered yet": "pending_reply list",
            "tickets waiting for reply": "pending_reply list",
            "tickets without a reply": "pending_reply list",
        },
        "what is about to breach": {
            "what is about to breach": "standup due",
            "which tickets are about to breach?": "standup due",
            "breaching": "standup due",
            "due": "standup due",
            "breaching tickets chat": "standup due chat",
            "breaching tickets urgent": "sla_risk urgent list",
            "at risk": "sla_risk",
        },
        "what is overdue": {
            "late tickets": "standup breached",
            "overdue tickets email": "standup breached email",
            "breached": "standup breached",
        },
        "what missed its service level": {
            "SLA breaches yesterday": "sla yesterday list bad",
            "missed sla last week": "sla last week list bad",
            "which tickets missed their sla": "sla list bad",
        },
        "whether service levels are met": {
            "are we meeting our SLA": "sla",
            "are we hitting our sla on email?": "sla email",
            "did we meet our service level last month": "sla last month",
        },
        "whether one target is met": {
            "are we meeting our frt target on email": "frt email vs target",
            "did we hit the csat goal last month": "csat last month vs target",
        },
        "why somebody is behind": {
            "why is billing drowning again": 'backlog team "Billing" why',
            "why are we so swamped": "backlog why",
            "why did csat drop so hard last week": "csat last week why",
            "why csat dropped last month": "csat last month why",
        },
        "whether we keep up": {
            "are we keeping up with chat this week": "backlog_growth chat this week",
            "are we falling behind": "backlog_growth",
        },
        "how a measure does today": {"how are we doing on first reply today": "frt today"},
        "what a metric counts": {
            "does frt count the auto reply??": "define frt",
            "what do you mean by backlog exactly, pending included?": "define backlog",
            "are pending tickets included in the backlog": "define backlog",
        },
        "whether one part does better than another": {
            "is chat faster than email": "frt chat vs email",
            "is email slower than chat at closing stuff": "resolution email vs chat",
            "are the chats happier than the emails": "csat chat vs email",
        },
        "whether it moved since a day": {
            "did sla get better after 1 september": "sla since 1 september"
        },
        "the same time last year": {"frt same week last year": "frt vs last year"},
        "breaches and bad ratings, counted": {
            "count of sla breaches urgent only, yesterday": "sla urgent yesterday list bad",
            "show me the bad csat ones from last week": "csat last week list bad",
            "oldest unanswered email": "pending_reply email list",
            "how many tickets are unanswered on chat": "pending_reply chat list",
        },
        "how I am doing on one measure": {"am i over my sla": "my sla"},
        "a target or a schedule in passing": {
            "set chat frt goal to 90 sec": "target chat frt 90 sec",
            "send chat numbers here every monday": "schedule weekly chat every monday",
        },
        "nobody's": {"urgent tickets no owner": "unassigned urgent"},
        "whether targets are met": {
            "are we on target": "targets met",
            "did we hit our target last month": "targets met last month",
            "are we meeting our goals on email?": "targets met on email",
            "which targets did we miss last week": "targets met last week",
            "missed targets": "targets met",
        },
        "bad ratings": {
            "unhappy customers last week": "csat last week list bad",
            "bad ratings last month": "csat last month list bad",
            "negative feedback on chat": "csat chat list bad",
            "lowest csat tickets": "csat list bad",
            "csat list bad": "csat list bad",
            "worst csat": "csat list bad",
        },
        "good ratings": {"happy customers last week": "csat last week list good"},
        "which were reopened": {
            "which tickets were reopened": "reopen list bad",
            "list reopened tickets last month": "reopen last month list bad",
            "reopened tickets": "reopen",
        },
        "which were escalated": {"escalated tickets": "escalation list bad"},
        "what customers write about": {
            "what are customers writing about": "category_volume",
            "what are people complaining about on email": "category_volume email",
            "top 5 categories this month": "category_volume this month",
            "biggest problems last month": "category_volume last month",
        },
        "which part is best or worst": {
            "worst channel": "frt by channel",
            "which channel is slowest": "frt by channel",
            "busiest channel last month": "volume last month by channel",
            "worst team for csat": "csat by team",
            "compare teams": "frt by team",
            "compare frt by team": "frt by team",
        },
        "compare two": {
            "compare email and chat this month": "frt email this month vs chat",
            "compare csat email and chat": "csat email vs chat",
            "email vs chat": "frt email vs chat",
            "csat email vs chat": "csat email vs chat",
            "csat oct vs sep": "csat october",
        },
        "whether a metric moves": {
            "is csat getting worse": "csat",
            "is the backlog growing": "backlog_growth",
            "are we getting slower": "frt",
        },
        "how many": {
            "how many emails last week": "volume email last week",
            "how many chats yesterday": "volume chat yesterday",
            "tickets last week": "volume last week",
            "chats": "volume chat",
            "calls today": "volume phone today",
            "how many tickets came in today": "volume today",
            "how many tickets are open": "backlog",
            "how many urgent tickets are open": "backlog urgent",
            "how many tickets are pending": "backlog status pending",
            "number of solved tickets": "solved",
            "closed tickets": "solved",
            "how many tickets did we close yesterday": "solved yesterday",
            "urgent tickets": "backlog urgent",
            "list open urgent tickets": "backlog urgent list",
            "list urgent tickets last month": "volume urgent last month list",
        },
        "my own": {
            "my tickets": "my backlog list",
            "what are my tickets on email?": "my backlog list on email",
        },
        "what can be asked": {
            "list metrics": "help metrics",
            "kpis": "help metrics",
            "hilfe": "help",
            "what can you do?": "help",
        },
        "to be set up": {
            "set target frt email 4h": "target frt email 4h",
            "alert me when frt email is above 4h": "alert frt email is above 4h",
            "export frt last month": "frt last month csv",
        },
        "one word": {
            "trends": "digest weekly",
            "quarterly": "digest quarterly",
            "ai": "ai_resolution",
            "capacity": "utilization",
            "remind me every monday": "schedules",
            "is 2 hours good": "benchmark frt",
            "email response": "frt email",
        },
        "said politely": {
            "hey, what was our first response time for email, please?": "frt email",
            "can you tell me how happy our customers are": "csat",
            "frt email last week thanks": "frt email last week",
        },
    }
)
"""Words on the left, what is answered on the right; a phrase of a command stands as it is."""
