"""What happens once, through the services: organisations with their programs, and hours from a hire to the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from stdnum import luhn

from bench.plan import HOURS_OF_A_MONTH, Plan
from clause.domain.actors import ORG_SCOPES, OrgKind
from clause.domain.contracts import HolderRole, Lot, NewContract, NewLot
from clause.domain.eligibility import EligibilityTerms, Proof
from clause.domain.hires import HireTerms
from clause.domain.hours import DeclaredLine, HoursStatement
from clause.domain.ledger import LedgerEntry
from clause.domain.participants import ParticipantFacts, Sex
from clause.rules.calendar import Month
from clause.rules.codes import ContractType, HireMode
from clause.rules.eligibility import ground as ground_of
from clause.services import accounts, contracts, hires, hours, ledger, participants
from clause.services import eligibility as eligibility_services
from clause.services.context import Context, operator_context

_GROUND = "RSA"
_BUYER, _COMPANY = 90_001, 90_002


@dataclass(frozen=True)
class Program:
    """A program of a facilitator organisation, and the bearer token that it was given."""

    organisation_id: UUID
    context: Context
    token: str


@dataclass(frozen=True)
class Story:
    """The rows that were written, one for each table that is copied."""

    rows: dict[str, UUID]


def _siret(number: int) -> str:
    """A SIRET that satisfies the arithmetic and belongs to nobody (SIREN 990…)."""
    siren = f"990{number:05d}"
    siret = f"{siren}{luhn.calc_check_digit(siren)}0001"
    return f"{siret}{luhn.calc_check_digit(siret)}"


async def register_program(number: int, now: datetime) -> Program:
    """A new facilitator organisation with a program that holds all scopes it may, and a token from now on."""
    operator, kind, siret = operator_context(now), OrgKind.FACILITATOR_ORG, _siret(number)
    organisation = await accounts.register_organisation(operator, kind, f"Maison de l'emploi {number}", siret)
    client_id, secret = await accounts.add_client(operator, kind, siret, "outil métier", tuple(ORG_SCOPES[kind]))
    issued = await accounts.issue_token(Context(accounts.sign_in_actor(), now), client_id, secret, ())
    actor = await accounts.actor_of_token(issued.token, now)
    if actor is None:
        raise RuntimeError("the token that was just issued is not known")
    return Program(organisation.id, Context(actor, now), issued.token)


async def further_tokens(number: int, count: int, now: datetime) -> list[str]:
    """Tokens of so many further programs of the ``number``-th organisation, each with a limit of its own."""
    operator, kind, siret, tokens = operator_context(now), OrgKind.FACILITATOR_ORG, _siret(number), []
    for program in range(count):
        name, scopes = f"outil métier {program}", tuple(ORG_SCOPES[kind])
        client_id, secret = await accounts.add_client(operator, kind, siret, name, scopes)
        issued = await accounts.issue_token(Context(accounts.sign_in_actor(), now), client_id, secret, ())
        tokens.append(issued.token)
    return tokens


async def tell(context: Context, plan: Plan) -> Story:
    """One lot, person and hire, and one month declared, submitted and validated."""
    company = await accounts.add_organisation(context, OrgKind.COMPANY, "Bâtisseurs de la Côte", _siret(_COMPANY))
    lot = await _held_lot(context, company.id, plan)
    person_id, eligibility_id = await _eligible_person(context, plan.first_day)
    terms = HireTerms(
        participant_id=person_id,
        eligibility_id=eligibility_id,
        lot_id=lot.id,
        company_id=company.id,
        mode=HireMode.DIRECT_HIRE,
        contract_type=ContractType.FIXED_TERM,
        first_day=plan.first_day,
        weekly_hours=Decimal("35.00"),
    )
    hire = (await hires.add_hire(context, terms)).hire
    statement, entry = await _booked_month(context, company.id, hire.id, Month.of(plan.first_day))
    rows = {
        "organisation": company.id,
        "contract": lot.contract_id,
        "lot": lot.id,
        "participant": person_id,
        "eligibility": eligibility_id,
        "hire": hire.id,
        "hours_statement": statement.id,
        "hours_statement_line": statement.lines[0].id,
        "ledger_entry": entry.id,
    }
    return Story(rows)


async def _held_lot(context: Context, company_id: UUID, plan: Plan) -> Lot:
    buyer = await accounts.add_organisation(context, OrgKind.BUYER, "Ville de Port-Brisemer", _siret(_BUYER))
    new = NewContract(buyer_id=buyer.id, reference="2026M00001", object="Construction d'une médiathèque")
    contract = await contracts.add_contract(context, new)
    lot = await contracts.add_lot(
        context, contract.id, NewLot(label="Gros œuvre", first_day=plan.first_day, last_day=plan.last_day)
    )
    return await contracts.add_holder(context, lot.id, company_id, HolderRole.HOLDER)


async def _eligible_person(context: Context, on: date) -> tuple[UUID, UUID]:
    facts = ParticipantFacts(first_name="Claude", last_name="Durand", birth_date=date(1990, 4, 12), sex=Sex.U)
    person = (await participants.add_participant(context, facts, confirm_duplicate=False)).participant
    proof = Proof(kind=ground_of(_GROUND).proofs[0].code, issued_on=on)
    terms = EligibilityTerms(ground=_GROUND, proof=proof, is_principal=True, assessed_on=on)
    eligibility = await eligibility_services.submit_eligibility(context, person.id, terms)
    await eligibility_services.accept_eligibility(context, eligibility.id, "Vu le dossier.")
    return person.id, eligibility.id


async def _booked_month(
    context: Context, company_id: UUID, hire_id: UUID, month: Month
) -> tuple[HoursStatement, LedgerEntry]:
    line = DeclaredLine(hire_id=hire_id, hours_declared=Decimal(HOURS_OF_A_MONTH))
    declared = (await hours.declare_hours(context, company_id, month, [line])).statement
    await hours.submit_statement(context, declared.id)
    validated = (await hours.validate_statement(context, declared.id)).statement
    (entry,) = await ledger.list_entries(context, statement_id=validated.id)
    return validated, entry
