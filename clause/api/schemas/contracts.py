"""Bodies about contracts, lots, holders and modifications."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from clause.api.schemas.accounts import OrgRef
from clause.api.schemas.base import EurosIn, EurosOut, HoursOut, InstantOut, RateOut, Schema, ShortText, Text
from clause.api.schemas.obligations import ModifiedObligationIn
from clause.domain.contracts import (
    Contract,
    ContractChange,
    FollowUpState,
    HolderRole,
    Lot,
    LotChange,
    LotRow,
    Modification,
    NewContract,
    NewLot,
    NewModification,
)
from clause.domain.decp import ConsortiumKind, SocialConsideration
from clause.domain.obligations import ObligationTerms
from clause.rules.trace import Trace

FIRST_YEAR, LAST_YEAR = 1990, 2100


def _believable(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError("year out of range")
    return value


Reference = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f~][^\x00-\x1f]{0,79}$")]
LotNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f]{1,40}$")]
Cpv = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
Day = Annotated[date, AfterValidator(_believable), Field(description="YYYY-MM-DD, from 1990 to 2100")]
Months = Annotated[int, Field(ge=1, le=1200)]


class ContractIn(Schema):
    """A contract typed by hand."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "buyer_id": "0190a1b2-0000-7000-8000-000000000001",
                    "reference": "2026M00042",
                    "object": "Construction d'une médiathèque",
                    "procedure": "Procédure adaptée",
                }
            ]
        }
    )

    buyer_id: UUID
    reference: Reference = Field(description="The buyer's number; with the buyer, names the contract")
    object: Text
    nature: ShortText | None = None
    procedure: ShortText | None = None

    def to_domain(self) -> NewContract:
        """As the service takes it."""
        return NewContract(**dict(self))


class ContractPatch(Schema):
    """What may be corrected of a contract; a field left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"object": "Construction de la médiathèque Nord"}]})

    object: Text | None = None
    nature: ShortText | None = None
    procedure: ShortText | None = None

    def to_domain(self) -> ContractChange:
        """As the service takes it."""
        return ContractChange(**dict(self))


class ContractOut(Schema):
    """A contract; its lots are found under ``/lots?contract=``."""

    id: UUID
    facilitator_org_id: UUID
    buyer: OrgRef
    reference: str
    object: str
    nature: str | None
    procedure: str | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, contract: Contract) -> Self:
        """As the API shows it."""
        return cls(**contract.model_dump(exclude={"buyer", "group_key"}), buyer=OrgRef.of(contract.buyer))


class LotIn(Schema):
    """A lot typed by hand."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "label": "Lot 1 : gros œuvre",
                    "number": "1",
                    "cpv": "45210000",
                    "amount_excl_vat": "1000000.00",
                    "notified_on": "2026-01-05",
                    "duration_months": 18,
                }
            ]
        }
    )

    label: Text
    number: LotNumber | None = None
    cpv: Cpv | None = Field(None, description="Eight digits, without the check digit")
    place: ShortText | None = None
    amount_excl_vat: EurosIn | None = None
    notified_on: Day | None = None
    duration_months: Months | None = None
    first_day: Day | None = Field(None, description="First day of execution; else the notification day")
    last_day: Day | None = Field(None, description="Last day of execution; else notification plus duration")
    consortium_kind: ConsortiumKind = ConsortiumKind.NONE
    social_considerations: tuple[SocialConsideration, ...] = Field((), max_length=4)

    def to_domain(self) -> NewLot:
        """As the service takes it."""
        considerations = tuple(dict.fromkeys(self.social_considerations))
        return NewLot(**{**dict(self), "social_considerations": considerations})


class LotPatch(Schema):
    """What may be changed of a lot; a field left out stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"follow_up": "set_aside", "reason": "Aucune clause dans le CCAP"}]}
    )

    label: Text | None = None
    first_day: Day | None = None
    last_day: Day | None = None
    consortium_kind: ConsortiumKind | None = Field(None, description="How a consortium answers; NONE for a sole holder")
    follow_up: FollowUpState | None = Field(None, description="followed or set_aside")
    reason: Text | None = Field(None, description="Why; needed to set a lot aside")

    def to_domain(self) -> LotChange:
        """As the service takes it."""
        return LotChange(**dict(self))


class HolderIn(Schema):
    """A company that holds the lot."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"company_id": "0190a1b2-0000-7000-8000-000000000002", "role": "CO_HOLDER"}]}
    )

    company_id: UUID
    role: HolderRole = HolderRole.HOLDER


class HolderOut(Schema):
    """A company that holds the lot, and how."""

    company: OrgRef
    role: HolderRole
    left_on: date | None = Field(description="Its last day as a holder; null while it stays")


class LotOut(Schema):
    """A lot; amount and days are the initial ones, modifications stand beside."""

    id: UUID
    facilitator_org_id: UUID
    contract_id: UUID
    contract_reference: str
    buyer: OrgRef
    number: str | None
    label: str
    cpv: str | None
    place: str | None
    amount_excl_vat: EurosOut | None
    notified_on: date | None
    duration_months: int | None
    first_day: date | None
    last_day: date | None
    consortium_kind: ConsortiumKind
    social_considerations: tuple[SocialConsideration, ...]
    follow_up: FollowUpState
    follow_up_reason: str | None = Field(description="For the facilitator organisation only")
    holders: tuple[HolderOut, ...] = Field(description="A company sees itself only")
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, lot: Lot) -> Self:
        """As the API shows it."""
        return cls(**_lot_values(lot))


class LotProgressOut(LotOut):
    """A lot in a list, with what it owes and was credited on a day."""

    contract_object: str
    on: date
    hours_owed: HoursOut | None = Field(description="null when no obligation was in force on the day")
    hours_credited: HoursOut
    ratio: RateOut | None = Field(description="hours_credited ÷ hours_owed; null when nothing is owed")
    status: str | None = Field(description="null without an obligation, or while the execution window is unknown")
    trace: Trace | None = Field(description="How the ratio was computed")

    @classmethod
    def of_row(cls, row: LotRow) -> Self:
        """As the API shows it."""
        return cls(
            **_lot_values(row.lot),
            contract_object=row.contract_object,
            on=row.on,
            hours_owed=row.hours_owed,
            hours_credited=row.hours_credited,
            ratio=row.ratio.value if row.ratio else None,
            status=row.status,
            trace=row.ratio.trace if row.ratio else None,
        )


def _lot_values(lot: Lot) -> dict[str, Any]:
    holders = tuple(
        HolderOut(company=OrgRef.of(holder.company), role=holder.role, left_on=holder.left_on) for holder in lot.holders
    )
    return {**lot.model_dump(exclude={"buyer", "holders"}), "buyer": OrgRef.of(lot.buyer), "holders": holders}


class ModificationIn(Schema):
    """A modification of one lot of the contract; the lot keeps its initial values."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lot_id": "0190a1b2-0000-7000-8000-000000000003",
                    "number": "1",
                    "object": "Avenant n° 1 : travaux supplémentaires",
                    "notified_on": "2026-05-02",
                    "amount_stated": "1080000.00",
                }
            ]
        }
    )

    lot_id: UUID
    number: LotNumber | None = None
    object: Text | None = None
    notified_on: Day | None = None
    published_on: Day | None = None
    amount_stated: EurosIn | None = Field(None, description="The new total as stated; nothing is computed from it")
    duration_months: Months | None = None
    company_ids: tuple[UUID, ...] = Field((), max_length=50, description="The holders from now on, if they change")
    obligation: ModifiedObligationIn | None = Field(None, description="What the lot owes from now on, if it changes")

    def to_domain(self) -> NewModification:
        """As the service takes it."""
        return NewModification(**{name: value for name, value in self if name != "obligation"})

    def terms(self) -> ObligationTerms | None:
        """What the modification says of the hours, as the service takes it."""
        return self.obligation.terms() if self.obligation else None


class ModifiedHolderOut(Schema):
    """A holder named by a modification, as typed or as published."""

    company_id: UUID | None = None
    kind: str | None = None
    identifier: str | None = None
    name: str | None = None


class ModificationOut(Schema):
    """A modification as typed or published."""

    id: UUID
    contract_id: UUID
    lot_id: UUID
    number: str | None
    object: str | None
    notified_on: date | None
    published_on: date | None
    amount_stated: EurosOut | None
    duration_months: int | None
    holders: tuple[ModifiedHolderOut, ...]
    source: str = Field(description="manual, or decp for a published one")
    created_at: InstantOut

    @classmethod
    def of(cls, modification: Modification) -> Self:
        """As the API shows it."""
        return cls.model_validate(modification.model_dump())
