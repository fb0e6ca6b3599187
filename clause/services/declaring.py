"""Who declares hours: a company its own, a facilitator those of the company that it names."""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.errors import Refused
from clause.services.unit_of_work import UnitOfWork


async def declaring_company(uow: UnitOfWork, company_id: UUID | None) -> OrgSummary:
    """The company whose hours are declared. Refused HRS-003 for one left out or unknown, HRS-004 for another's."""
    if uow.actor.org_kind is OrgKind.COMPANY:
        if company_id not in (None, uow.org_id):
            raise Refused("HRS-004")
        company_id = uow.org_id
    found = await account_queries.find_organisation_by_id(company_id, OrgKind.COMPANY) if company_id else None
    if found is None:
        raise Refused("HRS-003")
    return OrgSummary(id=found.id, kind=found.kind, name=found.name, identifier=found.identifier)
