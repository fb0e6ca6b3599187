"""Participants and hires of the territory, as tables. Nobody here exists.

Months are offsets from the month of the demonstration; hours are those worked for the clause in a full month.
"""

from dataclasses import dataclass
from typing import TypeAlias

from clause.domain.participants import Sex
from clause.rules.codes import ContractType, HireMode

Moment: TypeAlias = tuple[int, int]
"""A month, counted from the current one, and a day of it."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Someone followed: age in years, and the ground on which eligibility is examined."""

    key: str
    first_name: str
    last_name: str
    sex: Sex
    age: int
    ground: str
    postal_code: str = "96100"
    note: str = "Justificatif vu en original."
    """What the facilitator writes with the decision."""


@dataclass(frozen=True, slots=True)
class HireRow:
    """A contract of employment; ``months`` is None for one without a term."""

    number: int
    person: str
    lot: str
    company: str
    contract_type: ContractType
    first: Moment
    months: int | None
    weekly_hours: str
    hours_a_month: int
    job_title: str
    mode: HireMode = HireMode.DIRECT_HIRE


_F, _M = Sex.F, Sex.M
PEOPLE = (
    PersonRow("p01", "Enzo", "Le Bihan", _M, 19, "YOUTH_UNQUALIFIED"),
    PersonRow("p02", "Moussa", "Diarra", _M, 34, "RSA"),
    PersonRow("p03", "Stéphane", "Ollivier", _M, 52, "SENIOR"),
    PersonRow("p04", "Rachid", "Amrani", _M, 41, "IAE_EI", "96170"),
    PersonRow("p05", "Kevin", "Morvan", _M, 27, "DELD"),
    PersonRow("p06", "Jonas", "Prigent", _M, 24, "QPV"),
    PersonRow("p07", "Aïcha", "Benali", _F, 31, "DELD"),
    PersonRow("p08", "Théo", "Cadiou", _M, 20, "YOUTH_SUPPORT", "96170"),
    PersonRow("p09", "Ibrahim", "Sow", _M, 29, "REFUGEE"),
    PersonRow("p10", "Nadège", "Riou", _F, 46, "DETLD"),
    PersonRow("p11", "Fatoumata", "Kanté", _F, 38, "SINGLE_PARENT"),
    PersonRow("p12", "Corinne", "Jaouen", _F, 55, "ASS"),
    PersonRow("p13", "Samira", "Haddad", _F, 43, "RSA", "96170"),
    PersonRow("p14", "Loïc", "Tanguy", _M, 36, "BOETH"),
    PersonRow("p15", "Alan", "Guéguen", _M, 23, "MOBILITY", "96240"),
    PersonRow("p16", "Dylan", "Marchand", _M, 30, "IAE_EI", "96170"),
    PersonRow("p17", "Émilie", "Salaün", _F, 28, "PLIE", "96240"),
    PersonRow("p18", "Yusuf", "Demir", _M, 39, "DETLD"),
    PersonRow("p19", "Mickaël", "Le Roux", _M, 33, "JUSTICE"),
    PersonRow("p20", "Noah", "Perrot", _M, 18, "YOUTH_UNQUALIFIED", "96240"),
    PersonRow("p21", "Carlos", "Teixeira", _M, 48, "RSA"),
    PersonRow("p22", "Inès", "Moreau", _F, 22, "YOUTH_INACTIVE_GRADUATE"),
    PersonRow(
        "p23", "Oksana", "Koval", _F, 35, "REASONED_OPINION", note="Avis motivé du PLIE : reprise après maladie longue."
    ),
)
REFUSED = PersonRow(
    "p24", "Gaël", "Rivoal", _M, 40, "RSA", note="Attestation de la CAF datant de plus de trois mois, non renouvelée."
)
INCOMPLETE = PersonRow("p25", "Hawa", "Cissé", _F, 26, "DELD", "96170")

_FIXED, _OPEN = ContractType.FIXED_TERM, ContractType.PERMANENT
_APPRENTICE, _TRAINEE = ContractType.APPRENTICESHIP, ContractType.PROFESSIONAL_TRAINING
_INSERTION, _SUB = ContractType.FIXED_TERM_I, HireMode.SUBCONTRACT
HIRES = (
    HireRow(1, "p01", "pisc1", "bati", _APPRENTICE, (-10, 12), 12, "35.00", 70, "Apprenti maçon"),
    HireRow(2, "p02", "pisc1", "bati", _FIXED, (-9, 2), 5, "35.00", 98, "Manœuvre gros œuvre"),
    HireRow(3, "p03", "pisc1", "bati", _FIXED, (-4, 4), 6, "35.00", 84, "Coffreur"),
    HireRow(4, "p04", "pisc1", "tremplin", _INSERTION, (-3, 1), 2, "26.00", 40, "Agent de nettoyage de chantier", _SUB),
    HireRow(5, "p05", "pisc2", "toits", _FIXED, (-8, 6), 4, "35.00", 45, "Aide-couvreur"),
    HireRow(6, "p06", "pisc2", "toits", _FIXED, (-2, 1), 3, "35.00", 30, "Aide-charpentier"),
    HireRow(7, "p07", "pisc3", "elec", _OPEN, (-9, 3), None, "35.00", 30, "Aide-électricienne"),
    HireRow(8, "p08", "pisc3", "elec", _TRAINEE, (-7, 5), 12, "35.00", 32, "Électricien en alternance"),
    HireRow(9, "p09", "pisc4", "toits", _FIXED, (-9, 1), 5, "35.00", 36, "Plaquiste"),
    HireRow(10, "p06", "pisc4", "toits", _FIXED, (-8, 1), 2, "35.00", 20, "Manœuvre second œuvre"),
    HireRow(11, "p09", "pisc2", "toits", _FIXED, (-4, 1), 2, "35.00", 20, "Aide-couvreur"),
    HireRow(12, "p10", "nett", "proprete", _OPEN, (-10, 9), None, "24.00", 20, "Agente de propreté"),
    HireRow(13, "p11", "nett", "proprete", _FIXED, (-8, 2), 8, "20.00", 16, "Agente de propreté"),
    HireRow(14, "p12", "nett", "proprete", _FIXED, (-5, 5), 6, "20.00", 18, "Agente de propreté"),
    HireRow(15, "p13", "nett", "proprete", _OPEN, (-4, 10), None, "26.00", 22, "Cheffe d'équipe"),
    HireRow(16, "p14", "nett", "proprete", _FIXED, (-7, 1), 2, "20.00", 15, "Laveur de vitres"),
    HireRow(17, "p15", "espv", "verte", _FIXED, (-5, 3), 6, "35.00", 24, "Ouvrier paysagiste"),
    HireRow(18, "p16", "espv", "tremplin", _INSERTION, (-2, 1), 4, "26.00", 20, "Ouvrier d'entretien", _SUB),
    HireRow(19, "p17", "espv", "verte", _FIXED, (-2, 6), 4, "35.00", 18, "Ouvrière paysagiste"),
    HireRow(20, "p18", "rd31", "salicorne", _OPEN, (-9, 1), None, "35.00", 35, "Ouvrier routier"),
    HireRow(21, "p19", "rd31", "salicorne", _FIXED, (-9, 15), 6, "35.00", 45, "Manœuvre travaux publics"),
    HireRow(22, "p16", "rd31", "tremplin", _INSERTION, (-6, 1), 4, "26.00", 30, "Agent de signalisation", _SUB),
    HireRow(23, "p20", "rd31", "bati", _APPRENTICE, (-8, 1), 12, "35.00", 30, "Apprenti canalisateur"),
    HireRow(24, "p21", "rd31", "bati", _FIXED, (-3, 1), 4, "35.00", 30, "Manœuvre"),
    HireRow(25, "p02", "goel1", "bati", _FIXED, (-4, 15), 6, "35.00", 60, "Façadier"),
    HireRow(26, "p22", "goel1", "bati", _TRAINEE, (-2, 4), 12, "35.00", 50, "Aide-conductrice de travaux"),
    HireRow(27, "p19", "rd31", "salicorne", _FIXED, (-3, 15), 4, "35.00", 35, "Ouvrier routier"),
    HireRow(28, "p14", "espv", "verte", _FIXED, (-4, 1), 3, "35.00", 12, "Ouvrier paysagiste"),
    HireRow(29, "p23", "nett", "proprete", _OPEN, (-3, 1), None, "20.00", 20, "Agente de propreté"),
    HireRow(30, "p04", "rd31", "tremplin", _INSERTION, (-1, 1), 3, "26.00", 25, "Agent de signalisation", _SUB),
)
