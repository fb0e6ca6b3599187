"""What stands before a sample of the API is run, where the story is already past it: ids by their variables."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from clause.domain.actors import OrgKind, Scope
from clause.domain.agreements import AgreementOptions
from clause.domain.certificate_register import CertificateFilters, CertificateState
from clause.domain.claims import Claim
from clause.domain.contracts import HolderRole
from clause.domain.eligibility import EligibilityTerms
from clause.domain.evidence import EvidenceKind
from clause.domain.hires import NamedHire
from clause.domain.operation_moves import MoveTerms, OperationAction
from clause.domain.operations import Operation
from clause.edge.authentication import CSRF_HEADER
from clause.rules.calendar import Month
from clause.rules.cost_codes import ParticipantMode
from clause.services import (
    accounts,
    amendments,
    assignments,
    certificates,
    claim_messages,
    claims,
    eligibility,
    operation_moves,
    operations,
    timesheets,
    verifications,
)
from clause.services.context import operator_context
from clause.services.timesheets import MonthOf
from tests.builders.claims import (
    a_claim,
    a_ready_operation,
    a_recorded_month,
    a_signed_month,
    a_submitted_claim,
    agreement_terms,
    an_employment,
    an_operation,
    another_manager,
    operation_terms,
)
from tests.builders.compliance import PER_HOUR, a_lot_with_hours, with_rules
from tests.builders.contracts import a_contract, a_lot
from tests.builders.eligibility import a_suspension
from tests.builders.holders import a_company, a_consortium_lot, a_split
from tests.builders.hours import a_draft, a_submitted_statement, a_validated_statement, booked_entries
from tests.builders.operation_participants import an_entity, an_operation_with_participants
from tests.builders.operations import a_scheme, amendment_terms
from tests.builders.pay import an_evidence_file
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.pooling import an_agreement
from tests.builders.spreadsheets import a_row, an_xlsx, import_hours
from tests.builders.territory import NOW, Caller, Territory, fictional_siret
from tests.builders.verifications import (
    a_paid_claim,
    an_opened_claim,
    deducted,
    final_conclusions,
    lines_of,
)

Values = dict[str, str]
PAID, OPEN = "2026-04", "2026-05"


@dataclass(frozen=True)
class Ground:
    """What several samples stand on, made once: an operation with a month that can be claimed, and who leads it."""

    territory: Territory
    folder: Path
    leader: Caller
    worker: Caller
    operation: Operation
    employment_id: UUID

    async def computed(self) -> Claim:
        """A claim that can be signed."""
        return await a_claim(self.leader, self.operation, PAID, PAID)

    async def submitted(self) -> Claim:
        """A claim in the hands of the intermediate body."""
        return await a_submitted_claim(self.leader, await self.computed())

    @property
    def facilitator(self) -> Caller:
        """Who follows lots and hires."""
        return self.territory.facilitator


Situation = Callable[[Ground], Awaitable[Values]]
SITUATIONS: dict[str, Situation] = {}


def session(person: Caller) -> Values:
    """What a person's browser shows."""
    return {"SESSION": person.headers["cookie"].partition("=")[2], "CSRF": person.headers[CSRF_HEADER]}


def _values(**named: UUID | str | Path) -> Values:
    return {name.upper(): str(value) for name, value in named.items()}


def _before(*operations_of_api: str) -> Callable[[Situation], Situation]:
    def kept(situation: Situation) -> Situation:
        SITUATIONS.update(dict.fromkeys(operations_of_api, situation))
        return situation

    return kept


async def the_ground(territory: Territory, folder: Path) -> Ground:
    """Made beside the story: its person has an employment of her own."""
    leader, worker = await another_manager(territory), territory.manager
    operation = await a_ready_operation(leader, worker, territory, (PAID,))
    (letter,) = await assignments.list_letters(leader.context, operation.id)
    return Ground(territory, folder, leader, worker, operation, letter.letter.employment_id)


@_before("GET /facilitator-orgs/{org_id}", "PATCH /facilitator-orgs/{org_id}")
async def _own(ground: Ground) -> Values:
    return _values(org_id=ground.territory.facilitator_org.id)


@_before("PATCH /companies/{org_id}")
async def _added_company(ground: Ground) -> Values:
    added = await accounts.add_organisation(
        ground.facilitator.context, OrgKind.COMPANY, "Peinture de la Baie", fictional_siret(60_001)
    )
    return _values(org_id=added.id)


@_before("PATCH /buyers/{org_id}")
async def _added_buyer(ground: Ground) -> Values:
    added = await accounts.add_organisation(
        ground.facilitator.context, OrgKind.BUYER, "Mairie de la Baie", fictional_siret(60_002)
    )
    return _values(org_id=added.id)


@_before("GET /buyers/{org_id}")
async def _buyer(ground: Ground) -> Values:
    return _values(org_id=ground.territory.buyer.id)


@_before("GET /intermediate-bodies/{org_id}")
async def _body(ground: Ground) -> Values:
    return _values(org_id=ground.territory.intermediate_body.id)


@_before("POST /oauth/token")
async def _client(ground: Ground) -> Values:
    org = ground.territory.facilitator_org
    client_id, secret = await accounts.add_client(
        operator_context(NOW), org.kind, org.identifier, "exemple", (Scope.CONTRACTS_READ,)
    )
    return _values(client_id=client_id, client_secret=secret)


@_before("POST /lots/{lot_id}/holders")
async def _one_more_holder(ground: Ground) -> Values:
    lot = await a_lot(ground.facilitator, ground.territory, role=HolderRole.LEAD_HOLDER)
    return _values(lot_id=lot.id, company_id=(await a_company()).id)


@_before(
    "PATCH /lots/{lot_id}/holders/{org_id}",
    "POST /lots/{lot_id}/holder-splits",
)
async def _consortium(ground: Ground) -> Values:
    leader, other = ground.territory.company, await a_company()
    lot = await a_consortium_lot(ground.facilitator, ground.territory, other)
    return _values(lot_id=lot.id, org_id=other.id, company_id=leader.id, company_id_2=other.id, etag=f'"{lot.version}"')


@_before("POST /lots/{lot_id}/holder-transfers")
async def _shared(ground: Ground) -> Values:
    leader, other = ground.territory.company, await a_company()
    lot = await a_consortium_lot(ground.facilitator, ground.territory, other)
    await a_split(ground.facilitator, lot, {leader.id: "0.6", other.id: "0.4"})
    return _values(lot_id=lot.id, from_company_id=other.id, to_company_id=leader.id)


@_before("POST /lots/{lot_id}/subcontractors")
async def _subcontractor(ground: Ground) -> Values:
    company = ground.territory.company
    lot = await a_lot(ground.facilitator, ground.territory)
    return _values(lot_id=lot.id, company_id=(await a_company()).id, holder_company_id=company.id)


@_before("PUT /contracts/{contract_id}/social-condition-waiver")
async def _new_contract(ground: Ground) -> Values:
    contract = await a_contract(ground.facilitator, ground.territory)
    return _values(contract_id=contract.id, etag=f'"{contract.version}"')


@_before("POST /lots/{lot_id}/penalty-proposals", "POST /lots/{lot_id}/final-balances")
async def _ended_lot(ground: Ground) -> Values:
    lot = await a_lot_with_hours(ground.territory)
    await with_rules(ground.territory, lot, PER_HOUR)
    return _values(lot_id=lot.id)


@_before("POST /eligibility/{eligibility_id}/proof")
async def _without_proof(ground: Ground) -> Values:
    person = await a_participant(ground.facilitator)
    terms = EligibilityTerms(ground="RSA", proof=None, is_principal=True, assessed_on=date(2026, 1, 5))
    submitted = await eligibility.submit_eligibility(ground.facilitator.context, person.id, terms)
    return _values(eligibility_id=submitted.id)


@_before("POST /eligibility/{eligibility_id}/accept", "POST /eligibility/{eligibility_id}/refuse")
async def _to_decide(ground: Ground) -> Values:
    person = await a_participant(ground.facilitator)
    submitted = await an_eligibility(ground.facilitator, person.id, accepted=False)
    return _values(eligibility_id=submitted.id)


@_before(
    "POST /eligibility/{eligibility_id}/reopen",
    "POST /participants/{participant_id}/suspensions",
    "POST /hires",
)
async def _eligible(ground: Ground) -> Values:
    person = await a_participant(ground.facilitator)
    accepted = await an_eligibility(ground.facilitator, person.id)
    return _values(participant_id=person.id, eligibility_id=accepted.id)


@_before("POST /eligibility-suspensions/{suspension_id}/end")
async def _suspended(ground: Ground) -> Values:
    person = await a_participant(ground.facilitator)
    await an_eligibility(ground.facilitator, person.id)
    kept = await a_suspension(ground.facilitator, person.id, date(2026, 5, 4))
    return _values(suspension_id=kept.suspension.id)


@_before("GET /verify/{code}")
async def _code(ground: Ground) -> Values:
    (found, *_) = await certificates.list_certificates(
        ground.facilitator.context, CertificateFilters(state=CertificateState.ISSUED), after=None, limit=1
    )
    return _values(code=found.code)


async def _two_hires(ground: Ground) -> tuple[NamedHire, NamedHire]:
    company = await a_company()
    lot = await a_lot(ground.facilitator, ground.territory, company=company)
    one, two = [await a_hire(ground.facilitator, ground.territory, lot, company=company) for _ in range(2)]
    return one, two


@_before("POST /hours-statements")
async def _two_of_the_company(ground: Ground) -> Values:
    lot = await a_lot(ground.facilitator, ground.territory)
    one, two = [await a_hire(ground.facilitator, ground.territory, lot) for _ in range(2)]
    return _values(hire_id=one.id, hire_id_2=two.id)


@_before("POST /statements-due/reminders")
async def _nothing_declared(ground: Ground) -> Values:
    one, _ = await _two_hires(ground)
    return _values(company_id=one.company_id)


@_before("PUT /hours-statements/{statement_id}/lines", "POST /hours-statements/{statement_id}/submit")
async def _draft(ground: Ground) -> Values:
    one, two = await _two_hires(ground)
    draft = (await a_draft(ground.facilitator, one)).statement
    return _values(statement_id=draft.id, hire_id=one.id, hire_id_2=two.id, etag=f'"{draft.version}"')


@_before(
    "POST /hours-statements/{statement_id}/validate",
    "POST /hours-statements/{statement_id}/reject",
    "POST /hours-statements/{statement_id}/request-correction",
)
async def _to_validate(ground: Ground) -> Values:
    one, _ = await _two_hires(ground)
    submitted = await a_submitted_statement(ground.facilitator, one, hours_declared="121.33")
    return _values(statement_id=submitted.id, line_id=submitted.lines[0].id)


@_before(
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
    found = _values(entry_id=entry.id, company_id=company.id, lot_id=two.id, lot_id_2=three.id)
    return found | _values(agreement_id=asked.id, buyer_id=ground.territory.buyer.id)


@_before("POST /imports", "GET /imports/{import_id}/corrected-file", "POST /imports/{import_id}/apply")
async def _spreadsheet(ground: Ground) -> Values:
    company = await a_company()
    lot = await a_lot(ground.facilitator, ground.territory, company=company)
    hire = await a_hire(ground.facilitator, ground.territory, lot, company=company)
    headings = ("SIRET", "Marché", "Lot", "Nom", "Prénom", "Date de naissance", "Mois", "Heures")
    content = an_xlsx(("Heures", [headings, a_row(hire, lot.contract_reference, company.identifier)]))
    file = ground.folder / "heures.xlsx"
    file.write_bytes(content)
    report = await import_hours(ground.facilitator, content)
    return _values(file=file, import_id=report.run.id)


@_before("POST /employments")
async def _nobody_employs(ground: Ground) -> Values:
    return _values(person_id=ground.leader.user_id)


@_before("PUT /employments/{employment_id}/payroll/{month}")
async def _paid(ground: Ground) -> Values:
    return _values(employment_id=ground.employment_id, month=PAID, etag='"1"')


@_before("POST /operations/{operation_id}/hourly-rates", "POST /operations/{operation_id}/assignments")
async def _somebody_new(ground: Ground) -> Values:
    employment = await an_employment(ground.leader, ground.leader, "F-077", first_day=date(2025, 1, 1))
    document = await an_evidence_file(ground.leader, "taux", EvidenceKind.RATE_CALCULATION)
    return _values(operation_id=ground.operation.id, employment_id=employment.id, document_id=document.id)


@_before("PUT /timesheets/{person_id}/{month}/entries", "POST /timesheets/{person_id}/{month}/sign")
async def _open_month(ground: Ground) -> Values:
    await a_recorded_month(ground.worker, OPEN, {ground.operation.id: "98.50"})
    view = await timesheets.load_timesheet(ground.worker.context, MonthOf(ground.worker.user_id, Month.parse(OPEN)))
    found = _values(person_id=ground.worker.user_id, month=OPEN, operation_id=ground.operation.id)
    return found | _values(etag=f'"{view.sheet.version if view.sheet else 0}"') | session(ground.worker)


@_before(
    "POST /timesheets/{person_id}/{month}/approve",
    "POST /timesheets/{person_id}/{month}/reopen",
    "POST /timesheets/approvals",
    "POST /timesheets/reopenings",
)
async def _signed_month(ground: Ground) -> Values:
    await a_signed_month(ground.worker, OPEN, {ground.operation.id: "98.50"})
    return _values(person_id=ground.worker.user_id, month=OPEN)


@_before("POST /funding-schemes")
async def _other_body(ground: Ground) -> Values:
    return _values(intermediate_body_id=ground.territory.other_intermediate_body.id)


@_before("POST /funding-schemes/{scheme_id}/calls")
async def _scheme(ground: Ground) -> Values:
    return _values(scheme_id=(await a_scheme(ground.territory, "DISP-2026-H-09")).id)


@_before("POST /operations/{operation_id}/moves", "POST /oi/operations/{operation_id}/moves")
async def _not_started(ground: Ground) -> Values:
    return _values(operation_id=(await an_operation(ground.leader, ground.territory, "202500901")).id)


@_before("POST /oi/operations/{operation_id}/payments")
async def _started(ground: Ground) -> Values:
    operation = await an_operation(ground.leader, ground.territory, "202500904")
    at = datetime(2026, 1, 15, 8, tzinfo=UTC)
    start = MoveTerms(action=OperationAction.CERTIFY_START, at=at, reference="Attestation de démarrage")
    await operation_moves.move(ground.leader.context, operation.id, start)
    return _values(operation_id=operation.id)


@_before("POST /amendments/{amendment_id}/sign", "POST /amendments/{amendment_id}/withdraw")
async def _amendment(ground: Ground) -> Values:
    proposed = await amendments.propose(ground.leader.context, ground.operation.id, amendment_terms(ground.operation))
    return _values(amendment_id=proposed.id)


@_before("POST /operations/{operation_id}/entities", "POST /operations/{operation_id}/entities/{entity_id}/withdraw")
async def _structures(ground: Ground) -> Values:
    mode = {"participant_mode": ParticipantMode.ENTITIES}
    operation = await an_operation_with_participants(ground.territory, "202500902", **mode)
    entity = await an_entity(ground.facilitator, operation, ground.territory.buyer.id)
    return _values(operation_id=operation.id, entity_id=entity.id, organisation_id=ground.territory.company.id)


@_before("POST /operations/{operation_id}/claims")
async def _nothing_claimed(ground: Ground) -> Values:
    return _values(operation_id=ground.operation.id)


@_before(
    "PATCH /claims/{claim_id}/narrative",
    "POST /claims/{claim_id}/recompute",
    "POST /claims/{claim_id}/sign",
    "POST /claims/{claim_id}/withdraw",
)
async def _computed(ground: Ground) -> Values:
    claim = await ground.computed()
    return _values(claim_id=claim.id, etag=f'"{claim.version}"') | session(ground.leader)


@_before("POST /claims/{claim_id}/waivers")
async def _late(ground: Ground) -> Values:
    options = AgreementOptions(interim_claims_due_on=(date(2026, 5, 31),))
    operation = await operations.add_operation(
        ground.leader.context, operation_terms(ground.territory, "202500903"), agreement_terms(options=options)
    )
    claim = await a_claim(ground.leader, operation, PAID, PAID)
    return _values(claim_id=claim.id) | session(ground.leader)


@_before("POST /claims/{claim_id}/filing", "POST /claims/{claim_id}/submit")
async def _signed(ground: Ground) -> Values:
    claim = await ground.computed()
    await claims.sign_claim(ground.leader.context, claim.id)
    return _values(claim_id=claim.id)


@_before(
    "POST /oi/claims/{claim_id}/receipt",
    "POST /oi/claims/{claim_id}/inadmissible",
    "POST /oi/claims/{claim_id}/verification/open",
)
async def _submitted(ground: Ground) -> Values:
    return _values(claim_id=(await ground.submitted()).id)


@_before("POST /claims/{claim_id}/redo")
async def _sent_back(ground: Ground) -> Values:
    claim = await ground.submitted()
    await verifications.declare_inadmissible(ground.territory.oi_officer.context, claim.id, "Sans pouvoir")
    return _values(claim_id=claim.id)


@_before(
    "POST /oi/claims/{claim_id}/clarifications",
    "POST /oi/claims/{claim_id}/verification",
)
async def _opened(ground: Ground) -> Values:
    claim = await an_opened_claim(ground.territory.oi_officer, await ground.submitted())
    (line, *_) = await lines_of(ground.leader, claim)
    return _values(claim_id=claim.id, claim_line_id=line.id)


@_before("POST /claims/{claim_id}/messages")
async def _asked(ground: Ground) -> Values:
    claim = await an_opened_claim(ground.territory.oi_officer, await ground.submitted())
    await claim_messages.ask(ground.territory.oi_officer.context, claim.id, "Merci de joindre la paie.", None)
    return _values(claim_id=claim.id)


@_before("POST /oi/claims/{claim_id}/payments")
async def _concluded(ground: Ground) -> Values:
    claim = await ground.submitted()
    (line, *_) = await lines_of(ground.leader, claim)
    await final_conclusions(ground.territory.oi_officer, ground.leader, claim, deducted(line, "10.00"))
    return _values(claim_id=claim.id, claim_line_id=line.id)


@_before("POST /oi/claims/{claim_id}/corrections")
async def _paid_claim(ground: Ground) -> Values:
    found = await _concluded(ground)
    await a_paid_claim(ground.territory.oi_officer, UUID(found["CLAIM_ID"]), "VIR-2026-0043")
    return found
