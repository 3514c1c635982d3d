"""What the API tells of itself: versions, objects with their fields, and limits."""

from __future__ import annotations

from typing import Any, Final

from sandbox.helpdesks.salesforce.records import Row
from sandbox.helpdesks.salesforce.schema import ENTITIES, Entity, Field
from sandbox.helpdesks.salesforce.statements import Rights

FIRST, LAST = 31, 67
_FILES: Final = 976_562


def versions() -> list[Row]:
    """All versions that answer."""
    return [
        {"label": f"{number}", "url": f"/services/data/v{number}.0", "version": f"{number}.0"}
        for number in range(FIRST, LAST + 1)
    ]


def objects(rights: Rights, version: int, *, may_write: bool, data: str) -> Row:
    """The objects that the user may see."""
    seen = [
        _object(entity, may_write=may_write, data=data)
        for entity in ENTITIES.values()
        if entity.name not in rights.lacking_objects and entity.since <= version
    ]
    return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": seen}


def describe(entity: Entity, rights: Rights, *, may_write: bool, data: str) -> Row:
    """An object with the fields of it that the user may see."""
    fields = [_field(one, may_write=may_write) for one in rights.fields(entity)]
    return _object(entity, may_write=may_write, data=data) | {"fields": fields}


def _object(entity: Entity, *, may_write: bool, data: str) -> Row:
    address = f"{data}/sobjects/{entity.name}"
    return {
        "name": entity.name,
        "label": entity.name,
        "keyPrefix": entity.prefix,
        "custom": False,
        "queryable": True,
        "retrieveable": True,
        "createable": may_write,
        "updateable": may_write,
        "deletable": may_write,
        "urls": {"sobject": address, "describe": f"{address}/describe"},
    }


def _field(one: Field, *, may_write: bool) -> Row:
    return {
        "name": one.name,
        "label": one.name,
        "type": one.type,
        "custom": one.name.endswith("__c"),
        "filterable": one.filterable,
        "sortable": one.filterable,
        "createable": may_write and one.type != "id",
        "updateable": may_write and one.type != "id",
    }


def limits(calls: int, used: int, jobs: int, jobs_used: int) -> dict[str, Any]:
    """The limits that matter here, with what is left of them."""
    return {
        "DailyApiRequests": {"Max": calls, "Remaining": max(0, calls - used)},
        "DailyBulkV2QueryJobs": {"Max": jobs, "Remaining": max(0, jobs - jobs_used)},
        "DailyBulkV2QueryFileStorageMB": {"Max": _FILES, "Remaining": _FILES},
    }
