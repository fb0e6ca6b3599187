"""Situations of contracts, people and hours: see ``situations``."""

from datetime import date

from clause.domain.actors import OrgKind, Scope
from clause.domain.certificate_register import CertificateFilters, CertificateState
from clause.domain.contracts import HolderRole
from clause.domain.eligibility import EligibilityTerms
from clause.domain.hires import NamedHire
from clause.services import (
    accounts,
    certificates,
    eligibility,
)
from clause.services.context import operator_context
from tests.builders.compliance import PER_HOUR, a_lot_with_hours, with_rules
from tests.builders.contracts import a_contract, a_lot
from tests.builders.eligibility import a_suspension
from tests.builders.holders import a_company, a_consortium_lot, a_split
from tests.builders.hours import a_draft, a_submitted_statement, a_validated_statement, booked_entries
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.pooling import an_agreement
from tests.builders.situations import Ground, Situation, Values, collected, values_of
from tests.builders.spreadsheets import a_row, an_xlsx, import_hours
from tests.builders.territory import NOW, fictional_siret

OF_CLAUSES: dict[str, Situation] = {}
before = collected(OF_CLAUSES)


@before("GET /facilitator-orgs/{org_id}", "PATCH /facilitator-orgs/{org_id}")
async def _own(ground: Ground) -> Values:
    return values_of(org_id=ground.territory.facilitator_org.id)


@before("PATCH /companies/{org_id}")
async def _added_company(ground: Ground) -> Values:
    added = await accounts.add_organisation(
        ground.facilitator.context, OrgKind.COMPANY, "Peinture de la Baie", fictional_siret(60_001)
    )
    return values_of(org_id=added.id)


@before("PATCH /buyers/{org_id}")
async def _added_buyer(ground: Ground) -> Values:
    added = await accounts.add_organisation(
        ground.facilitator.context, OrgKind.BUYER, "Mairie de la Baie", fictional_siret(60_002)
    )
    return values_of(org_id=added.id)


@before("GET /buyers/{org_id}")
async def _buyer(ground: Ground) -> Values:
    return values_of(org_id=ground.territory.buyer.id)


@before("GET /intermediate-bodies/{org_id}")
async def _body(ground: Ground) -> Values:
    return values_of(org_id=ground.territory.intermediate_body.id)


@before("POST /oauth/token")
async def _client(ground: Ground) -> Values:
    org = ground.territory.facilitator_org
    client_id, secret = await accounts.add_client(
        operator_context(NOW), org.kind, org.identifier, "exemple", (Scope.CONTRACTS_READ,)
    )
    return values_of(client_id=client_id, client_secret=secret)


@before("POST /lots/{lot_id}/holders")
async def _one_more_holder(ground: Ground) -> Values:
    lot = await a_lot(ground.facilitator, ground.territory, role=HolderRole.LEAD_HOLDER)
    return values_of(lot_id=lot.id, company_id=(await a_company()).id)


@before(
    "PATCH /lots/{lot_id}/holders/{org_id}",
    "POST /lots/{lot_id}/holder-splits",
)
async def _consortium(ground: Ground) -> Values:
    leader, other = ground.territory.company, await a_company()
    lot = await a_consortium_lot(ground.facilitator, ground.territory, other)
    return values_of(
        lot_id=lot.id, org_id=other.id, company_id=leader.id, company_id_2=other.id, etag=f'"{lot.version}"'
    )


@before("POST /lots/{lot_id}/holder-transfers")
async def _shared(ground: Ground) -> Values:
    leader, other = ground.territory.company, await a_company()
    lot = await a_consortium_lot(ground.facilitator, ground.territory, other)
    await a_split(ground.facilitator, lot, {leader.id: "0.6", other.id: "0.4"})
    return values_of(lot_id=lot.id, from_company_id=other.id, to_company_id=leader.id)


@before("POST /lots/{lot_id}/subcontractors")
async def _subcontractor(ground: Ground) -> Values:
    company = ground.territory.company
    lot = await a_lot(ground.facilitator, ground.territory)
    return values_of(lot_id=lot.id, company_id=(await a_company()).id, holder_company_id=company.id)


@before("PUT /contracts/{contract_id}/social-condition-waiver")
async def _new_contract(ground: Ground) -> Values:
    contract = await a_contract(ground.facilitator, ground.territory)
    return values_of(contract_id=contract.id, etag=f'"{contract.version}"')


@before("POST /lots/{lot_id}/penalty-proposals", "POST /lots/{lot_id}/final-balances")
async def _ended_lot(ground: Ground) -> Values:
    lot = await a_lot_with_hours(ground.territory)
    await with_rules(ground.territory, lot, PER_HOUR)
    return values_of(lot_id=lot.id)


@before("POST /eligibility/{eligibility_id}/proof")
async def _without_proof(ground: Ground) -> Values:
    person = await a_participant(ground.facilitator)
    terms = EligibilityTerms(ground="RSA", proof=None, is_principal=True, assessed_on=date(2026, 1, 5))
    submitted = await eligibility.submit_eligibility(ground.facilitator.context, person.id, terms)
    return values_of(eligibility_id=submitted.id)


@before("POST /eligibility/{eligibility_id}/accept", "POST /eligibility/{eligibility_id}/refuse")
async def _to_decide(ground: Ground) -> Values:
    person = await a_participant(ground.facilitator)
    submitted = await an_eligibility(ground.facilitator, person.id, accepted=False)
    return values_of(eligibility_id=submitted.id)


@before(
    "POST /eligibility/{eligibility_id}/reopen",
    "POST /participants/{participant_id}/suspensions",
    "POST /hires",
)
async def _eligible(ground: Ground) -> Values:
    person = await a_participant(ground.facilitator)
    accepted = await an_eligibility(ground.facilitator, person.id)
    return values_of(participant_id=person.id, eligibility_id=accepted.id)


@before("POST /participants/{participant_id}/purge")
async def _entered_by_mistake(ground: Ground) -> Values:
    return values_of(participant_id=(await a_participant(ground.facilitator, last_name="Berthier")).id)


@before("POST /eligibility-suspensions/{suspension_id}/end")
async def _suspended(ground: Ground) -> Values:
    person = await a_participant(ground.facilitator)
    await an_eligibility(ground.facilitator, person.id)
    kept = await a_suspension(ground.facilitator, person.id, date(2026, 5, 4))
    return values_of(suspension_id=kept.suspension.id)


@before("GET /verify/{code}")
async def _code(ground: Ground) -> Values:
    (found, *_) = await certificates.list_certificates(
        ground.facilitator.context, CertificateFilters(state=CertificateState.ISSUED), after=None, limit=1
    )
    return values_of(code=found.code)


async def _two_hires(ground: Ground) -> tuple[NamedHire, NamedHire]:
    company = await a_company()
    lot = await a_lot(ground.facilitator, ground.territory, company=company)
    one, two = [await a_hire(ground.facilitator, ground.territory, lot, company=company) for _ in range(2)]
    return one, two


@before("POST /hours-statements")
async def _two_of_the_company(ground: Ground) -> Values:
    lot = await a_lot(ground.facilitator, ground.territory)
    one, two = [await a_hire(ground.facilitator, ground.territory, lot) for _ in range(2)]
    return values_of(hire_id=one.id, hire_id_2=two.id)


@before("POST /hours-statements/bulk")
async def _two_to_declare(ground: Ground) -> Values:
    one, two = await _two_hires(ground)
    return values_of(company_id=one.company_id, hire_id=one.id, hire_id_2=two.id)


@before("POST /statements-due/reminders")
async def _nothing_declared(ground: Ground) -> Values:
    one, _ = await _two_hires(ground)
    return values_of(company_id=one.company_id)


@before("PUT /hours-statements/{statement_id}/lines", "POST /hours-statements/{statement_id}/submit")
async def _draft(ground: Ground) -> Values:
    one, two = await _two_hires(ground)
    draft = (await a_draft(ground.facilitator, one)).statement
    return values_of(statement_id=draft.id, hire_id=one.id, hire_id_2=two.id, etag=f'"{draft.version}"')


@before(
    "POST /hours-statements/{statement_id}/validate",
    "POST /hours-statements/{statement_id}/reject",
    "POST /hours-statements/{statement_id}/request-correction",
)
async def _to_validate(ground: Ground) -> Values:
    one, _ = await _two_hires(ground)
    submitted = await a_submitted_statement(ground.facilitator, one, hours_declared="121.33")
    return values_of(statement_id=submitted.id, line_id=submitted.lines[0].id)


@before(
    "POST /ledger-entries/{entry_id}/allocations",
    "POST /pooling-agreements",
    "POST /pooling-agreements/{agreement_id}/consents",
)
async def _two_lots(ground: Ground) -> Values:
    company = await a_company()
    one, two, three = [await a_lot(ground.facilitator, ground.territory, company=company) for _ in range(3)]
    statement = await a_validated_statement(
        ground.facilitator, await a_hire(ground.facilitator, ground.territory, one, company=company)
    )
    (entry, *_) = await booked_entries(ground.facilitator, statement)
    await an_agreement(ground.facilitator, ground.territory, one, two, company=company)
    asked = await an_agreement(ground.facilitator, ground.territory, two, three, company=company, consented=False)
    found = values_of(entry_id=entry.id, company_id=company.id, lot_id=two.id, lot_id_2=three.id)
    return found | values_of(agreement_id=asked.id, buyer_id=ground.territory.buyer.id)


@before("POST /imports", "GET /imports/{import_id}/corrected-file", "POST /imports/{import_id}/apply")
async def _spreadsheet(ground: Ground) -> Values:
    company = await a_company()
    lot = await a_lot(ground.facilitator, ground.territory, company=company)
    hire = await a_hire(ground.facilitator, ground.territory, lot, company=company)
    headings = ("SIRET", "Marché", "Lot", "Nom", "Prénom", "Date de naissance", "Mois", "Heures")
    content = an_xlsx(("Heures", [headings, a_row(hire, lot.contract_reference, company.identifier)]))
    file = ground.folder / "heures.xlsx"
    file.write_bytes(content)
    report = await import_hours(ground.facilitator, content)
    return values_of(file=file, import_id=report.run.id)
