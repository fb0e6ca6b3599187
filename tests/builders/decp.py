"""DECP files for tests: the shared samples, and one right contract to spoil field by field."""

import json
from pathlib import Path
from typing import Any

import pytest

from clause.domain.decp import DecpRecord
from clause.gateways.decp import DecpFile, read_decp

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "decp"
AWS = "decp-v1-marches-publics-info-2019-03-sample.json"
AIFE = "decp-v1-aife-place-2019-04-sample.json"
CROIX = "decp-v1-ville-de-croix-2019-2021.json"

MARCHE: dict[str, Any] = {
    "id": "2025001",
    "acheteur": {"id": "99000001000019"},
    "nature": "Marché",
    "objet": "Nettoyage des écoles",
    "codeCPV": "90911200-8",
    "procedure": "Procédure adaptée",
    "lieuExecution": {"code": "96001", "typeCode": "Code commune"},
    "dureeMois": 24,
    "dateNotification": "2025-03-10",
    "datePublicationDonnees": "2025-03-12",
    "montant": 120000,
    "formePrix": "Forfaitaire",
    "typesPrix": {"typePrix": ["Définitif ferme"]},
    "typeGroupementOperateurs": "Pas de groupement",
    "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": "99000024200018"}}],
    "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
}


def shared_file(name: str) -> DecpFile:
    """A file of the shared data, read; skips, saying so, where the folder is absent."""
    if not SHARED.exists():
        pytest.skip(f"shared data absent: {name}")
    return read_decp((SHARED / name).read_bytes())


def file_of(*records: object) -> bytes:
    """A file of format 2.0 with these contracts."""
    return json.dumps({"marches": {"marche": list(records), "contrat-concession": []}}).encode()


def read_one(**changes: object) -> DecpRecord:
    """The record of a contract that is right but for these fields; `...` takes a field away."""
    merged = {key: value for key, value in {**MARCHE, **changes}.items() if value is not ...}
    (record,) = read_decp(file_of(merged)).records
    return record


def codes(record: DecpRecord) -> list[str]:
    """The codes of a record's findings, in order."""
    return [finding.code for finding in record.findings]
