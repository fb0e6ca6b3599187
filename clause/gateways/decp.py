"""Files of public contract data (DECP) in JSON, formats 1.5.0 and 2.0.x, read record by record.

``read_decp`` is the way in. A file is refused only when there is nothing to read in it; a record never is the reason.
The format is seen from the shape: ``marches`` is a list until 1.5.0, and holds one list per kind since 2.0.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from clause.domain.decp import DecpFormat, DecpRecord, DecpRule, RecordKind
from clause.domain.errors import Unreadable
from clause.domain.findings import Finding, Severity
from clause.gateways.decp_json import load_json
from clause.gateways.decp_record import Entry, read_record

_LISTS = {"marche": RecordKind.MARCHE, "contrat-concession": RecordKind.CONCESSION}
_ONLY_IN_2_0 = frozenset({"considerationsSociales", "techniques", "modalitesExecution", "typesPrix", "marcheInnovant"})


@dataclass(frozen=True)
class DecpFile:
    """A file as read: every entry of it is a record, in the order of the file."""

    format: DecpFormat
    records: tuple[DecpRecord, ...]
    file_findings: tuple[Finding, ...] = ()


def read_decp(content: bytes) -> DecpFile:
    """The records of a file, refused ones included; a published file without any contract has none.

    Lots published under one buyer and id stay apart: see ``DecpRecord.match_key``, ``occurrence`` and ``repeat_of``.
    Raises Unreadable: DEC-001 not JSON, DEC-002 XML, DEC-003 no list of contracts, DEC-004 nested without end.
    """
    document, is_windows = load_json(content)
    findings = [_told("DEC-011", "")] if is_windows else []
    marches = document.get("marches") if isinstance(document, dict) else None
    if isinstance(marches, list):
        format_ = DecpFormat.V2_0 if _looks_like_2_0(marches) else DecpFormat.V1_5_0
        entries = _entries_of_list(marches, format_)
    elif isinstance(marches, dict) and (not marches or marches.keys() & _LISTS):
        format_ = DecpFormat.V2_0
        entries = _entries_of_kinds(marches)
        findings += [_told("DEC-012", f"marches.{key}") for key in marches if key not in _LISTS]
        findings += [_told("DEC-013", f"marches.{key}") for key in _LISTS if not _is_list_of_kind(marches.get(key))]
    else:
        raise Unreadable("DEC-003")
    return DecpFile(format_, tuple(_number(map(read_record, entries))), tuple(findings))


def _told(code: str, field: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, field=field[:200])


def _looks_like_2_0(marches: list[object]) -> bool:
    """Whether a bare list nevertheless holds records of 2.0, as some aggregators publish."""
    return any(isinstance(entry, dict) and entry.keys() & _ONLY_IN_2_0 for entry in marches)


def _is_list_of_kind(value: object) -> bool:
    return value is None or isinstance(value, list | dict)


def _entries_of_list(marches: list[object], format_: DecpFormat) -> Iterator[Entry]:
    for index, raw in enumerate(marches):
        yield Entry(raw, index, f"marches[{index}]", format_)


def _entries_of_kinds(marches: dict[str, object]) -> Iterator[Entry]:
    index = 0
    for name, kind in _LISTS.items():
        listed = marches.get(name)
        # A file converted from XML holds the object itself where there is only one.
        alone = [listed] if isinstance(listed, dict) else []
        for rank, raw in enumerate(listed if isinstance(listed, list) else alone):
            yield Entry(raw, index, f"marches.{name}[{rank}]", DecpFormat.V2_0, kind)
            index += 1


def _number(records: Iterator[DecpRecord]) -> Iterator[DecpRecord]:
    """The records with their occurrence: lots that look alike are counted, true repeats point at the first one.

    Two lots of one operation may have one id, holder, amount and day. They differ in some other field, so the
    occurrence counts contents, and a record that differs in nothing is the same lot published again.
    """
    contents: dict[tuple[str, str, str], dict[str, tuple[int, int]]] = {}
    for record in records:
        seen = contents.setdefault((record.buyer.identifier.cleaned, record.group_key, record.match_key), {})
        index = record.position.index
        occurrence, first = seen.setdefault(record.content_hash, (len(seen) + 1, index))
        if first != index:
            repeated = DecpRule.RECORD_REPEATED.finding("", first=str(first + 1))
            findings = (*record.findings, repeated)
            yield record.model_copy(update={"occurrence": occurrence, "repeat_of": first, "findings": findings})
        else:
            yield record if occurrence == 1 else record.model_copy(update={"occurrence": occurrence})
