"""Contents of documents with believable, fictional figures that tie; each keyword replaces one field."""

from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from clause.domain.certificates import (
    CertificateContent,
    GroundLine,
    ModeLine,
    NotCreditedLine,
    ObligationLine,
    Party,
    Signatory,
    YearlyContent,
    YearlyLine,
)
from clause.domain.claim_document import (
    ClaimAgreement,
    ClaimDocument,
    ClaimOperation,
    ClaimSignature,
    DueBounds,
    StaffMonthLine,
)
from clause.rules.calendar import Month
from clause.rules.cofinancing import DueTerm

FACILITATOR_ORG = Party(name="Maison de l’emploi du Pays de Brisemer", identifier="99000001200017")
CENT = Decimal("0.01")


def euros(text: str) -> Decimal:
    """Euros from their text."""
    return Decimal(text)


def certificate(**changes: Any) -> CertificateContent:
    """A final certificate in surplus: 964.50 hours credited for 833.00 owed."""
    fields: dict[str, Any] = {
        "kind": "FINAL",
        "number": "2026-000012",
        "verification_code": "7K3M-9QXR-2D4F-8HTW",
        "verify_url": "https://clause.brisemer.example/verify/7K3M-9QXR-2D4F-8HTW",
        "issued_on": date(2026, 11, 21),
        "facilitator_org": FACILITATOR_ORG,
        "signatory": Signatory(name="Hélène Quéméner-Lœuil", capacity="Facilitatrice de la clause sociale"),
        "buyer": Party(name="Communauté d’agglomération de Brisemer", identifier="99000002000018"),
        "holder": Party(name="Bâtisseurs de l’Œuvre SARL", identifier="99000003800010"),
        "contract_reference": "2025TRX014",
        "contract_object": "Réhabilitation énergétique du groupe scolaire Simone-Veil",
        "lot_label": "Lot 2 – Gros œuvre",
        "execution_first_day": date(2025, 3, 1),
        "execution_last_day": date(2026, 10, 31),
        "figures_on": date(2026, 11, 15),
        "obligations": (
            obligation(1, "800.00", "Nombre d’heures fixé au cahier des clauses administratives particulières"),
            obligation(2, "833.00", "1 000 000,00 € × 50 % × 5 % ÷ 30,00 €/h, arrondi à l’heure inférieure"),
        ),
        "hours_owed": "833.00",
        "hours_declared": "981.50",
        "hours_validated": "976.50",
        "hours_credited": "964.50",
        "hours_not_credited": "12.00",
        "not_credited": (NotCreditedLine(reason="OUTSIDE_EXECUTION_WINDOW", hours_not_credited="12.00", entries=1),),
        "gap": "-131.50",
        "ratio": "1.1579",
        "by_mode": (
            ModeLine(mode="DIRECT_HIRE", hours_credited="612.50"),
            ModeLine(mode="STAFF_SUPPLY", hours_credited="352.00"),
        ),
        "by_ground": (
            GroundLine(ground="DELD", label="Demandeur d’emploi de longue durée", hours_credited="752.50"),
            GroundLine(ground="QPV", label="Habitant d’un quartier prioritaire", hours_credited="212.00"),
        ),
        "number_of_people": 6,
        "number_of_hires": 8,
        "remark": "L’entreprise a signé un contrat à durée indéterminée avec deux des personnes accueillies.",
    }
    return CertificateContent(**(fields | changes))


def nothing_done(**changes: Any) -> CertificateContent:
    """A certificate on the way, before the first hour."""
    fields: dict[str, Any] = {
        "kind": "PROGRESS",
        "hours_declared": "0.00",
        "hours_validated": "0.00",
        "hours_credited": "0.00",
        "hours_not_credited": "0.00",
        "not_credited": (),
        "gap": "833.00",
        "ratio": "0.0000",
        "by_mode": (),
        "by_ground": (),
        "number_of_people": 0,
        "number_of_hires": 0,
        "lot_label": None,
        "remark": None,
    }
    return certificate(**(fields | changes))


def yearly_line(number: int, hours: str, **changes: Any) -> YearlyLine:
    """One lot of a year."""
    fields: dict[str, Any] = {
        "role": "HOLDER",
        "buyer": Party(name="Communauté d’agglomération de Brisemer", identifier="99000002000018"),
        "contract_reference": f"2025TRX{number:03d}",
        "contract_object": "Réhabilitation énergétique du groupe scolaire Simone-Veil",
        "lot_label": f"Lot {number} – Gros œuvre",
        "hours_credited": hours,
        "hours_owed": "833.00",
        "hours_credited_to_date": "964.50",
    }
    return YearlyLine(**(fields | changes))


def yearly(**changes: Any) -> YearlyContent:
    """A company's year: 1,204.25 hours on three lots, of which 84.00 of training."""
    fields: dict[str, Any] = {
        "kind": "COMPANY_YEARLY",
        "number": "2026-000031",
        "verification_code": "7K3M-9QXR-2D4F-8HTX",
        "verify_url": "https://clause.brisemer.example/verify/7K3M-9QXR-2D4F-8HTX",
        "issued_on": date(2026, 11, 21),
        "year": 2026,
        "facilitator_org": FACILITATOR_ORG,
        "signatory": Signatory(name="Hélène Quéméner-Lœuil", capacity="Facilitatrice de la clause sociale"),
        "holder": Party(name="Bâtisseurs de l’Œuvre SARL", identifier="99000003800010"),
        "figures_on": date(2026, 11, 21),
        "lines": (
            yearly_line(1, "700.25"),
            yearly_line(2, "404.00", role="CO_HOLDER"),
            yearly_line(3, "100.00", role="EMPLOYER", hours_owed=None, hours_credited_to_date=None),
        ),
        "hours_validated": "1216.25",
        "hours_credited": "1204.25",
        "by_mode": (
            ModeLine(mode="DIRECT_HIRE", hours_credited="1000.25"),
            ModeLine(mode="STAFF_SUPPLY", hours_credited="204.00"),
        ),
        "by_ground": (GroundLine(ground="DELD", label="Demandeur d’emploi", hours_credited="1204.25"),),
        "number_of_people": 7,
        "number_of_hires": 9,
        "hours_training": "84.00",
        "women_share": "0.3125",
        "qpv_share": "0.1000",
        "lasting_hires": 2,
    }
    return YearlyContent(**(fields | changes))


def obligation(version: int, hours_owed: str, basis: str) -> ObligationLine:
    """One version of an obligation."""
    return ObligationLine(version=version, effective_on=date(2025, 3, version), hours_owed=hours_owed, basis=basis)


def staff_line(month: int, person_ref: str = "E-12", amount: str = "2897.51") -> StaffMonthLine:
    """One month of 2026 by method M2."""
    return StaffMonthLine(
        person_ref=person_ref,
        function="Facilitatrice de la clause sociale",
        month=Month(2026, month),
        method="M2",
        employer_cost="3912.37",
        hours_on_operation="98.50",
        hours_worked="133.00",
        amount=amount,
    )


def year_of(*people: str) -> tuple[StaffMonthLine, ...]:
    """Twelve months for each of these people."""
    return tuple(staff_line(month, person_ref) for person_ref in people for month in range(1, 13))


def claim(
    lines: tuple[StaffMonthLine, ...] | None = None,
    *,
    resources: str = "8000.00",
    requested_before: str = "9000.00",
    **changes: Any,
) -> ClaimDocument:
    """A final claim at 60 % under the 40 % plan; its figures tie whatever the lines."""
    lines = year_of("E-12") if lines is None else lines
    staff_cost = sum((line.amount for line in lines), euros("0.00"))
    flat_rate_amount = (staff_cost * euros("0.4")).quantize(CENT, ROUND_DOWN)
    total = staff_cost + flat_rate_amount
    due = due_bounds(total, euros(resources))
    fields: dict[str, Any] = {
        "number": 2,
        "version": 1,
        "kind": "FINAL",
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
        "operation": ClaimOperation(
            number="202300417",
            title="Développer la clause sociale d’insertion dans le Pays de Brisemer",
            programme_cci="2021FR05SFPR001",
            priority="1 – Insertion et inclusion",
            specific_objective="H – Inclusion active",
            first_day=date(2025, 1, 1),
            last_day=date(2026, 12, 31),
        ),
        "beneficiary": FACILITATOR_ORG,
        "intermediate_body": "Département du Ponant",
        "agreement": ClaimAgreement(
            reference="CONV-2025-0117",
            planned_total_cost="96000.00",
            grant="30000.00",
            rate="0.6000",
            rate_decimals=2,
            cost_plan="P40",
        ),
        "lines": lines,
        "staff_cost": staff_cost,
        "flat_rate": "0.4000",
        "flat_rate_amount": flat_rate_amount,
        "total_eligible_cost": total,
        "cost_claimed_before": "0.00",
        "cost_to_date": total,
        "other_resources": resources,
        "due": due,
        "requested_before": requested_before,
        "amount_requested": due.amount_due - euros(requested_before),
        "own_funds": total - euros(resources) - due.amount_due,
        "declarations": (
            "Les données de cette demande sont exactes et complètes.",
            "Aucune de ces dépenses n’est présentée au titre d’un autre financement européen.",
        ),
        "signature": ClaimSignature(name="Erwan Kervœn", capacity="Représentant légal", signed_on=date(2027, 1, 12)),
        "snapshot_hash": "a3f0" * 16,
    }
    return ClaimDocument(**(fields | changes))


def due_bounds(total: Decimal, resources: Decimal) -> DueBounds:
    """The three bounds for a grant of 30 000.00 at 60 %."""
    bounds = {
        DueTerm.GRANT: euros("30000.00"),
        DueTerm.RATE: (total * euros("0.6")).quantize(CENT, ROUND_DOWN),
        DueTerm.RESOURCES: max(euros("0.00"), total - resources),
    }
    binding = min(bounds, key=lambda term: bounds[term])
    return DueBounds(
        by_grant=bounds[DueTerm.GRANT],
        by_rate=bounds[DueTerm.RATE],
        by_resources=bounds[DueTerm.RESOURCES],
        binding=binding,
        amount_due=bounds[binding],
    )
