"""All that is told of a person, in French sections that anyone can read: titles, labels, days and words for codes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from clause.rules.eligibility import ground
from clause.text import formats
from clause.text.labels import label

TABLES = {
    "participant": "Identité",
    "eligibility": "Éligibilité",
    "eligibility_suspension": "Suspensions de la période",
    "window_override": "Décisions sur la fin de la période",
    "proof_document": "Copies de justificatifs",
    "proof_view": "Consultations des justificatifs",
    "hire": "Embauches",
    "hire_outcome": "Situations après l’embauche",
    "hours_statement_line": "Heures déclarées",
    "ledger_entry": "Heures validées",
    "operation_participant": "Participation à une opération FSE+",
    "hours_import_row": "Lignes de tableurs reçus",
    "import_run": "Tableurs reçus qui nomment la personne",
    "removed_record": "Éléments dans la corbeille",
}
"""Every table that tells of a person but the journal, whose lines are codes (a test compares), as one reads them."""


def _day(value: Any) -> str:
    return formats.day(date.fromisoformat(value))


def _moment(value: Any) -> str:
    return formats.moment(datetime.fromisoformat(value))


def _hours(value: Any) -> str:
    return formats.hours(Decimal(str(value)))


def _yes(value: Any) -> str:
    return "oui" if value else "non"


def _coded(kind: str) -> Callable[[Any], str]:
    return lambda value: label(kind, value)


def _values(value: Any) -> str:
    told = [str(one) for one in value.values() if isinstance(one, str | int | float)]
    return " ; ".join(one for one in told if one) or "–"


_DETAILS = {
    "other_referrer": "prescripteur",
    "training_body": "organisme de formation",
    "targeted_qualification": "qualification visée",
    "obtained_qualification": "qualification obtenue",
    "site": "lieu",
}


def _details(value: Any) -> str:
    return " ; ".join(f"{title} : {value[name]}" for name, title in _DETAILS.items() if value.get(name)) or "–"


def _bytes(value: Any) -> str:
    return formats.file_size(int(value))


COLUMNS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "last_name": ("Nom", str),
    "first_name": ("Prénom", str),
    "birth_date": ("Date de naissance", _day),
    "sex": ("Sexe", _coded("person_sex")),
    "postal_code": ("Code postal", str),
    "purged_at": ("Purgé le", _moment),
    "ground": ("Motif", lambda value: ground(value).label),
    "is_principal": ("Motif principal", _yes),
    "proof_issued_on": ("Justificatif émis le", _day),
    "assessed_on": ("Examiné le", _day),
    "decided_at": ("Décidé le", _moment),
    "decision_reason": ("Motif de la décision", str),
    "opinion_text": ("Avis", str),
    "opinion_author": ("Auteur de l’avis", str),
    "opinion_on": ("Avis du", _day),
    "expired_on": ("Expiré le", _day),
    "point": ("Moment", _coded("outcome_point")),
    "outcome": ("Situation", _coded("outcome")),
    "observed_on": ("Constaté le", _day),
    "note": ("Note", str),
    "contract_type": ("Contrat", _coded("contract_type")),
    "job_title": ("Poste", str),
    "first_day": ("Premier jour", _day),
    "planned_last_day": ("Fin prévue", _day),
    "last_day": ("Dernier jour", _day),
    "weekly_hours": ("Durée hebdomadaire", _hours),
    "education_level": ("Niveau d’études", _coded("education_level")),
    "lives_in_qpv": ("Habite un quartier prioritaire", _yes),
    "qpv_code": ("Quartier prioritaire", str),
    "commune_code": ("Commune (code Insee)", str),
    "tutor_name": ("Tuteur ou tutrice", str),
    "details": ("Autres renseignements", _details),
    "hours_declared": ("Heures déclarées", _hours),
    "hours_validated": ("Heures validées", _hours),
    "reason": ("Motif", str),
    "purpose": ("But", str),
    "viewed_at": ("Consulté le", _moment),
    "received_at": ("Reçu le", _moment),
    "keep_until": ("Gardé jusqu’au", _day),
    "content_bytes": ("Taille de la copie", _bytes),
    "file_name": ("Fichier", str),
    "sheet": ("Feuille", str),
    "row_number": ("Ligne", str),
    "cells": ("Cellules", _values),
    "entry_on": ("Entrée", _day),
    "exit_on": ("Sortie", _day),
    "contact": ("Coordonnées", _values),
    "name": ("Élément", str),
    "removed_at": ("Supprimé le", _moment),
    "created_at": ("Enregistré le", _moment),
}
"""What a person reads of the columns; ids, versions and codes for machines are in the file in JSON."""


@dataclass(frozen=True)
class Section:
    """One table: its title, and its rows as labels with values."""

    title: str
    rows: list[list[tuple[str, str]]]


def sections(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Section]:
    """All that is told of a person, as anyone can read it; tables without a row are left out."""
    return [Section(title, [_told(row) for row in rows[table]]) for table, title in TABLES.items() if rows.get(table)]


def _told(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(title, show(row[name])) for name, (title, show) in COLUMNS.items() if row.get(name) not in (None, "", {})]
