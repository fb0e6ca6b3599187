"""Files received, and what each record of them becomes.

Every record of a file ends in one state, and none is left out:

    imported       a new lot, or new modifications of a known one
    already_known  the same content was imported before, or nothing that matters has changed: nothing is written
    to_review      kept, but a person must look: doubtful data, a sign of a clause that is no declaration, or values
                   that differ from those of a known lot (which stay as they are)
    refused        nothing to know it by (``clause.domain.decp`` says when)

What a new lot becomes: to review when its record is to review; preselected when a social clause is declared; set aside
when nothing speaks of a clause, so that every record of the file is accounted for.

Who published what: a SIRET, or another identifier with its register. What is no valid SIRET is kept as it came, under
the register UNKNOWN, so that two firms are never made one by guessing.
"""

import hashlib
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import OrgKind
from clause.domain.decp import Buyer, DecpRecord, Holder, Place
from clause.domain.findings import Finding
from clause.domain.hours_import import AppliedStatement, HoursRowStatus, SheetField, SheetLayout
from clause.domain.identifiers import IdentifierKind, SiretVerdict
from clause.domain.jobs import Job

LONGEST_IDENTIFIER = 40
LONGEST_FILE_NAME = 255
NO_REFERENCE = "—"
"""Shown where the source gives no number."""

_COUNTED_UP = "123456789"
_SMALLEST_COMMON_OBJECT = 20
_NO_LAST_WORDS = frozenset(
    (
        *("", "lot", "lots", "n", "n°", "nº", "no", "numéro", "numero", "marché", "marche"),
        *("de", "du", "des", "la", "le", "les", "et", "à", "a", "au", "aux", "en", "pour"),
    )
)
_PUNCTUATION = " -–—:,;/.(["


class ImportKind(StrEnum):
    """What a file holds."""

    DECP = "decp"
    HOURS = "hours"
    PAYROLL = "payroll"


class RowStatus(StrEnum):
    """What became of a record."""

    IMPORTED = "imported"
    ALREADY_KNOWN = "already_known"
    TO_REVIEW = "to_review"
    REFUSED = "refused"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class ImportRun(_Frozen):
    """A file received; ``total`` and ``file_format`` are known once a worker has opened it."""

    id: UUID
    facilitator_org_id: UUID
    kind: ImportKind
    file_name: str
    sha256: str
    file_format: str | None
    total: int | None
    job_id: UUID
    findings: tuple[Finding, ...]
    created_by: UUID | None
    created_at: datetime
    company_id: UUID | None = None
    """The company that sent it; None for what the facilitator organisation sent."""
    mapping_given: dict[str, SheetField | None] | None = None
    layouts: tuple[SheetLayout, ...] = ()
    apply_job_id: UUID | None = None


class HoursImportState(_Frozen):
    """The same of a spreadsheet of hours, and what applying it did so far."""

    counts: dict[HoursRowStatus, int]
    apply_job: Job | None
    applied: tuple[AppliedStatement, ...]


class ImportReport(_Frozen):
    """A file, how many of its records ended in each state so far, and where the work stands."""

    run: ImportRun
    counts: dict[RowStatus, int]
    job: Job
    hours: HoursImportState | None = None


class ImportRow(_Frozen):
    """What one record of a file became, and why."""

    position: int
    """Rank in the file, from 1."""
    status: RowStatus
    findings: tuple[Finding, ...]
    raw_record: Any
    contract_id: UUID | None
    lot_id: UUID | None


def storable_name(raw: str) -> str:
    """The name of a file without its folders and what cannot be printed, at most 255 characters."""
    name = "".join(character for character in PurePath(raw.replace("\\", "/")).name if character.isprintable())
    return name.strip()[-LONGEST_FILE_NAME:] or NO_REFERENCE


class OrgKey(NamedTuple):
    """What an organisation is found by in the directory."""

    kind: OrgKind
    identifier_kind: IdentifierKind
    identifier: str


class GroupKey(NamedTuple):
    """What gathers the lots of one contract: the buyer and its number."""

    buyer: OrgKey
    number: str


def short(text: str) -> str:
    """The text, or when it is too long for a key its start and a digest of the whole."""
    if len(text) <= LONGEST_IDENTIFIER:
        return text
    return f"{text[:27]}~{_digest(text)[:12]}"


def key_of_buyer(buyer: Buyer) -> OrgKey:
    """Under what the buyer of a record that is not refused is found: its SIRET, else the text as it came."""
    reading = buyer.identifier
    if reading.siret is not None:
        return OrgKey(OrgKind.BUYER, IdentifierKind.SIRET, reading.siret)
    return OrgKey(OrgKind.BUYER, IdentifierKind.UNKNOWN, short(reading.cleaned))


def key_of_holder(holder: Holder) -> OrgKey | None:
    """Under what a holder is found: its SIRET, another identifier, or for want of any its name.

    None when nothing names it: neither identifier nor name, or nothing but zeros.
    """
    reading = holder.identifier
    siret = reading.siret
    if siret is not None and siret.siret is not None:
        return OrgKey(OrgKind.COMPANY, IdentifierKind.SIRET, siret.siret)
    if reading.value and not (siret is not None and siret.verdict is SiretVerdict.ALL_ZEROS):
        kind = IdentifierKind.UNKNOWN if reading.kind is IdentifierKind.SIRET else reading.kind
        return OrgKey(OrgKind.COMPANY, kind, short(reading.value))
    if holder.name is None:
        return None
    return OrgKey(OrgKind.COMPANY, IdentifierKind.UNKNOWN, f"~{_digest(comparable(holder.name))[:20]}")


def placeholder_name(key: OrgKey) -> str:
    """What an organisation is called as long as no source gives its name."""
    register = "n°" if key.identifier_kind is IdentifierKind.UNKNOWN else key.identifier_kind.value
    return f"{register} {key.identifier}"


def group_of(record: DecpRecord) -> GroupKey:
    """The contract that a record belongs to.

    A number that counts 1, 2, 3… up to 9 is a placeholder that platforms publish for contracts that have nothing in
    common: such a record is a contract of its own, as is a record without a number.
    """
    number = record.group_key
    if record.source_id is not None and _COUNTED_UP in record.source_id:
        number = f"~{record.source_id}~{record.match_key[:32]}"
    return GroupKey(key_of_buyer(record.buyer), number)


def companies_of(record: DecpRecord) -> dict[OrgKey, str | None]:
    """The companies that hold a record's lot, in their order, each with its name where the record gives one."""
    named: dict[OrgKey, str | None] = {}
    for holder in record.holders:
        key = key_of_holder(holder)
        if key is not None:
            named[key] = named.get(key) or holder.name
    return named


def place_text(place: Place | None) -> str | None:
    """The place of performance as one text: its code as declared, then its name."""
    if place is None:
        return None
    return " ".join(part for part in (place.code, place.name) if part) or None


def comparable(text: str | None) -> str:
    """A text without what spellings of the same one differ by: case and spaces."""
    return " ".join((text or "").casefold().split())


def common_object(objects: list[str]) -> str:
    """The object of a contract, from those of its lots: what they begin with, up to the words that name a lot.

    The first one as it is when the lots have less than 20 characters in common.
    """
    words = objects[0].split()
    for other in objects[1:]:
        same = 0
        for mine, theirs in zip(words, other.split(), strict=False):
            if mine != theirs:
                break
            same += 1
        words = words[:same]
    if len(set(objects)) > 1:
        while words and words[-1].strip(_PUNCTUATION).casefold() in _NO_LAST_WORDS:
            words.pop()
    found = " ".join(words).rstrip(_PUNCTUATION)
    return found if len(found) >= _SMALLEST_COMMON_OBJECT else objects[0]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
