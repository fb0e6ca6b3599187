"""Hours statements of many companies and months declared in one call; all of them stand, or none."""

from collections.abc import Sequence

from clause.db.queries import accounts
from clause.db.queries import hours as queries
from clause.db.queries.hours_imports import list_open_statements
from clause.domain.actors import OrgKind, Scope
from clause.domain.hours import CheckedStatement
from clause.domain.hours_bulk import Asked, companies_of, declarations, drafts, whole_span
from clause.domain.hours_drafts import Declarant
from clause.services.unit_of_work import UnitOfWork, writing


@writing(Scope.HOURS_DECLARE, planned_once=True)
async def declare_in_bulk(uow: UnitOfWork, asked: Sequence[Asked]) -> tuple[CheckedStatement, ...]:
    """A draft for each statement asked for, in their order, with its warnings, as if they came one after another.

    Refused HRS-004 for a company that names another, HRS-050 with everything that is wrong, statement by statement.
    """
    company_ids = companies_of(uow.actor, asked)
    known_companies = await accounts.summarise([company_id for company_id in company_ids if company_id])
    companies = {one.id: one for one in known_companies.values() if one.kind is OrgKind.COMPANY}
    declared = declarations(asked, company_ids, companies)
    months = whole_span(asked)
    known = await queries.load_surroundings((line.hire_id for one in asked for line in one.lines), months, uow.today)
    recipients = {window.facilitator_org_id for window in known.windows.values()}
    opened = {org_id: await list_open_statements(org_id, companies, months) for org_id in sorted(recipients)}
    made = drafts(declared, known, opened, Declarant(uow.actor.id, uow.now, uow.new_id))
    await queries.insert_statements([one.statement for one in made])
    for one in made:
        uow.record(
            "hours_statement.declared",
            "hours_statement",
            one.statement.id,
            org_id=one.statement.facilitator_org_id,
            months=one.statement.months,
            lines=len(one.statement.lines),
        )
    return made
