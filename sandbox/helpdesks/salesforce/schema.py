"""The objects of the stand-in's org: their fields, and which of these a query may filter by.

Fields are written "name:type"; "!" behind the type: not to be filtered or sorted by. "?" there: the
same, and Salesforce works the value out when it is asked, as the time that remains.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sandbox.helpdesks.salesforce import ids

CATEGORY_FIELD: Final = "Category__c"
"""The name of the custom field that holds a case's category."""

_STAMPS: Final = "CreatedDate:datetime LastModifiedDate:datetime SystemModstamp:datetime "
_AUTHORS: Final = "CreatedById:reference LastModifiedById:reference "
_COMMON: Final = "Id:id IsDeleted:boolean " + _STAMPS + _AUTHORS
_SETUP: Final = "Id:id " + _STAMPS
_HOURS: Final = " ".join(
    f"{day}{edge}Time:time"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    for edge in ("Start", "End")
)


@dataclass(frozen=True, slots=True)
class Field:
    """A column of an object."""

    name: str
    type: str
    filterable: bool = True
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """An object: its fields by their names in small letters.

    `relations` name for each relationship the field that holds the id and the object behind it.
    """

    name: str
    prefix: str
    fields: dict[str, Field]
    relations: dict[str, tuple[str, str]] = field(default_factory=dict)
    bulk: bool = True
    since: int = 0

    def relation(self, name: str) -> tuple[str, str] | None:
        """The field and the object behind a relationship, however its name is written."""
        return next(
            (way for each, way in self.relations.items() if each.lower() == name.lower()), None
        )


def _entity(
    name: str, prefix: str, columns: str, relations: str = "", *, bulk: bool = True, since: int = 0
) -> Entity:
    """An entity; relations as "Owner:OwnerId:Name"."""
    fields = {}
    for column in columns.split():
        word, _, kind = column.partition(":")
        fields[word.lower()] = Field(
            word, kind.rstrip("!?"), filterable=kind[-1] not in "!?", computed=kind[-1] == "?"
        )
    ways = (relation.split(":") for relation in relations.split())
    return Entity(name, prefix, fields, {one[0]: (one[1], one[2]) for one in ways}, bulk, since)


_ALL: Final = (
    _entity(
        "Case",
        ids.CASE,
        _COMMON + "CaseNumber:string ClosedDate:datetime IsClosed:boolean IsClosedOnCreate:boolean "
        "IsEscalated:boolean Status:picklist Priority:picklist Origin:picklist Type:picklist "
        f"Reason:picklist {CATEGORY_FIELD}:picklist Subject:string OwnerId:reference "
        "ContactId:reference AccountId:reference SuppliedEmail:email ParentId:reference "
        "MasterRecordId:reference RecordTypeId:reference BusinessHoursId:reference "
        "EntitlementId:reference SlaStartDate:datetime SlaExitDate:datetime IsStopped:boolean "
        "StopStartDate:datetime MilestoneStatus:string?",
        "Owner:OwnerId:Name RecordType:RecordTypeId:RecordType Contact:ContactId:Contact "
        "Parent:ParentId:Case Entitlement:EntitlementId:Entitlement CreatedBy:CreatedById:User",
    ),
    _entity(
        "CaseHistory2",
        ids.LIFECYCLE,
        "Id:id CaseId:reference OwnerId:reference Status:picklist PreviousUpdate:datetime "
        "LastModifiedDate:datetime LastModifiedById:reference SystemModstamp:datetime "
        "IsDeleted:boolean",
        "Case:CaseId:Case Owner:OwnerId:Name",
        since=59,
    ),
    _entity(
        "CaseHistory",
        ids.HISTORY,
        "Id:id IsDeleted:boolean CaseId:reference CreatedById:reference CreatedDate:datetime "
        "Field:picklist DataType:picklist OldValue:anyType! NewValue:anyType!",
        "Case:CaseId:Case",
    ),
    _entity(
        "CaseComment",
        ids.COMMENT,
        _COMMON + "ParentId:reference IsPublished:boolean CommentBody:textarea!",
        "Parent:ParentId:Case CreatedBy:CreatedById:User",
    ),
    _entity(
        "EmailMessage",
        ids.EMAIL,
        _COMMON + "ParentId:reference Incoming:boolean MessageDate:datetime Status:picklist "
        "IsExternallyVisible:boolean IsPrivateDraft:boolean ReplyToEmailMessageId:reference "
        "FromAddress:email ToAddress:string Subject:string TextBody:textarea!",
        "Parent:ParentId:Case CreatedBy:CreatedById:User",
    ),
    _entity(
        "CaseMilestone",
        ids.MILESTONE,
        _COMMON + "CaseId:reference MilestoneTypeId:reference BusinessHoursId:reference "
        "StartDate:datetime TargetDate:datetime CompletionDate:datetime IsCompleted:boolean "
        "IsViolated:boolean TargetResponseInMins:int TargetResponseInHrs:double "
        "TargetResponseInDays:double ElapsedTimeInMins:int TimeRemainingInMins:string? "
        "TimeSinceTargetInMins:string?",
        "Case:CaseId:Case MilestoneType:MilestoneTypeId:MilestoneType",
    ),
    _entity("MilestoneType", ids.MILESTONE_TYPE, _SETUP + "Name:string RecurrenceType:picklist"),
    _entity(
        "Entitlement",
        ids.ENTITLEMENT,
        _COMMON + "Name:string Type:picklist StartDate:date EndDate:date Status:picklist "
        "AccountId:reference SlaProcessId:reference BusinessHoursId:reference",
        "SlaProcess:SlaProcessId:SlaProcess",
    ),
    _entity("SlaProcess", ids.PROCESS, _SETUP + "Name:string IsActive:boolean"),
    _entity(
        "Group", ids.QUEUE, _SETUP + "Name:string DeveloperName:string Type:picklist Email:email"
    ),
    _entity(
        "GroupMember",
        ids.MEMBER,
        "Id:id GroupId:reference UserOrGroupId:reference SystemModstamp:datetime",
    ),
    _entity(
        "QueueSobject",
        ids.QUEUE_OBJECT,
        "Id:id QueueId:reference SobjectType:picklist SystemModstamp:datetime",
    ),
    _entity(
        "User",
        ids.USER,
        _SETUP + "Name:string Email:email Username:string IsActive:boolean UserType:picklist "
        "ContactId:reference UserRoleId:reference TimeZoneSidKey:picklist",
        "UserRole:UserRoleId:UserRole Contact:ContactId:Contact",
    ),
    _entity("UserRole", ids.ROLE, "Id:id Name:string DeveloperName:string SystemModstamp:datetime"),
    _entity("Contact", ids.CONTACT, _COMMON + "Name:string Email:email AccountId:reference"),
    _entity(
        "BusinessHours",
        ids.HOURS,
        _SETUP + "Name:string IsActive:boolean IsDefault:boolean TimeZoneSidKey:picklist " + _HOURS,
    ),
    _entity(
        "Holiday",
        ids.HOLIDAY,
        _SETUP + "Name:string ActivityDate:date IsAllDay:boolean StartTimeInMinutes:int "
        "EndTimeInMinutes:int IsRecurrence:boolean RecurrenceType:picklist "
        "RecurrenceStartDate:date RecurrenceEndDateOnly:date",
    ),
    _entity(
        "RecordType",
        ids.RECORD_TYPE,
        _SETUP + "Name:string DeveloperName:string SobjectType:picklist IsActive:boolean",
    ),
    _entity(
        "CaseStatus",
        ids.STATUS,
        _SETUP + "MasterLabel:string ApiName:string IsClosed:boolean IsDefault:boolean "
        "SortOrder:int",
        bulk=False,
    ),
    _entity("Survey", ids.SURVEY, _COMMON + "Name:string DeveloperName:string"),
    _entity(
        "SurveyQuestion",
        ids.QUESTION,
        "Id:id Name:string QuestionType:picklist DeveloperName:string SystemModstamp:datetime",
    ),
    _entity(
        "SurveyInvitation",
        ids.INVITATION,
        _COMMON + "Name:string SurveyId:reference ParticipantId:reference ResponseStatus:picklist",
    ),
    _entity(
        "SurveyResponse",
        ids.RESPONSE,
        _COMMON + "SurveyId:reference InvitationId:reference Status:picklist "
        "CompletionDateTime:datetime SubmitterId:reference",
    ),
    _entity(
        "SurveyQuestionResponse",
        ids.ANSWER,
        _COMMON + "QuestionId:reference ResponseId:reference InvitationId:reference "
        "Datatype:picklist NumberValue:int ChoiceValue:string ResponseValue:textarea!",
        "Question:QuestionId:SurveyQuestion Response:ResponseId:SurveyResponse "
        "Invitation:InvitationId:SurveyInvitation",
    ),
    _entity(
        "SurveySubject",
        ids.SUBJECT,
        _COMMON + "Name:string ParentId:reference SubjectId:reference SurveyId:reference "
        "SurveyInvitationId:reference SurveyResponseId:reference",
    ),
)
ENTITIES: Final = MappingProxyType({entity.name.lower(): entity for entity in _ALL})
"""The objects by their names in small letters."""
NAMES: Final = Entity(
    "Name",
    "",
    {each.lower(): Field(each, "string") for each in ("Id", "Name", "Type")},
)
"""What may own a case: a user or a group."""
