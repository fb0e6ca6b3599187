"""Bodies about hires."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, field_validator, model_validator

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, FindingOut, HoursIn, HoursOut, InstantOut, Schema, ShortText, Text
from clause.domain.hires import HireDetails, HireTerms, NamedHire
from clause.rules.codes import ContractType, HireMode
from clause.rules.profiles import EducationLevel, RecruitmentChannel, ReferrerKind, TrainingMode, WorkSector
from clause.rules.trace import Trace
from clause.services.hires import HireAdded

QpvCode = Annotated[str, StringConstraints(pattern=r"^Q[NP][0-9A-Z]{6}$")]
CommuneCode = Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|2[AB])[0-9]{3}$")]


class Training(Schema):
    """The training that goes with a hire."""

    hours_planned: HoursIn | None = None
    body: ShortText | None = Field(None, description="Who gives it")
    mode: TrainingMode | None = None
    targeted_qualification: ShortText | None = None
    obtained_qualification: ShortText | None = None


class Profile(Schema):
    """What is recorded of the person on entry; only the facilitator organisation reads it."""

    education_level: EducationLevel | None = Field(None, description="A code of the ASP list, such as 51")
    has_general_bac: bool | None = None
    lives_in_qpv: bool = False
    qpv_code: QpvCode | None = None
    commune_code: CommuneCode | None = Field(None, description="INSEE code of the commune where the person lives")
    referrer_kind: ReferrerKind | None = None
    other_referrer: ShortText | None = None
    recruitment_channel: RecruitmentChannel | None = None


class HireJob(Schema):
    """The post: what the employer knows of it too."""

    for_company_id: UUID | None = Field(None, description="The holder for whom the hours count, when there is a choice")
    host_company_id: UUID | None = Field(None, description="Where the person works, when not at the employer's")
    host_company_count: Annotated[int, Field(ge=1, le=99)] | None = None
    site: ShortText | None = None
    sector: WorkSector | None = None
    is_full_time: bool | None = None
    tutor_name: ShortText | None = Field(None, description="Who teaches the person at work")
    training: Training = Training()


def details_of(job: HireJob, profile: Profile) -> HireDetails:
    """What is noted beside what figures are made of."""
    training = job.training
    return HireDetails(
        other_referrer=profile.other_referrer,
        has_general_bac=profile.has_general_bac,
        training_hours_planned=None if training.hours_planned is None else Decimal(training.hours_planned),
        training_body=training.body,
        training_mode=training.mode,
        targeted_qualification=training.targeted_qualification,
        obtained_qualification=training.obtained_qualification,
        host_company_count=job.host_company_count,
        site=job.site,
    )


class HireIn(HireJob):
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
                    "sector": "BUILDING",
                    "is_full_time": True,
                    "tutor_name": "Camille Le Goff",
                    "training": {
                        "hours_planned": "70.00",
                        "mode": "IN_CENTRE",
                        "targeted_qualification": "CAP peintre",
                    },
                    "profile": {"education_level": "50", "lives_in_qpv": True, "referrer_kind": "MISSION_LOCALE"},
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
    profile: Profile = Profile()

    def terms(self) -> HireTerms:
        """As the domain knows them."""
        return HireTerms.model_validate({**dict(self.profile), **dict(self), "details": details_of(self, self.profile)})


class HirePatch(HireJob):
    """What may be corrected of a hire, its end included; a field left out stays as it is.

    ``training`` and ``profile`` are corrected field by field.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"last_day": "2026-06-30", "reason": "Fin de la période d'essai"}]}
    )

    last_day: DayIn | None = Field(None, description="The day on which the contract ended")
    mode: HireMode | None = None
    contract_type: ContractType | None = None
    job_title: ShortText | None = None
    first_day: DayIn | None = None
    planned_last_day: DayIn | None = None
    weekly_hours: HoursIn | None = None
    profile: Profile = Profile()
    reason: Text = Field(description="Why, without any detail about the person")

    @field_validator("last_day", "mode", "contract_type", "first_day", "weekly_hours")
    @classmethod
    def _given(cls, value: object) -> object:
        if value is None:
            raise ValueError("null")
        return value

    @model_validator(mode="after")
    def _corrects_something(self) -> Self:
        if not self.changes():
            raise ValueError("nothing to correct")
        return self

    def changes(self) -> dict[str, Any]:
        """The fields that were given, by their names in the domain; those of ``details`` together."""
        given = {name: getattr(self, name) for name in self.model_fields_set - {"reason", "training", "profile"}}
        given |= {name: getattr(self.profile, name) for name in self.profile.model_fields_set}
        details: dict[str, Any] = {
            _TRAINING_DETAILS[name]: getattr(self.training, name) for name in self.training.model_fields_set
        }
        details |= {name: given.pop(name) for name in _OTHER_DETAILS & given.keys()}
        return {**given, "details": details} if details else given


_TRAINING_DETAILS = {
    "hours_planned": "training_hours_planned",
    "body": "training_body",
    "mode": "training_mode",
    "targeted_qualification": "targeted_qualification",
    "obtained_qualification": "obtained_qualification",
}
_OTHER_DETAILS = frozenset({"other_referrer", "has_general_bac", "host_company_count", "site"})


class HiredPerson(Schema):
    """What an employer sees of a person."""

    id: UUID
    first_name: str
    last_name: str


class TrainingOut(Schema):
    """The training that goes with a hire."""

    hours_planned: HoursOut | None
    body: str | None
    mode: TrainingMode | None
    targeted_qualification: str | None
    obtained_qualification: str | None

    @classmethod
    def of(cls, details: HireDetails) -> Self:
        """As the API shows it."""
        return cls(
            hours_planned=details.training_hours_planned,
            body=details.training_body,
            mode=details.training_mode,
            targeted_qualification=details.targeted_qualification,
            obtained_qualification=details.obtained_qualification,
        )


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
    for_company_id: UUID | None
    host_company_id: UUID | None
    host_company_count: int | None
    site: str | None
    sector: WorkSector | None
    is_full_time: bool | None
    tutor_name: str | None
    training: TrainingOut
    profile: Profile | None = Field(description="Null for whoever is not the facilitator organisation")
    eligible_first_day: date
    eligible_last_day: date
    trace: Trace
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, hire: NamedHire, *, with_profile: bool) -> Self:
        """As the API shows it; the person's profile only to the facilitator organisation."""
        person = HiredPerson(id=hire.participant_id, first_name=hire.first_name, last_name=hire.last_name)
        known = {**dict(hire.details), **dict(hire)}
        shown = {name: value for name, value in known.items() if name in cls.model_fields}
        profile = Profile(**{name: known[name] for name in Profile.model_fields}) if with_profile else None
        training = TrainingOut.of(hire.details)
        return cls(**shown, participant=person, training=training, profile=profile, trace=hire.eligibility_trace)


class HireAddedOut(HireOut):
    """The hire just recorded, with what deserves a look."""

    findings: list[FindingOut]

    @classmethod
    def of_added(cls, added: HireAdded) -> Self:
        """As the API shows it."""
        shown = dict(HireOut.of(added.hire, with_profile=True))
        return cls(**shown, findings=[FindingOut(**found) for found in findings_as_json(added.findings)])
