"""Bodies about statements due and their reminders."""

from datetime import date
from typing import Annotated, Self, cast
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from clause.api.schemas.accounts import OrgRef
from clause.api.schemas.base import InstantOut, MonthOut, Schema, ShortText
from clause.api.schemas.hours import PeriodIn, PeriodOut
from clause.domain.statements_due import (
    Contact,
    DueState,
    LotOfDue,
    ReminderOrder,
    ReminderState,
    StatementDue,
    StatementReminder,
)
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import ReminderLevel

MOST_REMINDERS = 200


def _in_order(period: PeriodIn) -> PeriodIn:
    if cast(Month, period.last_month) < cast(Month, period.first_month):
        raise ValueError("last_month before first_month")
    return period


class LotOfDueOut(Schema):
    """A lot for which hours are due."""

    lot_id: UUID
    label: str
    contract_reference: str = Field(description="Empty to a company that does not hold the lot")
    buyer_id: UUID

    @classmethod
    def of(cls, lot: LotOfDue) -> Self:
        """As the API shows it."""
        return cls(lot_id=lot.lot_id, label=lot.label, contract_reference=lot.contract_reference, buyer_id=lot.buyer_id)


class StatementDueOut(Schema):
    """A statement that a company owes for some months."""

    facilitator_org_id: UUID
    company: OrgRef
    period: PeriodOut
    due_on: date
    state: DueState
    months_missing: list[MonthOut] = Field(description="Months with people under contract that no statement covers")
    received_at: InstantOut | None = Field(description="When the last of its months came in; null while one is missing")
    hire_months: int = Field(description="Months of people under contract")
    hire_months_declared: int = Field(description="Those of them that have hours in a statement received")
    lots: list[LotOfDueOut]

    @classmethod
    def of(cls, due: StatementDue) -> Self:
        """As the API shows it."""
        return cls(
            facilitator_org_id=due.facilitator_org_id,
            company=OrgRef.of(due.company),
            period=PeriodOut.of(due.months),
            due_on=due.due_on,
            state=due.state,
            months_missing=list(due.months_missing),
            received_at=due.received_at,
            hire_months=due.hire_months,
            hire_months_declared=due.hire_months_declared,
            lots=[LotOfDueOut.of(lot) for lot in due.lots],
        )


class ContactIn(Schema):
    """Whom a reminder is addressed to."""

    name: ShortText | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=320)] | None = None

    def to_domain(self) -> Contact:
        """As the service takes it."""
        return Contact(name=self.name, email=self.email)


class ContactOut(Schema):
    """Whom a reminder is addressed to; nulls where nobody has said."""

    name: str | None
    email: str | None


class ReminderIn(Schema):
    """A reminder to issue, by the company and the period of the statement due."""

    company_id: UUID
    period: Annotated[PeriodIn, AfterValidator(_in_order)]
    level: ReminderLevel | None = Field(None, description="The step reached today when left out")
    contact: ContactIn = Field(ContactIn(), description="The last one used for the company when left out")

    def to_domain(self) -> ReminderOrder:
        """As the service takes it."""
        months = MonthSpan(cast(Month, self.period.first_month), cast(Month, self.period.last_month))
        return ReminderOrder(
            company_id=self.company_id, months=months, level=self.level, contact=self.contact.to_domain()
        )


class RemindersIn(Schema):
    """The reminders to issue; all or none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reminders": [
                        {
                            "company_id": "0190a1b2-0000-7000-8000-000000000003",
                            "period": {"first_month": "2026-03", "last_month": "2026-03"},
                            "level": "FIRST",
                            "contact": {"name": "Service paie", "email": "paie@entreprise.example"},
                        }
                    ]
                }
            ]
        }
    )

    reminders: Annotated[tuple[ReminderIn, ...], Field(min_length=1, max_length=MOST_REMINDERS)]

    def to_domain(self) -> list[ReminderOrder]:
        """As the service takes them."""
        return [reminder.to_domain() for reminder in self.reminders]


class ReminderOut(Schema):
    """A reminder, with its French text ready to be sent."""

    id: UUID
    facilitator_org_id: UUID
    company: OrgRef
    buyer_id: UUID | None = Field(description="The buyer it is addressed to; null for one to the company")
    period: PeriodOut
    due_on: date
    level: ReminderLevel
    state: ReminderState
    contact: ContactOut
    subject: str
    body: str
    created_at: InstantOut
    issued_at: InstantOut | None

    @classmethod
    def of(cls, reminder: StatementReminder) -> Self:
        """As the API shows it."""
        return cls(
            id=reminder.id,
            facilitator_org_id=reminder.facilitator_org_id,
            company=OrgRef.of(reminder.company),
            buyer_id=reminder.buyer_id,
            period=PeriodOut.of(MonthSpan(reminder.first_month, reminder.last_month)),
            due_on=reminder.due_on,
            level=reminder.level,
            state=reminder.state,
            contact=ContactOut(name=reminder.contact.name, email=reminder.contact.email),
            subject=reminder.letter.subject,
            body=reminder.letter.body,
            created_at=reminder.created_at,
            issued_at=reminder.issued_at,
        )


class RemindersOut(Schema):
    """What was issued, one a recipient."""

    items: list[ReminderOut]

    @classmethod
    def of(cls, reminders: list[StatementReminder]) -> Self:
        """As the API shows it."""
        return cls(items=[ReminderOut.of(reminder) for reminder in reminders])
