"""What no helpdesk knows, out of CSV and JSON files: their kinds, their columns, their reading."""

from metrics.imports.cells import CellContext
from metrics.imports.kinds import KINDS, kinds_of
from metrics.imports.reading import Fault, FileKind, FileReading, template
from metrics.imports.sheets import is_table, may_be_table

__all__ = [
    "KINDS",
    "CellContext",
    "Fault",
    "FileKind",
    "FileReading",
    "is_table",
    "kinds_of",
    "may_be_table",
    "template",
]
