"""Bodies about visits on site."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import InstantOut, Schema, ShortText, Text, Text120
from clause.domain.site_visits import SiteVisit, VisitSubject, VisitTerms


class VisitIn(Schema):
    """A visit on site."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "visited_on": "2026-05-12",
                    "visited_by": "Service FSE de l'OI de Brisemer",
                    "subjects": ["REALITY", "PUBLICITY"],
                    "reference": "VSP-2026-03",
                    "findings": "Affiche A3 posée à l'accueil ; fiches de temps à jour.",
                }
            ]
        }
    )

    visited_on: date
    visited_by: ShortText
    subjects: list[VisitSubject] = Field(min_length=1, max_length=8)
    reference: Text120 | None = None
    findings: Text | None = None

    def to_domain(self) -> VisitTerms:
        """As the service takes it."""
        return VisitTerms(**{**dict(self), "subjects": tuple(dict.fromkeys(self.subjects))})


class VisitOut(Schema):
    """A visit as recorded."""

    id: UUID
    operation_id: UUID
    visited_on: date
    visited_by: str
    subjects: list[VisitSubject]
    reference: str | None
    findings: str | None
    recorded_by_kind: str
    recorded_at: InstantOut

    @classmethod
    def of(cls, visit: SiteVisit) -> Self:
        """As the API shows it."""
        fields = {name: getattr(visit, name) for name in cls.model_fields}
        return cls(**{**fields, "subjects": list(visit.subjects)})
