"""A person whose name stands wherever something may be told of them: to be found there, and nowhere else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.db import sql
from clause.domain.eligibility import WRITTEN_OPINION, EligibilityTerms, Opinion, Proof
from clause.domain.eligibility_windows import OverrideTerms, SuspensionTerms
from clause.domain.hires import HireDetails, HireTerms, NamedHire
from clause.domain.outcomes import OutcomeTerms
from clause.domain.participants import ParticipantFacts, Sex
from clause.domain.proof_documents import SentFile
from clause.rules.codes import ContractType, HireMode
from clause.rules.eligibility import ground
from clause.rules.outcomes import Outcome, OutcomePoint
from clause.services import (
    eligibility,
    eligibility_windows,
    hires,
    hours,
    ledger,
    outcomes,
    participants,
    proof_documents,
)
from tests.builders.compliance import owing
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement, booked_entries
from tests.builders.spreadsheets import a_csv, apply_to_the_end, import_hours
from tests.builders.territory import Territory

FIRST, LAST = "Zéphirine", "Quintefeuille"
CANARY = f"{FIRST} {LAST}"
CANARIES = (FIRST, LAST, "Zephirine")
"""No other text of the tests or of Clause holds any of these."""


@dataclass(frozen=True)
class Planted:
    """The person, one hire of theirs that has ended, and the proof of their ground."""

    participant_id: UUID
    eligibility_id: UUID
    proof_document_id: UUID
    lot_id: UUID
    contract_id: UUID
    hire: NamedHire


async def _ground(territory: Territory, participant_id: UUID) -> tuple[UUID, UUID]:
    context = territory.facilitator.context
    terms = EligibilityTerms(
        ground=WRITTEN_OPINION,
        proof=Proof(kind=ground(WRITTEN_OPINION).proofs[0].code, issued_on=date(2025, 12, 20), valid_until=None),
        is_principal=True,
        assessed_on=date(2026, 1, 2),
        structure_id=None,
        opinion=Opinion(text=f"Avis sur {CANARY}.", author=f"Référente de {CANARY}", written_on=date(2025, 12, 20)),
    )
    submitted = await eligibility.submit_eligibility(context, participant_id, terms)
    accepted = await eligibility.accept_eligibility(context, submitted.id, f"Dossier de {CANARY} complet.")
    file = SentFile(f"{CANARY}.pdf", "application/pdf", b"%PDF-1.7\n" + CANARY.encode() + b"\n%%EOF\n")
    proof = await proof_documents.keep_proof(context, accepted.id, file)
    await proof_documents.view_proof(context, proof.id, f"Relecture du dossier de {CANARY}")
    return accepted.id, proof.id


async def _hire(territory: Territory, participant_id: UUID, eligibility_id: UUID, lot_id: UUID) -> NamedHire:
    terms = HireTerms(
        participant_id=participant_id,
        eligibility_id=eligibility_id,
        lot_id=lot_id,
        company_id=territory.company.id,
        mode=HireMode.DIRECT_HIRE,
        contract_type=ContractType.FIXED_TERM,
        job_title=f"Poste de {CANARY}",
        first_day=date(2026, 1, 5),
        planned_last_day=None,
        weekly_hours=Decimal("35.00"),
        tutor_name=f"Tutrice de {CANARY}",
        commune_code="29019",
        details=HireDetails(other_referrer=f"Oncle de {CANARY}", site=f"Chantier de {CANARY}"),
    )
    return (await hires.add_hire(territory.facilitator.context, terms)).hire


async def _hours(territory: Territory, hire: NamedHire, reference: str) -> None:
    facilitator = territory.facilitator
    statement = await a_validated_statement(facilitator, hire, month="2026-03")
    entry = (await booked_entries(facilitator, statement))[0]
    await ledger.reverse_entry(facilitator.context, entry.id, f"Erreur sur {CANARY}", None)
    headings = ("Marché", "Nom", "Prénom", "Mois", "Heures")
    rows = [(reference, LAST, FIRST, "04/2026", "35,00"), (reference, LAST, FIRST, "13/2026", "35,00")]
    report = await import_hours(territory.company_agent, a_csv([headings, *rows]), name=f"{CANARY}.csv")
    await apply_to_the_end(territory.company_agent, report, submit=True)
    for row in await sql.fetch("SELECT id FROM hours_statement WHERE state = 'SUBMITTED'"):
        await hours.validate_statement(facilitator.context, row["id"])


async def plant(territory: Territory) -> Planted:
    """The person with a file in which everything that can be typed names them, at its end."""
    context = territory.facilitator.context
    facts = ParticipantFacts(
        first_name=FIRST, last_name=LAST, birth_date=date(1990, 4, 12), sex=Sex.F, postal_code="29019"
    )
    person = (await participants.add_participant(context, facts, confirm_duplicate=False)).participant
    eligibility_id, proof_id = await _ground(territory, person.id)
    lot = await a_lot(territory.facilitator, territory)
    await owing(territory, lot, "833.00")
    hire = await _hire(territory, person.id, eligibility_id, lot.id)
    pause = SuspensionTerms(first_day=date(2026, 4, 20), last_day=date(2026, 4, 24), reason=f"Repos de {CANARY}")
    await eligibility_windows.suspend(context, person.id, pause)
    decided = OverrideTerms(last_day=date(2028, 6, 30), reason=f"Décision pour {CANARY}")
    await eligibility_windows.override_window(context, person.id, decided)
    await _hours(territory, hire, lot.contract_reference)
    version = (await hires.load_hire(context, hire.id)).version
    ended = await hires.end_hire(context, hire.id, date(2026, 5, 29), f"Départ de {CANARY}", version)
    left = OutcomeTerms(
        point=OutcomePoint.EXIT, outcome=Outcome.CDI, observed_on=date(2026, 6, 1), note=f"Nouvelles de {CANARY}"
    )
    await outcomes.record_outcome(context, hire.id, left)
    return Planted(person.id, eligibility_id, proof_id, lot.id, lot.contract_id, ended)
