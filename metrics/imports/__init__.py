"""What no helpdesk knows, out of CSV and JSON files: their kinds, their columns, their reading."""

from metrics.imports.cells import Around
from metrics.imports.kinds import KINDS
from metrics.imports.reading import Fault, Kind, Reading, read, template

__all__ = ["KINDS", "Around", "Fault", "Kind", "Reading", "read", "template"]
