"""What the user of Deskpulse must be let see, told by what is read."""

from __future__ import annotations

from metrics.helpdesks.salesforce.guide import GUIDE
from metrics.helpdesks.salesforce.sources import OF_SETUP, SOURCES, rights


def test_every_object_and_field_that_is_read_is_named_and_no_text_of_messages() -> None:
    assert {feed.entity for feed in SOURCES.values()} <= rights().keys()
    assert {"CaseNumber", "Status", "RecordTypeId", "ContactId"} <= set(rights()["Case"])
    assert rights()["RecordType"] == ("Name",)
    assert not {"TextBody", "HtmlBody", "CommentBody"} & {
        n for each in rights().values() for n in each
    }
    assert "Id" not in rights()["Case"]


def test_the_guide_names_each_right_in_its_steps() -> None:
    steps = "\n".join(GUIDE.steps)
    own = {entity: names for entity, names in rights().items() if entity not in OF_SETUP}
    assert all(f"`{entity}`" in steps for entity in own)
    assert all(f"`{name}`" in steps for names in own.values() for name in names)
    assert all(entity in steps for entity in OF_SETUP)
