"""Reports of verifications to print: an ordinary one, and one with everything at its longest."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.domain.verification_report import SetAside, VerificationReport
from clause.domain.verifications import (
    ChecklistAnswer,
    ConclusionFigures,
    Verification,
    VerificationScope,
    VerificationStage,
    VerificationTerms,
)
from clause.rules.calendar import Month
from clause.rules.cofinancing import DueTerm

NOTHING = Decimal("0.00")


def figures(**changes: str) -> ConclusionFigures:
    """A claim of 48 678.16 euros of which one month is not retained."""
    known = {
        "declared_cost": "48678.16",
        "certified": "31872.61",
        "deducted": "2897.51",
        "parked": "0.00",
        "retained_cost": "44621.65",
        "retained_elsewhere": "0.00",
        "cost_to_date": "44621.65",
        "other_resources": "8000.00",
        "by_grant": "30000.00",
        "by_rate": "26772.99",
        "by_resources": "36621.65",
        "due_by_terms": "26772.99",
        "publicity_reduction": "0.00",
        "due_total": "26772.99",
        "requested_total": "29206.89",
        "already_settled": "9000.00",
        "to_settle": "17772.99",
        "settles_at": "17772.99",
        "own_funds": "9848.66",
    }
    amounts = {name: Decimal(value) for name, value in (known | changes).items()}
    return ConclusionFigures(flat_rates=(), binding=DueTerm.RATE, publicity_rate=Decimal("0.0000"), **amounts)


def set_aside(position: int, **changes: Any) -> SetAside:
    """A month that is not retained at all."""
    fields: dict[str, Any] = {
        "position": position,
        "about": "E-12",
        "month": Month(2026, 8),
        "declared": Decimal("2897.51"),
        "retained": NOTHING,
        "outcome": "deducted",
        "reason": "MISSING_EVIDENCE",
        "comment": "La feuille de temps n’est pas signée par le responsable.",
    }
    return SetAside(**(fields | changes))


def report(
    terms: dict[str, Any] | None = None, sums: dict[str, str] | None = None, **changes: Any
) -> VerificationReport:
    """Final conclusions on the claim of a year."""
    told: dict[str, Any] = {
        "stage": VerificationStage.FINAL,
        "scope": VerificationScope.SAMPLE,
        "sample_method": "Tirage aléatoire de quatre mois",
        "risk_assessment_ref": "AR-2026-04",
        "checklist": (
            ChecklistAnswer(question="Les feuilles de temps sont-elles signées ?", answer="Oui, sauf une"),
            ChecklistAnswer(question="La publicité est-elle faite ?", answer="Oui", comment="Affiche vue sur place"),
        ),
        "comment": "La pièce manquante peut être produite pendant la période contradictoire.",
    }
    fields: dict[str, Any] = {
        "verification": Verification(
            id=UUID(int=1),
            facilitator_org_id=UUID(int=2),
            intermediate_body_id=UUID(int=3),
            claim_id=UUID(int=4),
            version_no=2,
            terms=VerificationTerms(**(told | (terms or {}))),
            figures=figures(**(sums or {})),
            account={},
            decisions=(),
            content_hash="c5d1" * 16,
            contradictory_until=date(2027, 3, 31),
            recorded_by=UUID(int=5),
            recorded_at=datetime(2027, 3, 15, 9, tzinfo=UTC),
        ),
        "claim_number": 2,
        "operation_number": "202300417",
        "operation_title": "Développer la clause sociale d’insertion dans le Pays de Brisemer",
        "beneficiary": "Maison de l’emploi du Pays de Brisemer",
        "intermediate_body": "Département du Ponant",
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
        "concluded_on": date(2027, 3, 15),
        "decided": 13,
        "sampled": 4,
        "set_aside": (set_aside(8),),
        "eu_mention": "Cofinancé par l’Union européenne",
    }
    return VerificationReport(**(fields | changes))
