"""What a published record becomes, compared with what is already known of its contract. Nothing is written here.

A buyer and a number do not name one lot: lots of one operation are published under one number, and so are repeats and
later versions of the same lot. So a record is compared in this order:

1. the same content was imported before: already known;
2. a lot that differs from it only by having fewer modifications, or more: it is that lot, and gets those it lacks;
3. a lot with the same holders, amount, notification day and object, which the file does not contain as it was: it is
   that lot. New modifications are added; any other value that differs is shown to a person, the lot stays as it is;
4. the same holders, amount and day, but perhaps a corrected object, perhaps a second lot of the same company; or the
   same object as a lot that the file does not contain as it was, or a contract typed by hand: perhaps a new version
   (another amount, another holder), perhaps another lot. A new lot, to be looked at;
5. anything else is a new lot.

A lot whose content stands in the same file is itself: only its modifications may come from another record of the file.
That is how lots that look alike all survive.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clause.domain.contracts import FollowUpState
from clause.domain.decp import DecpRecord, DecpRule, FollowUp, Modification
from clause.domain.findings import Finding, Severity
from clause.domain.imports import RowStatus, comparable, place_text

RAW_SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class KnownContent:
    """The lot that a record with this very content was."""

    lot_id: UUID
    contract_id: UUID
    label: str


@dataclass
class KnownLot:
    """A lot of the contract with which records are compared."""

    id: UUID
    label: str
    match_key: str
    occurrence: int
    is_published: bool
    """False for a lot typed by hand."""
    is_absent: bool
    """Whether the file at hand does not contain it as it was: only then may a record be a new version of it."""
    values: dict[str, Any]
    """The initial values that a later record may contradict."""
    objects: set[str]
    """Every object it was published or is known under, comparable."""
    modifications: set[str]
    """Hashes of its modifications."""


class KnownContract:
    """A contract with those of its lots that matter to a file: alike to one of its records, or absent from it."""

    def __init__(self, contract_id: UUID, buyer_id: UUID) -> None:
        self.id = contract_id
        self.buyer_id = buyer_id
        self._by_key: dict[str, list[KnownLot]] = {}
        self._absent: dict[UUID, KnownLot] = {}

    def add(self, lot: KnownLot) -> None:
        """One more lot."""
        self._by_key.setdefault(lot.match_key, []).append(lot)
        if lot.is_absent:
            self._absent[lot.id] = lot

    def join(self, lot: KnownLot, modifications: tuple[Modification, ...]) -> None:
        """A record of the file turned out to be this lot, with modifications that it did not have."""
        lot.modifications.update(modification.content_hash for modification in modifications)
        lot.is_absent = False
        self._absent.pop(lot.id, None)

    def lots_alike(self, match_key: str) -> list[KnownLot]:
        """The lots with these holders, this amount and day."""
        return sorted(self._by_key.get(match_key, ()), key=lambda lot: lot.occurrence)

    def absent_lots(self) -> list[KnownLot]:
        """The lots that the file does not contain as they were."""
        return list(self._absent.values())

    def next_occurrence(self, match_key: str) -> int:
        """The rank of one more lot with this key."""
        return 1 + max((lot.occurrence for lot in self._by_key.get(match_key, ())), default=0)


@dataclass(frozen=True)
class Decision:
    """What is to be written for one record; ``lot`` is the one that it was found to be by comparing."""

    status: RowStatus
    findings: tuple[Finding, ...] = ()
    lot: KnownLot | None = None
    modifications: tuple[Modification, ...] = ()
    """Those to be added."""
    follow_up: FollowUpState | None = None
    """For a new lot."""
    reasons: tuple[Finding, ...] = ()
    """Why the new lot is followed up so."""


def initial_values(record: DecpRecord) -> dict[str, Any]:
    """What a record says of its lot beside object, holders, amount and day, under the names of the lot."""
    return {
        "cpv": record.cpv,
        "place": place_text(record.place),
        "duration_months": record.duration_months,
        "consortium_kind": record.consortium_kind.value,
        "social_considerations": sorted(kind.value for kind in record.social_considerations),
    }


def decide(record: DecpRecord, contract: KnownContract) -> Decision:
    """What a record becomes that its reading did not refuse and whose content was never imported."""
    alike = contract.lots_alike(record.match_key)
    same_object = [lot for lot in alike if comparable(record.object) in lot.objects]
    itself = next((lot for lot in same_object if _differs_by_modifications_only(record, lot)), None)
    itself = itself or next((lot for lot in same_object if lot.is_absent), None)
    if itself is not None:
        return _same_lot(record, itself)
    twin = next((lot for lot in alike if lot.is_absent or _is_twin(record, lot)), None)
    if twin is not None:
        return _new_lot(record, _found("IMP-014", "objet", record.object, label=twin.label))
    version_of = next((lot for lot in contract.absent_lots() if _may_be_version(record, lot)), None)
    if version_of is not None:
        return _new_lot(record, _found("IMP-013", "id", record.source_id, label=version_of.label))
    return _new_lot(record)


def already_known(record: DecpRecord, known: KnownContent) -> Decision:
    """What a record becomes whose very content was imported before, in this file or in another."""
    if record.repeat_of is not None:
        repeated = tuple(found for found in record.findings if found.code == DecpRule.RECORD_REPEATED.code)
        return Decision(status=RowStatus.ALREADY_KNOWN, findings=repeated)
    return Decision(status=RowStatus.ALREADY_KNOWN, findings=(_told("IMP-010", label=known.label),))


def refused_as_read(record: DecpRecord) -> Decision:
    """What a record becomes that its reading refused."""
    return Decision(status=RowStatus.REFUSED, findings=record.findings)


def _differs_by_modifications_only(record: DecpRecord, lot: KnownLot) -> bool:
    mine = {modification.content_hash for modification in record.modifications}
    is_nested = mine < lot.modifications or mine > lot.modifications
    return is_nested and initial_values(record) == lot.values


def _is_twin(record: DecpRecord, lot: KnownLot) -> bool:
    """Whether a lot of the same file says the same of everything that Clause keeps."""
    return initial_values(record) == lot.values and comparable(record.object) in lot.objects


def refused_by_fault(record: DecpRecord, fault: str) -> Decision:
    """What a record becomes that could not be treated for a reason that nobody foresaw."""
    finding = Finding(code="IMP-015", severity=Severity.BLOCKING, field="", values={"kind": fault})
    return Decision(status=RowStatus.REFUSED, findings=(*record.findings, finding))


def _may_be_version(record: DecpRecord, lot: KnownLot) -> bool:
    return not lot.is_published or (record.object is not None and comparable(record.object) in lot.objects)


def _same_lot(record: DecpRecord, lot: KnownLot) -> Decision:
    changed = tuple(
        _found("IMP-012", name, _shown(value), before=_shown(lot.values[name]) or "")
        for name, value in initial_values(record).items()
        if value != lot.values[name]
    )
    added = _new_modifications(record, lot.modifications)
    findings = (*record.findings, *changed)
    if added:
        findings = (*findings, _told("IMP-011", count=str(len(added)), label=lot.label))
    if changed:
        return Decision(status=RowStatus.TO_REVIEW, findings=findings, lot=lot, modifications=added)
    if added:
        return Decision(status=RowStatus.IMPORTED, findings=findings, lot=lot, modifications=added)
    return Decision(status=RowStatus.ALREADY_KNOWN, findings=(_told("IMP-019", label=lot.label),), lot=lot)


def _new_lot(record: DecpRecord, *doubts: Finding) -> Decision:
    warnings = tuple(finding for finding in record.findings if finding.severity is Severity.WARNING)
    findings = (*record.findings, *record.follow_up_reasons, *doubts)
    if len(record.holders) > 1:
        findings = (*findings, _told("IMP-017", count=str(len(record.holders))))
    if warnings or doubts or record.follow_up is FollowUp.REVIEW:
        reasons = (*doubts, *record.follow_up_reasons, *warnings)
        status, follow_up = RowStatus.TO_REVIEW, FollowUpState.TO_REVIEW
    elif record.follow_up is FollowUp.PRESELECTED:
        reasons, status, follow_up = record.follow_up_reasons, RowStatus.IMPORTED, FollowUpState.PRESELECTED
    else:
        reasons, status, follow_up = (_told("IMP-016"),), RowStatus.IMPORTED, FollowUpState.SET_ASIDE
        findings = (*findings, *reasons)
    modifications = _new_modifications(record, set())
    return Decision(status=status, findings=findings, modifications=modifications, follow_up=follow_up, reasons=reasons)


def _new_modifications(record: DecpRecord, known: set[str]) -> tuple[Modification, ...]:
    by_content = {modification.content_hash: modification for modification in record.modifications}
    return tuple(modification for content, modification in by_content.items() if content not in known)


def _told(code: str, **values: str) -> Finding:
    return Finding(code=code, severity=Severity.INFO, field="", values=values)


def _found(code: str, where: str, raw: str | None, **values: str) -> Finding:
    shown = None if raw is None else raw[:RAW_SHOWN_CHARACTERS]
    return Finding(code=code, severity=Severity.WARNING, field=where, raw=shown, values=values)


def _shown(value: object) -> str | None:
    return None if value is None else ", ".join(value) if isinstance(value, list) else str(value)
