"""Bodies about the holders of a lot: changes, splits, transfers, and who owes what."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.accounts import OrgRef
from clause.api.schemas.base import FindingOut, HoursIn, HoursOut, InstantOut, RateIn, RateOut, Schema, Text
from clause.api.schemas.contracts import Day
from clause.domain.contracts import HolderRole
from clause.domain.decp import ConsortiumKind
from clause.domain.holder_positions import HolderPositions, HolderStanding, MemberPosition
from clause.domain.holders import (
    HolderChange,
    HolderSplit,
    HolderSplitTerms,
    HolderTransfer,
    HolderTransferTerms,
    MemberShare,
)
from clause.rules.trace import Figure, Trace

MOST_MEMBERS = 50


class HolderPatch(Schema):
    """What may be changed of a holder; a field left out stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"left_on": "2026-06-30", "reason": "Retrait du groupement, avenant n° 2 du 20 juin 2026"}]
        }
    )

    role: HolderRole | None = Field(None, description="null leaves the role as it is")
    left_on: Day | None = Field(None, description="Last day as a holder, with a reason; null takes a departure back")
    reason: Text | None = Field(None, description="Needed for a departure")

    def to_domain(self) -> HolderChange:
        """As the service takes it: the fields that were given, and no other."""
        return HolderChange(**self.model_dump(exclude_unset=True))


class MemberShareIn(Schema):
    """A member's part of what the group owes."""

    company_id: UUID
    share: RateIn


class HolderSplitIn(Schema):
    """A split agreed between the members; the shares add up to exactly 1."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "effective_on": "2026-01-05",
                    "shares": [
                        {"company_id": "0190a1b2-0000-7000-8000-000000000002", "share": "0.6000"},
                        {"company_id": "0190a1b2-0000-7000-8000-000000000004", "share": "0.4000"},
                    ],
                    "reason": "Convention de groupement du 20 décembre 2025",
                }
            ]
        }
    )

    effective_on: Day
    shares: tuple[MemberShareIn, ...] = Field(min_length=1, max_length=MOST_MEMBERS)
    reason: Text | None = Field(None, description="Needed from the second version on")

    def terms(self) -> HolderSplitTerms:
        """As the domain knows them."""
        shares = tuple(MemberShare(**dict(one)) for one in self.shares)
        return HolderSplitTerms(effective_on=self.effective_on, shares=shares)


class MemberShareOut(Schema):
    """A member's part of what the group owes."""

    company_id: UUID
    share: RateOut


class HolderSplitOut(Schema):
    """A version of the split; on a day, the highest version already in effect speaks."""

    id: UUID
    lot_id: UUID
    version_no: int
    effective_on: date
    shares: tuple[MemberShareOut, ...]
    reason: str | None
    decided_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, split: HolderSplit) -> Self:
        """As the API shows it."""
        return cls.model_validate(split.model_dump(exclude={"facilitator_org_id", "buyer_id"}))


class HolderTransferIn(Schema):
    """Hours of the obligation that a member takes over from another."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "from_company_id": "0190a1b2-0000-7000-8000-000000000004",
                    "to_company_id": "0190a1b2-0000-7000-8000-000000000002",
                    "hours": "50.00",
                    "effective_on": "2026-06-01",
                    "reason": "Accord entre les membres du 28 mai 2026",
                }
            ]
        }
    )

    from_company_id: UUID
    to_company_id: UUID
    hours: HoursIn
    effective_on: Day
    reason: Text

    def terms(self) -> HolderTransferTerms:
        """As the domain knows them."""
        return HolderTransferTerms(**dict(self))


class HolderTransferOut(Schema):
    """A transfer as recorded; a mistake is put right by another one, the other way round."""

    id: UUID
    lot_id: UUID
    from_company_id: UUID
    to_company_id: UUID
    hours: HoursOut
    effective_on: date
    reason: str
    decided_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, transfer: HolderTransfer) -> Self:
        """As the API shows it."""
        return cls.model_validate(transfer.model_dump(exclude={"facilitator_org_id", "buyer_id"}))


class HolderFigureOut(Schema):
    """Hours with the account of how they came about."""

    value: HoursOut
    trace: Trace

    @classmethod
    def of(cls, figure: Figure | None) -> Self | None:
        """As the API shows it; null where there is no figure."""
        return None if figure is None else cls(value=figure.value, trace=figure.trace)


class MemberPositionOut(Schema):
    """Where one holder stands; figures are null while no obligation, or no split, says what it owes."""

    company: OrgRef
    role: HolderRole
    left_on: date | None
    share: RateOut | None
    share_hours: HolderFigureOut | None = Field(description="Its share of the group's obligation, to 0.01 h")
    hours_received: HoursOut = Field(description="Taken over from other members")
    hours_given: HoursOut = Field(description="Passed on to other members")
    hours_owed: HolderFigureOut | None = Field(description="share_hours + hours_received − hours_given")
    hours_credited: HoursOut = Field(description="Credited to the lot through this holder: the next three together")
    hours_credited_own: HoursOut
    hours_credited_subcontractors: HoursOut
    hours_credited_supplied: HoursOut = Field(description="People supplied by other companies")
    gap: HolderFigureOut | None = Field(description="hours_owed − hours_credited; negative when more was done")
    balance: HolderFigureOut | None = Field(
        description="Ahead (above zero) or behind of its part of what the group has done; balances add up to zero"
    )
    standing: HolderStanding | None
    answerable: HolderFigureOut | None = Field(
        description="What may be asked of it: its own gap (CONJOINT), the group's (SOLIDAIRE); null when not known"
    )

    @classmethod
    def of(cls, member: MemberPosition) -> Self:
        """As the API shows it."""
        holder, credits = member.holder, member.credits
        return cls(
            company=OrgRef.of(holder.company),
            role=holder.role,
            left_on=holder.left_on,
            share=member.share,
            share_hours=HolderFigureOut.of(member.share_hours),
            hours_received=member.hours_received,
            hours_given=member.hours_given,
            hours_owed=HolderFigureOut.of(member.hours_owed),
            hours_credited=credits.total,
            hours_credited_own=credits.own,
            hours_credited_subcontractors=credits.subcontractors,
            hours_credited_supplied=credits.supplied,
            gap=HolderFigureOut.of(member.gap),
            balance=HolderFigureOut.of(member.balance),
            standing=member.standing,
            answerable=HolderFigureOut.of(member.answerable),
        )


class SettlementOut(Schema):
    """Hours that one member owes another, having done less than its part of what the group has done."""

    from_company_id: UUID
    to_company_id: UUID
    hours: HoursOut


class HolderPositionsOut(Schema):
    """Who owes what to whom among the holders of a lot on a day, beside the group's one obligation."""

    lot_id: UUID
    on: date
    consortium_kind: ConsortiumKind
    obligation_version: int | None
    hours_owed: HoursOut | None = Field(description="By the group; null when no obligation was in force on the day")
    hours_credited: HoursOut
    hours_unattributed: HoursOut = Field(description="Credited, but nothing says through which holder")
    gap: HolderFigureOut | None = Field(description="The group's: hours_owed − hours_credited")
    split_version: int | None
    members: tuple[MemberPositionOut, ...]
    settlements: tuple[SettlementOut, ...]
    findings: tuple[FindingOut, ...]

    @classmethod
    def of(cls, found: HolderPositions) -> Self:
        """As the API shows it."""
        return cls(
            lot_id=found.lot_id,
            on=found.on,
            consortium_kind=found.consortium_kind,
            obligation_version=found.obligation_version,
            hours_owed=found.hours_owed,
            hours_credited=found.hours_credited,
            hours_unattributed=found.hours_unattributed,
            gap=HolderFigureOut.of(found.gap),
            split_version=found.split_version,
            members=tuple(MemberPositionOut.of(member) for member in found.members),
            settlements=tuple(
                SettlementOut(from_company_id=line.debtor, to_company_id=line.creditor, hours=line.hours)
                for line in found.settlements
            ),
            findings=tuple(FindingOut(**one) for one in findings_as_json(found.findings)),
        )
