"""The form of a hire, when it is recorded and when it is corrected."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from clause.domain.hires import Hire, HireDetails, HireTerms
from clause.rules.codes import ContractType, HireMode
from clause.rules.profiles import EducationLevel, RecruitmentChannel, ReferrerKind, TrainingMode, WorkSector
from clause.text.formats import bare_hours
from clause.text.labels import LABELS
from clause.web.forms import FreeText, Line, Quantity

_DETAILS = frozenset(HireDetails.model_fields)
_CHOSEN = {
    "mode": "hire_mode",
    "contract_type": "contract_type",
    "sector": "work_sector",
    "education_level": "education_level",
    "referrer_kind": "referrer_kind",
    "recruitment_channel": "recruitment_channel",
    "training_mode": "training_mode",
}


class PostForm(BaseModel):
    """The contract, the post and the profile: what may be corrected of a hire too."""

    mode: HireMode = Field(title="Modalité")
    contract_type: ContractType = Field(title="Type de contrat")
    first_day: date = Field(title="Premier jour")
    planned_last_day: date | None = Field(default=None, title="Fin prévue")
    weekly_hours: Quantity = Field(title="Heures par semaine")
    job_title: Line | None = Field(default=None, title="Poste")
    tutor_name: Line | None = Field(default=None, title="Tuteur")
    for_company_id: UUID | None = Field(default=None, title="Heures au profit de")
    host_company_id: UUID | None = Field(default=None, title="Entreprise d’accueil")
    sector: WorkSector | None = Field(default=None, title="Secteur")
    education_level: EducationLevel | None = Field(default=None, title="Niveau de formation")
    lives_in_qpv: bool = Field(default=False, title="Habite un quartier prioritaire")
    qpv_code: Annotated[str, StringConstraints(pattern=r"^Q[NP][0-9A-Z]{6}$")] | None = Field(
        default=None, title="Code du quartier"
    )
    commune_code: Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|2[AB])[0-9]{3}$")] | None = Field(
        default=None, title="Code INSEE de la commune"
    )
    referrer_kind: ReferrerKind | None = Field(default=None, title="Prescripteur")
    recruitment_channel: RecruitmentChannel | None = Field(default=None, title="Mode de recrutement")
    is_full_time: bool | None = Field(default=None, title="Temps plein")
    site: Line | None = Field(default=None, title="Chantier ou site")
    training_hours_planned: Quantity | None = Field(default=None, title="Heures de formation prévues")
    training_body: Line | None = Field(default=None, title="Organisme de formation")
    training_mode: TrainingMode | None = Field(default=None, title="Forme de la formation")
    targeted_qualification: Line | None = Field(default=None, title="Qualification visée")
    obtained_qualification: Line | None = Field(default=None, title="Qualification obtenue")

    def facts(self) -> dict[str, Any]:
        """The fields of a hire but those of its details."""
        return {name: value for name, value in self if name in PostForm.model_fields and name not in _DETAILS}

    def details(self) -> dict[str, Any]:
        """What is noted beside."""
        return {name: value for name, value in self if name in PostForm.model_fields and name in _DETAILS}


class NewHireForm(PostForm):
    """A hire to be recorded."""

    participant_id: UUID = Field(title="Personne")
    lot_id: UUID = Field(title="Lot")
    eligibility_id: UUID = Field(title="Éligibilité")
    company_id: UUID = Field(title="Employeur")
    confirmed: Line | None = Field(default=None, title="Points vus")

    def terms(self) -> HireTerms:
        """As the domain knows them."""
        return HireTerms(
            **self.facts(),
            details=HireDetails(**self.details()),
            participant_id=self.participant_id,
            eligibility_id=self.eligibility_id,
            lot_id=self.lot_id,
            company_id=self.company_id,
        )


class CorrectionForm(PostForm):
    """A hire corrected, its end included when it has one."""

    last_day: date | None = Field(default=None, title="Dernier jour du contrat")
    reason: FreeText = Field(title="Motif de la correction")
    version: int = Field(title="Version de l’embauche")

    def changes(self) -> dict[str, Any]:
        """What is corrected, by the names of the domain; an end is taken back elsewhere."""
        ended = {"last_day": self.last_day} if self.last_day else {}
        return {**self.facts(), **ended, "details": self.details()}


def choices() -> dict[str, list[tuple[str, str]]]:
    """The choices of each field that has a closed list."""
    return {name: list(LABELS[kind].items()) for name, kind in _CHOSEN.items()}


def values_of(hire: Hire) -> dict[str, str]:
    """What the form shows of a hire recorded."""
    known = {**dict(hire), **dict(hire.details)}
    return {name: _shown(known[name]) for name in PostForm.model_fields if known.get(name) is not None}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return bare_hours(value) if hasattr(value, "as_tuple") else str(value)
