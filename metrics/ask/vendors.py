"""What is said of the vendors whose helpdesks are connected: what mends a lack, what differs."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.catalogue.supply import Supply
from metrics.helpdesks.vendor import AnyVendor
from metrics.helpdesks.vendors import HELPDESKS


def vendors_of(sources: Iterable[str]) -> tuple[AnyVendor, ...]:
    """The vendors of these sources, each once; all that there are where nobody knows."""
    keys = {source.partition(":")[0] for source in sources}
    ours = tuple(vendor for key, vendor in HELPDESKS.items() if key in keys)
    return ours or tuple(HELPDESKS.values())


def variables(field: str, vendors: Iterable[AnyVendor]) -> str:
    """The names by which vendors' settings have a field: "A_TAGS or B_TAGS"."""
    return " or ".join(vendor.settings.variable(field) for vendor in vendors)


def how_to_have(supply: Supply, vendors: Iterable[AnyVendor]) -> str:
    """What there is to do to have data, in half a sentence, by whichever helpdesk it may be."""
    need = supply.need
    own = (vendor.mend(need) for vendor in vendors) if need else ()
    return ", or ".join(filter(None, dict.fromkeys((supply.how, *own))))


def elsewhere(metric: str, variant: str, sources: Iterable[str]) -> tuple[str, ...]:
    """Where the screens of the helpdesks of these sources count a measure otherwise."""
    keys = {source.partition(":")[0] for source in sources}
    own = (vendor.difference(metric, variant) for key, vendor in HELPDESKS.items() if key in keys)
    return tuple(filter(None, own))
