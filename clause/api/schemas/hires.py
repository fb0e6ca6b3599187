"""Bodies about hires."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, FindingOut, HoursIn, HoursOut, InstantOut, Schema, ShortText, Text
from clause.domain.hires import HireTerms, NamedHire
from clause.rules.codes import ContractType, HireMode
from clause.rules.trace import Trace
from clause.services.hires import HireAdded


class HireIn(Schema):
    """An employment contract of a person for a lot."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "participant_id": "01994e5a-7c1f-7000-8000-0000000000a1",
                    "eligibility_id": "01994e5a-7c1f-7000-8000-0000000000b1",
                    "lot_id": "01994e5a-7c1f-7000-8000-0000000000c1",
                    "company_id": "01994e5a-7c1f-7000-8000-0000000000d1",
                    "mode": "DIRECT_HIRE",
                    "contract_type": "FIXED_TERM",
                    "job_title": "Peintre en bâtiment",
                    "first_day": "2026-02-02",
                    "planned_last_day": "2026-07-31",
                    "weekly_hours": "35.00",
                }
            ]
        }
    )

    participant_id: UUID
    eligibility_id: UUID = Field(description="An accepted ground of the same person")
    lot_id: UUID
    company_id: UUID = Field(
        description="The employer: a holder of the lot, or any company with STAFF_SUPPLY or SUBCONTRACT"
    )
    mode: HireMode
    contract_type: ContractType
    job_title: ShortText | None = None
    first_day: DayIn
    planned_last_day: DayIn | None = None
    weekly_hours: HoursIn

    def terms(self) -> HireTerms:
        """As the domain knows them."""
        return HireTerms.model_validate(dict(self))


class HireEnd(Schema):
    """The end of an employment contract."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"last_day": "2026-06-30", "reason": "Fin de la période d'essai"}]}
    )

    last_day: DayIn
    reason: Text = Field(description="Why, without any detail about the person")


class HiredPerson(Schema):
    """What an employer sees of a person."""

    id: UUID
    first_name: str
    last_name: str


class HireOut(Schema):
    """A hire, with the days whose hours may be credited and the account of how they were found."""

    id: UUID
    participant: HiredPerson
    lot_id: UUID
    company_id: UUID
    mode: HireMode
    contract_type: ContractType
    job_title: str | None
    first_day: date
    planned_last_day: date | None
    last_day: date | None
    weekly_hours: HoursOut
    eligible_first_day: date
    eligible_last_day: date
    trace: Trace
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, hire: NamedHire) -> Self:
        """As the API shows it."""
        person = HiredPerson(id=hire.participant_id, first_name=hire.first_name, last_name=hire.last_name)
        shown = {name: value for name, value in hire if name in cls.model_fields}
        return cls(**shown, participant=person, trace=hire.eligibility_trace)


class HireAddedOut(HireOut):
    """The hire just recorded, with what deserves a look."""

    findings: list[FindingOut]

    @classmethod
    def of_added(cls, added: HireAdded) -> Self:
        """As the API shows it."""
        shown = dict(HireOut.of(added.hire))
        return cls(**shown, findings=[FindingOut(**found) for found in findings_as_json(added.findings)])
