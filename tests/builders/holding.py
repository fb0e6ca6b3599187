"""Holders of a lot, what they agreed and who works for them, made by hand for tests without the database."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.contracts import FollowUpState, HolderRole, Lot, LotHolder
from clause.domain.decp import ConsortiumKind
from clause.domain.holders import HiredBy, HolderSplit, HolderTransfer, HolderTransferTerms, MemberShare
from clause.domain.subcontractors import Subcontractor
from tests.builders.hours import an_id

LEAD, SECOND, THIRD, WORKER, AGENCY = (an_id(name) for name in ("lead", "second", "third", "worker", "agency"))
AT = datetime(2026, 1, 1, tzinfo=UTC)
JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)


def summary(company: UUID) -> OrgSummary:
    """What names a company."""
    return OrgSummary(id=company, kind=OrgKind.COMPANY, name="Entreprise", identifier="1")


def holder(company: UUID, role: HolderRole = HolderRole.CO_HOLDER, left_on: date | None = None) -> LotHolder:
    """A company that holds a lot."""
    return LotHolder(company=summary(company), role=role, left_on=left_on)


GROUP = (holder(LEAD, HolderRole.LEAD_HOLDER), holder(SECOND))


def split(version: int, shares: Mapping[UUID, str], effective_on: date = JANUARY) -> HolderSplit:
    """A version of the shares."""
    return HolderSplit(
        id=an_id(f"split {version}"),
        facilitator_org_id=an_id("org"),
        buyer_id=an_id("buyer"),
        lot_id=an_id("lot"),
        version_no=version,
        effective_on=effective_on,
        shares=members(shares),
        reason=None,
        decided_by=None,
        recorded_at=AT,
    )


def members(shares: Mapping[UUID, str]) -> tuple[MemberShare, ...]:
    """Shares in the order given."""
    return tuple(MemberShare(company_id=company, share=Decimal(share)) for company, share in shares.items())


def transfer_terms(giver: UUID, receiver: UUID, hours: str, effective_on: date = JANUARY) -> HolderTransferTerms:
    """Hours that one member takes over from another."""
    return HolderTransferTerms(
        from_company_id=giver, to_company_id=receiver, hours=Decimal(hours), effective_on=effective_on, reason="accord"
    )


def transfer(giver: UUID, receiver: UUID, hours: str, effective_on: date = JANUARY) -> HolderTransfer:
    """The same, as recorded."""
    return HolderTransfer(
        **dict(transfer_terms(giver, receiver, hours, effective_on)),
        id=an_id(f"transfer {giver} {hours}"),
        facilitator_org_id=an_id("org"),
        buyer_id=an_id("buyer"),
        lot_id=an_id("lot"),
        decided_by=None,
        recorded_at=AT,
    )


def subcontract(company: UUID, of: UUID, first_day: date = JANUARY, last_day: date | None = None) -> Subcontractor:
    """A company that works for a holder."""
    return Subcontractor(
        company_id=company,
        holder_company_id=of,
        declared_on=first_day,
        first_day=first_day,
        last_day=last_day,
        id=an_id(f"sub {company} {of}"),
        facilitator_org_id=an_id("org"),
        buyer_id=an_id("buyer"),
        lot_id=an_id("lot"),
        company=summary(company),
        created_at=AT,
        version=1,
    )


def hire(company: UUID, for_company: UUID | None = None, first_day: date = MARCH) -> HiredBy:
    """Whose hire it is."""
    return HiredBy(company, for_company, first_day)


def lot_of(*holders: LotHolder, kind: ConsortiumKind = ConsortiumKind.NONE, **changes: object) -> Lot:
    """A lot that these companies hold, followed, whose days are not known."""
    lot = Lot(
        id=an_id("lot"),
        facilitator_org_id=an_id("org"),
        contract_id=an_id("contract"),
        contract_reference="M1",
        buyer=OrgSummary(id=an_id("buyer"), kind=OrgKind.BUYER, name="Ville", identifier="2"),
        number="1",
        label="Peinture",
        cpv=None,
        place=None,
        amount_excl_vat=None,
        notified_on=None,
        duration_months=None,
        first_day=None,
        last_day=None,
        consortium_kind=kind,
        social_considerations=(),
        follow_up=FollowUpState.FOLLOWED,
        follow_up_reason=None,
        holders=holders,
        created_at=AT,
        version=1,
    )
    return lot.model_copy(update=changes)
