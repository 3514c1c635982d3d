"""What each of Salesforce's streams is made of: the object, its fields, and its stamp.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from metrics.sources.needs import Need, Provision


class Paging(Enum):
    """How a stream is paged. OPEN: once, all that is unsolved; LIST: whole on every run."""

    UPDATES = auto()
    OPEN = auto()
    LIST = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Rows of an object.

    `needs` are the fields without which a row makes no sense, `fields` those that are asked for
    where the user may see them; a dot leads over a lookup to another object. `stamps` are the
    fields that the rows may be told by, of which the first that a query may filter by is taken.
    `everything`: with what lies in the recycle bin. `whole`: from the beginning of time, whatever
    history is asked for. `optional`: not every org has it, or its user may not see it.
    """

    entity: str
    needs: tuple[str, ...]
    fields: tuple[str, ...] = ()
    where: str = ""
    mode: Paging = Paging.UPDATES
    stamps: tuple[str, ...] = ("SystemModstamp", "LastModifiedDate")
    everything: bool = False
    whole: bool = False
    optional: bool = False


RELATIONS: Final[Mapping[str, str]] = {
    "Account": "Account",
    "Case": "Case",
    "CreatedBy": "User",
    "MilestoneType": "MilestoneType",
    "Parent": "Case",
    "Question": "SurveyQuestion",
    "RecordType": "RecordType",
}
"""The objects behind the lookups that are followed; a lookup X is kept in the field XId."""

_CASE: Final = ("Id", "Status", "IsClosed", "OwnerId", "CreatedDate", "SystemModstamp")
_MORE_OF_CASE: Final = (
    *(
        "CaseNumber",
        "CreatedById",
        "Priority",
        "Origin",
        "Type",
        "Reason",
        "ContactId",
        "SuppliedEmail",
    ),
    *("ParentId", "MasterRecordId", "IsDeleted", "ClosedDate", "BusinessHoursId"),
    *("RecordType.Name", "CreatedBy.UserType"),
)
_OF_MESSAGE: Final = ("CreatedBy.UserType", "SystemModstamp", "IsDeleted", "Parent.IsDeleted")
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

SOURCES: Final[Mapping[str, Feed]] = {
    "users": Feed(
        entity="User",
        needs=("Id", "Name", "UserType", "SystemModstamp"),
        fields=("IsActive", "Email"),
        whole=True,
    ),
    "teams": Feed(entity="Group", needs=("Id", "Name"), where="Type = 'Queue'", mode=Paging.LIST),
    "tickets": Feed(entity="Case", needs=_CASE, fields=_MORE_OF_CASE, everything=True),
    "unsolved": Feed(
        entity="Case",
        needs=_CASE,
        fields=_MORE_OF_CASE,
        where="IsClosed = false",
        mode=Paging.OPEN,
    ),
    "lifecycle": Feed(
        entity="CaseHistory2",
        needs=("Id", "CaseId", "OwnerId", "Status", "PreviousUpdate", "LastModifiedDate"),
        fields=(
            *("LastModifiedById", "SystemModstamp", "Case.CreatedDate", "Case.CreatedById"),
            *("Case.CreatedBy.UserType", "Case.SuppliedEmail"),
        ),
        stamps=("SystemModstamp", "LastModifiedDate", "Case.SystemModstamp"),
    ),
    "emails": Feed(
        entity="EmailMessage",
        needs=("Id", "ParentId", "Incoming", "MessageDate", "Status", "CreatedDate"),
        fields=("CreatedById", "IsPrivateDraft", *_OF_MESSAGE),
        where="ParentId != null",
        everything=True,
    ),
    "comments": Feed(
        entity="CaseComment",
        needs=("Id", "ParentId", "IsPublished", "CreatedById", "CreatedDate"),
        fields=_OF_MESSAGE,
        everything=True,
    ),
    "history": Feed(
        entity="CaseHistory",
        needs=("Id", "CaseId", "Field", "OldValue", "NewValue", "CreatedDate"),
        fields=("CreatedById",),
        where="Field = 'Priority'",
        stamps=("CreatedDate",),
        optional=True,
    ),
    "milestones": Feed(
        entity="CaseMilestone",
        needs=("Id", "CaseId", "StartDate", "TargetDate", "MilestoneType.Name"),
        fields=(
            *("CompletionDate", "IsCompleted", "IsViolated", "TargetResponseInMins"),
            *("IsDeleted", "SystemModstamp"),
        ),
        everything=True,
        optional=True,
    ),
    "surveys": Feed(
        entity="SurveySubject",
        needs=("Id", "SubjectId", "SurveyInvitationId", "CreatedDate"),
        fields=("SystemModstamp",),
        where="SurveyInvitationId != null",
        optional=True,
    ),
    "ratings": Feed(
        entity="SurveyResponse",
        needs=("Id", "InvitationId", "Status", "CompletionDateTime"),
        fields=("SystemModstamp",),
        where="Status = 'Completed'",
        optional=True,
    ),
    "business_hours": Feed(
        entity="BusinessHours",
        needs=(
            *("Id", "Name", "IsActive", "IsDefault", "TimeZoneSidKey"),
            *(f"{day}{edge}Time" for day in _DAYS for edge in ("Start", "End")),
        ),
        mode=Paging.LIST,
        optional=True,
    ),
}
"""The streams, in the order in which a first sync reads them. A run begins with the users."""

ROLES: Final = Feed(entity="UserRole", needs=("Id", "Name"))
USERS_OF_ROLES: Final = Feed(
    entity="User",
    needs=("Id", "UserRoleId"),
    where="UserRoleId != null AND UserType = 'Standard'",
)
STATUSES: Final = Feed(entity="CaseStatus", needs=("Id", "MasterLabel", "ApiName", "IsClosed"))
USER_NAMES: Final = Feed(entity="User", needs=("Id", "Name"))
HOLIDAYS: Final = Feed(
    entity="Holiday",
    needs=("Id", "ActivityDate", "IsAllDay", "IsRecurrence", "RecurrenceType"),
    fields=("RecurrenceStartDate", "RecurrenceEndDateOnly"),
)
EARLIER: Final = Feed(
    entity="CaseHistory2", needs=("Id", "CaseId", "OwnerId", "Status", "LastModifiedDate")
)
SUBJECTS: Final = Feed(
    entity="SurveySubject", needs=("Id", "SubjectId", "SurveyInvitationId", "CreatedDate")
)
ANSWERS: Final = Feed(
    entity="SurveyQuestionResponse",
    needs=("Id", "ResponseId", "QuestionId", "NumberValue", "Question.QuestionType"),
)
"""What is read beside the streams: names, and what belongs to the rows of a page."""

SUPPLIES: Final[Mapping[Need, Provision]] = {
    Need.TICKETS: Provision(streams=("tickets",)),
    Need.HISTORY: Provision(
        streams=("tickets", "unsolved", "lifecycle"),
        also=("history",),
        how="a case has one owner: its team is the queue it was in last, and until it is in one "
        "the role of its first owner; where Salesforce keeps no history of its priority, today's "
        "counts",
    ),
    Need.CHANGES: Provision(streams=("tickets", "unsolved", "lifecycle")),
    Need.REPLIES: Provision(
        streams=("tickets", "emails", "comments", "users"),
        how="by the e-mails and comments of a case; what is said in chats and calls counts where "
        "it is a comment",
    ),
    Need.PEOPLE: Provision(streams=("users", "teams")),
    Need.SURVEYS: Provision(streams=("surveys", "ratings")),
    Need.PROMISES: Provision(
        streams=("milestones",),
        how="by Salesforce's milestones, which are due to the minute: what was done within that "
        "minute is late there",
    ),
    Need.HOURS: Provision(
        streams=("business_hours",),
        how="Salesforce tells its present hours, and not which of them a holiday belongs to: all "
        "whole-day holidays hold for all of them",
    ),
    Need.AI: Provision(
        streams=("emails", "comments", "users"),
        how="by the users that the settings name as AI agents",
    ),
}
"""What the streams bring."""

OF_SETUP: Final = frozenset(
    {
        *("BusinessHours", "CaseStatus", "Group", "Holiday", "MilestoneType", "RecordType"),
        *("User", "UserRole"),
    }
)
"""The objects that need no right of their own but to look at the setup."""
NOT_EVERYWHERE: Final = frozenset(feed.entity for feed in SOURCES.values() if feed.optional)
_OF_ALL: Final = frozenset(
    {
        *("Id", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById"),
        *("SystemModstamp", "IsDeleted"),
    }
)
"""The fields of every object, which nobody can be refused."""


def rights() -> Mapping[str, tuple[str, ...]]:
    """The objects that are read, with the fields that their user must be let see, in order."""
    found: dict[str, set[str]] = {}
    beside = (ROLES, USERS_OF_ROLES, STATUSES, USER_NAMES, HOLIDAYS, EARLIER, SUBJECTS, ANSWERS)
    for feed in (*SOURCES.values(), *beside):
        for path in (*feed.needs, *feed.fields):
            entity, (*lookups, name) = feed.entity, path.split(".")
            for lookup in lookups:
                found.setdefault(entity, set()).add(f"{lookup}Id")
                entity = RELATIONS[lookup]
            found.setdefault(entity, set()).add(name)
    return {entity: tuple(sorted(names - _OF_ALL)) for entity, names in sorted(found.items())}
