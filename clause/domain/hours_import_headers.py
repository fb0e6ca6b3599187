"""What the columns of a sheet mean, found by their headings as payroll clerks write them.

A heading is compared without accents, case and punctuation. Two columns that could both be the one wanted are not
chosen between: the sender says which in a mapping, which is then remembered for the same headings.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from clause.domain.findings import Finding, Severity
from clause.domain.hours_import import (
    REPORT_HEADING,
    Cell,
    MappingSource,
    SheetColumn,
    SheetField,
    SheetLayout,
    cell_address,
    column_letter,
)
from clause.rules.calendar import Month

ROWS_SEARCHED = 40
"""A heading stands among the first rows of its sheet."""
LONGEST_HEADER = 200

_OF_SOMEBODY = (
    r"( (du |de la |de l |d un )?(salariee?|salarie e|beneficiaire|participant|personne|employe|agent|candidat))?"
)
_HOURS = r"(nb|nbr|nbre|nombre|total|volume|total des|nombre total)? ?(d |de |des )?(heures|heure|hrs|h)"
_PATTERNS: dict[SheetField, str] = {
    SheetField.SIRET: r"((n|no|num|numero) )?(de )?siret"
    r"( (de )?(l )?(entreprise|employeur|societe|titulaire|etablissement|siae|eti|etti|ai))?",
    SheetField.CONTRACT: r"((n|no|num|numero|ref|reference|code|id|identifiant) )?(du |de )?"
    r"((marche|contrat)( public)?|marche contrat|contrat marche)",
    SheetField.LOT: r"((n|no|num|numero|code) )?(du |de )?lot( n| no| numero)?",
    SheetField.LAST_NAME: r"nom( de famille| usuel| d usage| usage)?" + _OF_SOMEBODY,
    SheetField.FIRST_NAME: r"prenoms?" + _OF_SOMEBODY,
    SheetField.FULL_NAME: r"(noms?( et)? prenoms?|prenoms?( et)? noms?|nom complet|identite)"
    + _OF_SOMEBODY
    + r"|salaries?|salarie e|beneficiaires?|participants?|employes?|agents?",
    SheetField.BIRTH_DATE: r"(date )?(de )?naissance|date de naiss|date naiss|ddn|nee? le|ne e le|date de naissance"
    + _OF_SOMEBODY,
    SheetField.MONTH: r"mois( annee| et annee)?( de (paie|travail|declaration|reference))?"
    r"|mois (concerne|declare|travaille)|periode( de (paie|travail|declaration|reference))?"
    r"|periode (concernee|declaree)",
    SheetField.YEAR: r"annee",
    SheetField.FIRST_DAY: r"du|periode du|du jour|(premier|1er) jour( travaille)?|debut (de )?(la )?periode"
    r"|date (de )?debut (de )?(la )?periode",
    SheetField.LAST_DAY: r"au|periode au|au jour|dernier jour( travaille)?|fin (de )?(la )?periode"
    r"|date (de )?fin (de )?(la )?periode",
    SheetField.HOURS: _HOURS + r"( (d |de l )?insertion| travaillees?| effectuees?| realisees?| declarees?| payees?"
    r"| du mois| mois| de travail)*",
    SheetField.TRAINING_HOURS: r"(" + _HOURS + r" )?(de |d |en )?formation( heures| h)?",
    SheetField.TRAINING_INCLUDED: r"dont (" + _HOURS + r" )?(de |d |en )?formation( heures| h)?",
    SheetField.NATURE: r"(nature|type)( (des |d |de l )?(heures|heure|activite))?",
}
_COMPILED = {field: re.compile(pattern) for field, pattern in _PATTERNS.items()}

# Enough for a row to be a heading: a person, and something counted.
_PEOPLE = frozenset({SheetField.LAST_NAME, SheetField.FIRST_NAME, SheetField.FULL_NAME})
_COUNTED = frozenset({SheetField.HOURS, SheetField.TRAINING_HOURS, SheetField.TRAINING_INCLUDED})

_MONTHS = (
    ("janvier", "janv", "jan"),
    ("fevrier", "fevr", "fev"),
    ("mars", "mar"),
    ("avril", "avr"),
    ("mai",),
    ("juin",),
    ("juillet", "juil"),
    ("aout",),
    ("septembre", "sept", "sep"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)
MONTHS_BY_NAME = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}


_APART = re.compile(r"[^0-9a-z]+")


def folded(text: str) -> str:
    """A text without what its spellings differ by: accents, case, hyphens, apostrophes, spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"))
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
    elif text.isalnum():
        return text.lower()
    return _APART.sub(" ", text.casefold()).strip()


_REPORT = folded(REPORT_HEADING)


def field_of(header: str) -> SheetField | None:
    """What a heading announces; None when it announces nothing that is read."""
    plain = folded(re.sub(r"\(.*?\)", " ", header))
    for field, pattern in _COMPILED.items():
        if plain and pattern.fullmatch(plain):
            return field
    return None


def signature_of(headers: Sequence[str]) -> str:
    """What two rows of headings share when they say the same in the same order."""
    plain = [folded(header) for header in headers]
    own = plain[1:] if plain[:1] == [_REPORT] else plain
    return hashlib.sha256("\x1f".join(own).encode()).hexdigest()


def headers_in(cells: Sequence[Cell]) -> list[str]:
    """The cells of a row as headings."""
    return ["" if cell is None else str(cell)[:LONGEST_HEADER].strip() for cell in cells]


def find_header(rows: Sequence[tuple[int, list[Cell]]], given: Mapping[str, SheetField | None]) -> int | None:
    """The index of the row of headings among the first rows of a sheet: the one that announces most; None without."""
    best, most = None, 0
    for index, (_, cells) in enumerate(rows):
        found = {field for field in map(field_of, headers_in(cells)) if field}
        named = sum(1 for header in headers_in(cells) if folded(header) and folded(header) in given)
        enough = bool(found & _PEOPLE and found & _COUNTED) or named >= 2
        if enough and len(found) + named > most:
            best, most = index, len(found) + named
    return best


def folded_mapping(mapping: Mapping[str, SheetField | None]) -> dict[str, SheetField | None]:
    """A mapping whose headings can be compared; a column may also be named by its letter."""
    return {folded(column): field for column, field in mapping.items() if folded(column)}


def read_layout(
    sheet: str, header_row: int, cells: Sequence[Cell], mapping: Mapping[str, SheetField | None], source: MappingSource
) -> tuple[SheetLayout, tuple[Finding, ...]]:
    """How a sheet is read, and what is unclear about it: fields announced twice (IHR-002) or missing (IHR-003)."""
    headers = headers_in(cells)
    columns: list[SheetColumn] = []
    given: set[str] = set()
    shift = 1 if headers and folded(headers[0]) == _REPORT else 0
    for index, header in enumerate(headers):
        letter = column_letter(index)
        typed = column_letter(index - shift).casefold() if index >= shift else ""
        said = next((name for name in (folded(header), typed) if name and name in mapping), None)
        field = mapping[said] if said is not None else (field_of(header) if header else None)
        if header or field:
            columns.append(SheetColumn(column=letter, header=header, field=field))
        if said is not None:
            given.add(letter)
    columns = _without_repeats(columns, given)
    layout = SheetLayout(
        sheet=sheet,
        header_row=header_row,
        columns=tuple(columns),
        source=source if mapping else MappingSource.RECOGNISED,
        signature=signature_of(headers),
        sheet_month=month_named(sheet),
    )
    return layout, (*_doubled(layout), *_missing(layout))


def _without_repeats(columns: list[SheetColumn], given: set[str]) -> list[SheetColumn]:
    """A column that the mapping names wins over those that only look like it."""
    named = {column.field for column in columns if column.column in given} - {None}
    return [
        column.model_copy(update={"field": None}) if column.field in named and column.column not in given else column
        for column in columns
    ]


def _doubled(layout: SheetLayout) -> list[Finding]:
    counted = Counter(column.field for column in layout.columns if column.field)
    return [
        Finding(
            code="IHR-002",
            field=cell_address(layout.sheet, column.column, layout.header_row),
            raw=column.header,
            values={"field": column.field.value},
        )
        for column in layout.columns
        if column.field and counted[column.field] > 1
    ]


def _missing(layout: SheetLayout) -> list[Finding]:
    found = {column.field for column in layout.columns}
    wanted = [
        (SheetField.CONTRACT, SheetField.CONTRACT in found),
        (SheetField.LAST_NAME, SheetField.FULL_NAME in found or SheetField.LAST_NAME in found),
        (SheetField.FIRST_NAME, SheetField.FULL_NAME in found or SheetField.FIRST_NAME in found),
        (SheetField.HOURS, bool(found & _COUNTED)),
        (SheetField.MONTH, bool(found & {SheetField.MONTH, SheetField.FIRST_DAY} or layout.sheet_month)),
    ]
    address = cell_address(layout.sheet, "A", layout.header_row)
    return [
        Finding(code="IHR-003", field=address, values={"field": field.value})
        for field, is_there in wanted
        if not is_there
    ]


def month_named(text: str) -> Month | None:
    """The month that a text names in letters with its year (``mars 2026``, ``Paie mars-26``), or None."""
    words = folded(text).split()
    names = [MONTHS_BY_NAME[word] for word in words if word in MONTHS_BY_NAME]
    years = [int(word) for word in words if re.fullmatch(r"20[0-9]{2}", word)]
    if len(years) == 0:
        years = [2000 + int(word) for word in words if re.fullmatch(r"[0-9]{2}", word)]
    return Month(years[0], names[0]) if len(names) == len(years) == 1 else None


def unread_sheet(sheet: str, *, is_hidden: bool) -> Finding:
    """What is said of a sheet without a row of headings: it was looked at, and nothing in it is hours."""
    return Finding(
        code="IHR-001", severity=Severity.INFO, field=sheet or "A1", values={"hidden": "masquée" if is_hidden else ""}
    )
