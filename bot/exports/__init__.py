"""What is answered, for machines: one envelope, and the documents in it.

Their schemas are printed from these classes.
"""

from bot.exports.documents import MOST_ROWS, explain_document, list_document, why_document
from bot.exports.envelope import (
    EXIT_CODES,
    MEANING,
    SCHEMA,
    AnswerDocument,
    Kind,
    Status,
    error_answer,
    failure_answer,
    figure_answer,
)
from bot.exports.figure import SCHEMA as RESULT_SCHEMA
from bot.exports.figure import Document, ResultDocument

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
    "error_answer",
    "explain_document",
    "failure_answer",
    "figure_answer",
    "list_document",
    "why_document",
]
