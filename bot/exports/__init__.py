"""What is answered, for machines: one envelope, and the documents in it.

Their schemas are printed from these classes.
"""

from bot.exports.envelope import (
    EXIT_CODES,
    MEANING,
    SCHEMA,
    AnswerDocument,
    Kind,
    Status,
    answered,
    failed,
    unanswered,
)
from bot.exports.figure import SCHEMA as RESULT_SCHEMA
from bot.exports.figure import Document, ResultDocument
from bot.exports.forms import MOST_ROWS, beside, explained, listed

__all__ = [
    "EXIT_CODES",
    "MEANING",
    "MOST_ROWS",
    "RESULT_SCHEMA",
    "SCHEMA",
    "AnswerDocument",
    "Document",
    "Kind",
    "ResultDocument",
    "Status",
    "answered",
    "beside",
    "explained",
    "failed",
    "listed",
    "unanswered",
]
