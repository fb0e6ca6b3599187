"""Where what a claim lacks is mended: a page for each code of a finding."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from clause.domain.findings import Finding


@dataclass(frozen=True)
class Repair:
    """A link to where a finding is mended, named by what is done there."""

    path: str
    name: str


@dataclass(frozen=True)
class Ground:
    """What paths are made of: the claim, its operation, and the people by staff number (employment, person)."""

    claim_id: UUID
    operation_id: UUID
    people: Mapping[str, tuple[UUID, UUID]]


Mends = Callable[[Finding, Ground], Repair]


def _operation(rest: str, name: str) -> Mends:
    return lambda finding, ground: Repair(f"/operations/{ground.operation_id}{rest}", name)


def _timesheet(finding: Finding, ground: Ground) -> Repair:
    staff_number, month = _person_and_month(finding)
    found = ground.people.get(staff_number)
    if found is None or not month:
        return Repair("/timesheets/team", "Ouvrir les feuilles de temps")
    return Repair(f"/timesheets/{found[1]}/{month}", "Ouvrir la feuille de temps")


def _payroll(finding: Finding, ground: Ground) -> Repair:
    staff_number, month = _person_and_month(finding)
    found = ground.people.get(staff_number)
    if found is None or not month:
        return Repair("/employments", "Ouvrir les salariés et la paie")
    return Repair(f"/employments/{found[0]}/payroll/{month}", "Ouvrir la paie du mois")


def _cost(finding: Finding, ground: Ground) -> Repair:
    _, _, item = finding.field.partition(".")
    return Repair(f"/cost-items/{item}", "Ouvrir la dépense")


def _participant(finding: Finding, ground: Ground) -> Repair:
    record = finding.field.rpartition(".")[2]
    return Repair(f"/operations/{ground.operation_id}/participants/{record}", "Ouvrir la fiche du participant")


def _person_and_month(finding: Finding) -> tuple[str, str]:
    """``employments.E-12.2026-03``; a staff number may hold points."""
    parts = finding.field.split(".")
    last = parts[-1]
    is_month = len(last) == 7 and last[:4].isdigit()
    staff_number = ".".join(parts[1:-1] if is_month else parts[1:])
    return finding.values.get("staff_number", staff_number), last if is_month else finding.values.get("month", "")


_LETTERS = _operation("/assignments", "Ouvrir les lettres de mission")
_CALENDAR = _operation("#claims", "Voir le calendrier des bilans")
_INDICATORS = _operation("/indicators", "Ouvrir les indicateurs")
MENDS: Mapping[str, Mapping[int, Mends]] = {
    "CLM": {
        101: _operation("/assignments/new", "Établir une lettre de mission"),
        102: _timesheet,
        103: _timesheet,
        104: _payroll,
        105: _CALENDAR,
        106: _CALENDAR,
        107: _CALENDAR,
        108: _CALENDAR,
        109: _operation("/cost-items", "Ouvrir les dépenses"),
        110: _LETTERS,
        111: _LETTERS,
        112: _LETTERS,
        113: _LETTERS,
        114: _timesheet,
        115: _operation("/hourly-rates", "Fixer le taux horaire"),
        116: _operation("/amendments", "Ouvrir les avenants"),
        117: _cost,
        118: _cost,
        119: _cost,
        120: _cost,
        121: _payroll,
        122: _payroll,
        123: _payroll,
        124: _LETTERS,
        125: _cost,
        126: _operation("/resources", "Ouvrir les ressources"),
        127: _timesheet,
        128: _CALENDAR,
        129: _LETTERS,
        130: _CALENDAR,
        131: _LETTERS,
    },
    "IND": {
        130: _participant,
        131: _participant,
        132: _INDICATORS,
        133: _INDICATORS,
        134: _INDICATORS,
    },
}
"""Subject and number of a code → where the finding is mended; what is said of time records leads to the month."""


def repair_of(finding: Finding, ground: Ground) -> Repair | None:
    """Where a finding is mended; None for one that nothing can change."""
    subject, _, number = finding.code.partition("-")
    mends = _timesheet if subject == "TIM" else MENDS.get(subject, {}).get(int(number))
    return mends(finding, ground) if mends else None
