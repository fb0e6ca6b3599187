"""Claims with everything in them: every kind of line, resources, a long narrative, facilitation, waivers."""

from datetime import date
from decimal import Decimal
from typing import Any

from clause.domain.claim_document import (
    ClaimAgreement,
    ClaimDocument,
    FlatRateLine,
    OtherLine,
    ResourceLine,
    StaffMonthLine,
    WaivedFinding,
)
from clause.domain.claim_narrative import ActionTold, ClaimNarrative, Facilitation
from clause.rules.calendar import Month
from tests.documents.samples import claim, due_bounds, year_of

UNUSUAL = "Œuvre d’Ÿ – « ça » … 5 × 3 ≠ 16 ½ ; ł, ő, ß ; e\u0301 ; tab\tulation ; \u2028 ; 🙂 ; 漢字 ; fin."
PARAGRAPH = (
    "La facilitatrice a rencontré les services d’achat de quinze communes, relu les pièces de marché et suivi les "
    "entreprises attributaires chaque mois, au siège et sur les chantiers."
)
LONG_TEXT = "\n\n".join(f"Paragraphe {number}. {PARAGRAPH * 3}" for number in range(1, 31))
FACILITATION = Facilitation(
    contracts=14,
    lots=31,
    buyers=9,
    hours_owed=Decimal("41250.00"),
    hours_validated=Decimal("18344.75"),
    companies=27,
    people_at_work=63,
    hires=48,
)


def other_line(kind: str, amount: str, **fields: Any) -> OtherLine:
    """A line that is no person's month of the period."""
    return OtherLine(kind=kind, amount=amount, **fields)


OTHER_LINES = (
    other_line("COST", "1250.00", label="Location d’une salle pour la rencontre des entreprises"),
    other_line("ADJUSTMENT", "-312.45", person_ref="E-12", month=Month(2025, 11)),
    other_line("RETURNED", "840.10", person_ref="E-13", month=Month(2025, 10)),
)


def resource(funder: str = "Communauté de communes du Pays de Brisemer", **changes: Any) -> ResourceLine:
    """Half of a subsidy of 16 000.00 euros, received."""
    fields: dict[str, Any] = {
        "funder": funder,
        "kind": "COMMUNE_EPCI",
        "act_reference": "Délibération 2026-041",
        "act_on": date(2026, 2, 12),
        "amount_committed": "16000.00",
        "amount_received": "8000.00",
        "amount_allocated": "4000.00",
        "received_on": date(2026, 9, 30),
        "allocation_key": "la moitié, au prorata des postes",
        "has_document": True,
    }
    return ResourceLine(**(fields | changes))


FUNDERS = (
    resource(),
    resource("Région du Ponant", kind="REGION", same_post=True, allocation_key=None, amount_allocated="0.00"),
)


def narrative(**changes: Any) -> ClaimNarrative:
    """Two actions and every part."""
    fields: dict[str, Any] = {
        "actions": (
            ActionTold(
                title="Accompagner les acheteurs",
                planned="Vingt acheteurs accompagnés.\nDix clauses nouvelles.",
                achieved=PARAGRAPH,
                deviations="Deux marchés reportés à 2027 faute de crédits.",
                calendar="De janvier à décembre 2026",
                location="Pays de Brisemer",
                means="Deux facilitatrices, un véhicule",
            ),
            ActionTold(title="Suivre les entreprises", planned="Suivi mensuel", achieved=UNUSUAL),
        ),
        "gender_equality": "Des offres rédigées sans mention de genre.",
        "non_discrimination": "Des entretiens dans des locaux accessibles.",
        "sustainable_development": "Des déplacements en train quand il y en a.",
        "publicity": "Une affiche A3 à l’accueil.",
        "publicity_evidence": ("Photographie de l’affiche", "https://brisemer.example/fse"),
        "difficulties": "Le recrutement d’un remplaçant a pris quatre mois.",
        "partners": "Mission locale, Cap emploi, département du Ponant",
    }
    return ClaimNarrative(**(fields | changes))


def waiver(**changes: Any) -> WaivedFinding:
    """A late interim claim, let pass."""
    fields: dict[str, Any] = {
        "code": "CLM-108",
        "field": "last_month",
        "values": {"field": "last_month", "raw": "", "due_on": "2026-06-30"},
        "reason": "Le comptable public a rendu les pièces en juillet.",
        "waived_on": date(2026, 7, 3),
    }
    return WaivedFinding(**(fields | changes))


def a_full_claim(lines: tuple[StaffMonthLine, ...] | None = None, **changes: Any) -> ClaimDocument:
    """An interim claim with every kind of line, two flat rates and an advance that stays; its figures tie."""
    lines = year_of("E-12") if lines is None else lines
    others: tuple[OtherLine, ...] = changes.pop("other_lines", OTHER_LINES)
    other_costs = sum((line.amount for line in others if line.kind == "COST"), Decimal("0.00"))
    staff = sum((line.amount for line in lines), Decimal("0.00"))
    staff += sum((line.amount for line in others), Decimal("0.00")) - other_costs
    flat_rates = (
        FlatRateLine(code="P20", rate="0.2000", amount="250.00"),
        FlatRateLine(code="P15", rate="0.1500", amount="37.50"),
    )
    total = staff + other_costs + Decimal("287.50")
    due = due_bounds(total, Decimal("4000.00"))
    fields: dict[str, Any] = {
        "kind": "INTERIM",
        "agreement": ClaimAgreement(
            reference="CONV-2025-0117",
            planned_total_cost="96000.00",
            grant="30000.00",
            rate="0.6000",
            rate_decimals=2,
            cost_plan="P20+P15",
        ),
        "other_lines": others,
        "staff_cost": staff,
        "other_costs": other_costs,
        "flat_rate": None,
        "flat_rates": flat_rates,
        "flat_rate_amount": "287.50",
        "total_eligible_cost": total,
        "cost_to_date": total,
        "due": due,
        "amount_requested": due.amount_due,
        "own_funds": total - Decimal("4000.00") - due.amount_due,
        "narrative": narrative(),
        "facilitation": FACILITATION,
        "waivers": (waiver(),),
    }
    funders = changes.pop("funders", FUNDERS)
    return claim(lines, resources="4000.00", **(fields | changes)).model_copy(update={"resources": funders})
