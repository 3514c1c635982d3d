"""What a link to a ticket leads to: its steps, without a word of what was said."""

from __future__ import annotations

import html
from datetime import UTC, datetime

from starlette.responses import HTMLResponse, Response

from sandbox.year.plan import PlannedStep, TicketPlan


def ticket_page(plan: TicketPlan | None) -> Response:
    """The page of a ticket; 404 where there is none."""
    if plan is None:
        return HTMLResponse("<h1>No such ticket</h1>", 404)
    steps = "".join(f"<li>{_step(step)}</li>" for step in plan.steps)
    return HTMLResponse(f"<h1>Ticket {plan.id}</h1><p>Made up.</p><ol>{steps}</ol>")


def _step(step: PlannedStep) -> str:
    at = datetime.fromtimestamp(step.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = ", ".join(f"{key}: {value}" for key, value in step.changes)
    return html.escape(f"{at} {step.via} {step.speech or ''} {changes}")
