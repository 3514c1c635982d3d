"""What no helpdesk knows, out of CSV and JSON files: their kinds, their columns, their reading."""

from metrics.files.cells import Around
from metrics.files.kinds import KINDS
from metrics.files.reading import Fault, Kind, Reading, read, template

__all__ = ["KINDS", "Around", "Fault", "Kind", "Reading", "read", "template"]
