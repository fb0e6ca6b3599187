"""Any JSON value in place of any part of a file: one record for each entry, or the file is refused; never a crash."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clause.domain.decp import DecpRecord, content_hash
from clause.domain.errors import Unreadable
from clause.domain.findings import Severity
from clause.gateways.decp import read_decp
from clause.text.messages import sentence

TOKENS = st.sampled_from(
    ["NaN", "Infinity", "1e400", "-1E-400", "9" * 60, "2025-02-30", "0218-10-29", "NC", "<br/>&#0;", "\ud800", "00"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | TOKENS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | TOKENS, inner, max_size=3),
    max_leaves=8,
)
WHOLE: dict[str, Any] = {
    "id": "2025001LOT200",
    "uid": "x",
    "_type": "Marché",
    "acheteur": {"id": "99000001000019", "nom": "Ville"},
    "nature": "Marché",
    "objet": "Nettoyage - lot 2",
    "codeCPV": "90911200-8",
    "techniques": {"technique": ["Accord-cadre"]},
    "idAccordCadre": "AC1",
    "ccag": "Travaux",
    "procedure": "Procédure adaptée",
    "lieuExecution": {"code": "96001", "typeCode": "Code commune", "nom": "Port-Aurel"},
    "dureeMois": 24,
    "dateNotification": "2025-03-10",
    "dateSignature": "2025-03-10",
    "datePublicationDonnees": "2025-03-12",
    "montant": 120000,
    "valeurGlobale": 3,
    "formePrix": "Forfaitaire",
    "typesPrix": {"typePrix": ["Définitif ferme"]},
    "typeGroupementOperateurs": "Conjoint",
    "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": "99000024200018"}}],
    "concessionnaires": [{"concessionnaire": {"typeIdentifiant": "TVA", "id": "DE1"}}],
    "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
    "modifications": [
        {
            "modification": {
                "id": 1,
                "objetModification": "plus",
                "dateNotificationModification": "2025-09-01",
                "datePublicationDonneesModification": "2025-09-02",
                "montant": 60000,
                "dureeMois": 30,
                "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": "99000025900012"}}],
            }
        }
    ],
}


def paths_of(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside a JSON value, itself included."""
    keys: list[Any] = []
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    inner = [found for key in keys for found in paths_of(value[key], (*path, key))]  # type: ignore[index]
    return [path, *inner]


def spoiled(path: tuple[Any, ...], value: object) -> object:
    """The whole contract with one part replaced."""
    if not path:
        return value
    contract: Any = copy.deepcopy(WHOLE)
    place = contract
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return contract


def require_storable(record: DecpRecord) -> None:
    """What the rest of Clause counts on, whatever was published."""
    assert json.loads(json.dumps(record.model_dump(mode="json")))
    assert record.content_hash == content_hash(record.raw_json)
    assert "\x00" not in record.model_dump_json()
    assert record.raw_json.encode()
    for finding in (*record.findings, *record.follow_up_reasons):
        assert "…" not in sentence(finding.code, {"raw": finding.raw, **finding.values}).replace(finding.raw or "", "")
    refused = any(finding.severity is Severity.BLOCKING for finding in record.findings)
    assert refused or record.buyer.identifier.cleaned
    for amount in (record.amount_excl_vat, *(m.amount_stated for m in record.modifications)):
        assert amount is None or (abs(amount) < 10**12 and amount == round(amount, 2))
    assert len(record.group_key) <= 80


@given(st.lists(st.tuples(st.sampled_from(paths_of(WHOLE)), JSON), min_size=1, max_size=3), st.booleans())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_in_place_of_any_field_gives_a_record(spoils: list[tuple[Any, object]], old_shape: bool) -> None:
    entries = [spoiled(path, value) for path, value in spoils]
    marches: object = entries if old_shape else {"marche": entries, "contrat-concession": entries}
    file = read_decp(json.dumps({"marches": marches}).encode())
    assert len(file.records) == len(entries) * (1 if old_shape else 2)
    for record in file.records:
        require_storable(record)


def refusal_of(content: bytes) -> str | None:
    """The code that a file is refused with; None when it is read."""
    try:
        file = read_decp(content)
    except Unreadable as refusal:
        return refusal.code
    assert all(finding.field for finding in file.file_findings)
    return None


@given(JSON)
@settings(max_examples=200, deadline=None)
def test_any_json_value_as_a_file_is_read_or_refused(value: object) -> None:
    for document in (value, {"marches": value}, {"marches": {"marche": value}}):
        assert refusal_of(json.dumps(document).encode()) in (None, "DEC-003")


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_bytes_as_a_file_are_read_or_refused(content: bytes) -> None:
    for whole in (content, b'{"marches":[' + content + b"]}"):
        assert refusal_of(whole) in (None, "DEC-001", "DEC-002", "DEC-003")
