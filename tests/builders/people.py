"""Participants, their eligibility and their hires, through the services."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from clause.domain.accounts import Organisation
from clause.domain.contracts import Lot
from clause.domain.eligibility import WRITTEN_OPINION, Eligibility, EligibilityTerms, Opinion, Proof
from clause.domain.hires import HireTerms, NamedHire
from clause.domain.participants import Participant, ParticipantFacts, Sex
from clause.rules.codes import ContractType, HireMode
from clause.rules.eligibility import ground as ground_of
from clause.services import eligibility as eligibility_services
from clause.services import hires, participants
from tests.builders.territory import Caller, Territory

_numbers = count(1)


async def a_participant(
    caller: Caller,
    *,
    first_name: str | None = None,
    last_name: str = "Durand",
    birth_date: date = date(1990, 4, 12),
    sex: Sex = Sex.U,
) -> Participant:
    """A person; the first name is a new one each time unless it is given."""
    facts = ParticipantFacts(
        first_name=first_name or f"Personne{next(_numbers)}",
        last_name=last_name,
        birth_date=birth_date,
        sex=sex,
        postal_code="29000",
    )
    kept = await participants.add_participant(caller.context, facts, confirm_duplicate=False)
    return kept.participant


async def an_eligibility(
    caller: Caller,
    participant_id: UUID,
    *,
    ground: str = "RSA",
    assessed_on: date = date(2026, 1, 2),
    proof_age_days: int = 10,
    is_principal: bool = True,
    accepted: bool = True,
    valid_until: date | None = None,
    structure: Organisation | None = None,
) -> Eligibility:
    """A ground with the first of its kinds of proof, accepted unless told otherwise."""
    issued_on = assessed_on - timedelta(days=proof_age_days)
    proof = Proof(kind=ground_of(ground).proofs[0].code, issued_on=issued_on, valid_until=valid_until)
    opinion = Opinion(text="Reprise à accompagner.", author="Mme Le Gall, PLIE", written_on=issued_on)
    terms = EligibilityTerms(
        ground=ground,
        proof=proof,
        is_principal=is_principal,
        assessed_on=assessed_on,
        structure_id=structure.id if structure else None,
        opinion=opinion if ground == WRITTEN_OPINION else None,
    )
    submitted = await eligibility_services.submit_eligibility(caller.context, participant_id, terms)
    if not accepted:
        return submitted
    return await eligibility_services.accept_eligibility(caller.context, submitted.id, "Vu le dossier.")


async def a_hire(
    caller: Caller,
    territory: Territory,
    lot: Lot,
    *,
    first_day: date = date(2026, 1, 5),
    planned_last_day: date | None = None,
    contract_type: str = "FIXED_TERM",
    mode: str = "DIRECT_HIRE",
    weekly_hours: str = "35.00",
    company: Organisation | None = None,
    participant: Participant | None = None,
    eligibility: Eligibility | None = None,
    ground: str = "RSA",
    lives_in_qpv: bool = False,
) -> NamedHire:
    """A hire by ``territory.company``, with a new person accepted on its first day (today if that is to come)."""
    person = participant or await a_participant(caller)
    assessed_on = min(first_day, caller.context.today)
    accepted = eligibility or await an_eligibility(caller, person.id, ground=ground, assessed_on=assessed_on)
    terms = HireTerms(
        participant_id=person.id,
        eligibility_id=accepted.id,
        lot_id=lot.id,
        company_id=(company or territory.company).id,
        mode=HireMode(mode),
        contract_type=ContractType(contract_type),
        job_title="Agent de propreté",
        first_day=first_day,
        planned_last_day=planned_last_day,
        weekly_hours=Decimal(weekly_hours),
        lives_in_qpv=lives_in_qpv,
    )
    return (await hires.add_hire(caller.context, terms)).hire
