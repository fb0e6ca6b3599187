"""From a row to a hire: company and contract, then the lot, then the person, then the contract of work.

A row names a hire only when nothing else could be meant; otherwise it is refused, naming the cell that would settle it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from clause.domain.hours import HireWindow
from clause.domain.hours_import import SheetField
from clause.domain.hours_import_headers import folded
from clause.domain.hours_import_rows import ReadRow, lot_key, reference_key
from clause.rules.calendar import Month, Period

_MOST_LISTED = 8


class KnownHire(NamedTuple):
    """A hire that a row may mean, with what rows name it by."""

    window: HireWindow
    siret: str
    contract_reference: str
    lot_number: str | None
    last_name: str
    first_name: str
    birth_date: date


class _Candidate(NamedTuple):
    hire: KnownHire
    lot: str | None
    last_name: str
    first_name: str


class KnownHires:
    """The hires that the rows of a file may mean, found by company and contract."""

    def __init__(self, hires: Iterable[KnownHire], own_siret: str | None = None) -> None:
        self.own_siret = own_siret
        self._contracts: dict[str, dict[str, list[_Candidate]]] = defaultdict(dict)
        keys: dict[str | None, str] = {}
        lots: dict[str | None, str | None] = {}
        for hire in hires:
            if hire.contract_reference not in keys:
                keys[hire.contract_reference] = reference_key(hire.contract_reference)
            if hire.lot_number not in lots:
                lots[hire.lot_number] = lot_key(hire.lot_number) if hire.lot_number else None
            candidate = _Candidate(hire, lots[hire.lot_number], folded(hire.last_name), folded(hire.first_name))
            of_company = self._contracts[hire.siret]
            of_company.setdefault(keys[hire.contract_reference], []).append(candidate)
        self._by_name: dict[tuple[str, str], dict[tuple[str, str], list[_Candidate]]] = {}
        self._by_full_name: dict[tuple[str, str], dict[str, list[_Candidate]]] = {}

    def match(self, row: ReadRow) -> HireWindow | None:
        """The hire of a row whose cells could be read; None when the row is refused, with its finding added.

        IHR-040 to IHR-047, in the order in which a person would look.
        """
        siret = self._siret_of(row)
        if siret is None:
            return None
        of_company = self._contracts.get(siret)
        if not of_company:
            row.refuse("IHR-040", SheetField.SIRET)
            return None
        if row.contract not in of_company:
            known = sorted({one[0].hire.contract_reference for one in of_company.values()})
            row.refuse("IHR-042", SheetField.CONTRACT, known=_listed(known))
            return None
        found = self._people(row, (siret, row.contract), of_company[row.contract])
        found = _of_lot(row, found)
        found = _of_birth(row, found)
        return _of_days(row, found)

    def _siret_of(self, row: ReadRow) -> str | None:
        if self.own_siret is not None:
            if row.siret not in (None, self.own_siret):
                row.refuse("IHR-041", SheetField.SIRET, own=self.own_siret)
                return None
            return self.own_siret
        if row.siret is None:
            row.refuse("IHR-022", SheetField.SIRET)
        return row.siret

    def _people(self, row: ReadRow, key: tuple[str, str], candidates: list[_Candidate]) -> list[_Candidate]:
        if row.last_name and row.first_name:
            found = self._named(key, candidates).get((row.last_name, row.first_name), [])
        else:
            found = self._fully_named(key, candidates).get(row.full_name, [])
        if not found:
            row.refuse("IHR-044", SheetField.LAST_NAME, SheetField.FULL_NAME)
        return found

    def _named(self, key: tuple[str, str], candidates: list[_Candidate]) -> dict[tuple[str, str], list[_Candidate]]:
        if key not in self._by_name:
            names = self._by_name[key] = {}
            for candidate in candidates:
                names.setdefault((candidate.last_name, candidate.first_name), []).append(candidate)
        return self._by_name[key]

    def _fully_named(self, key: tuple[str, str], candidates: list[_Candidate]) -> dict[str, list[_Candidate]]:
        if key not in self._by_full_name:
            names = self._by_full_name[key] = {}
            for one in candidates:
                for name in {f"{one.last_name} {one.first_name}", f"{one.first_name} {one.last_name}"}:
                    names.setdefault(name, []).append(one)
        return self._by_full_name[key]


def _of_lot(row: ReadRow, found: list[_Candidate]) -> list[_Candidate]:
    if not found or row.lot is None:
        return found
    kept = [candidate for candidate in found if candidate.lot == row.lot]
    if not kept:
        known = sorted({candidate.hire.lot_number or "sans numéro" for candidate in found})
        row.refuse("IHR-043", SheetField.LOT, known=_listed(known))
    return kept


def _of_birth(row: ReadRow, found: list[_Candidate]) -> list[_Candidate]:
    if not found:
        return found
    if row.birth_date is not None:
        kept = [candidate for candidate in found if candidate.hire.birth_date == row.birth_date]
        if not kept:
            row.refuse("IHR-046", SheetField.BIRTH_DATE)
        return kept
    people = {candidate.hire.window.participant_id for candidate in found}
    if len(people) > 1:
        row.refuse("IHR-045", SheetField.BIRTH_DATE, SheetField.LAST_NAME, SheetField.FULL_NAME, count=str(len(people)))
        return []
    return found


def _of_days(row: ReadRow, found: list[_Candidate]) -> HireWindow | None:
    """The hire under which the hours were worked; of several that the days do not tell apart, none."""
    if not found or row.month is None:
        return None
    windows = [candidate.hire.window for candidate in found]
    if len(windows) == 1:
        return windows[0]
    meant = _days_meant(row, row.month)
    fitting = [window for window in windows if _is_under_contract(window, meant)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        lots = {window.lot_id for window in fitting}
        wanted = (SheetField.LOT,) if len(lots) == len(fitting) else (SheetField.FIRST_DAY,)
        row.refuse("IHR-047", *wanted, SheetField.LAST_NAME, SheetField.FULL_NAME, count=str(len(fitting)))
        return None
    # None covers these days: the check of the contract's days says why, on the latest one.
    return max(windows, key=lambda window: (window.first_day, window.id))


def _days_meant(row: ReadRow, month: Month) -> Period:
    first, last = row.first_day or month.first_day, row.last_day or month.last_day
    return Period(first, last) if first <= last else month.period


def _is_under_contract(window: HireWindow, meant: Period) -> bool:
    return window.first_day <= meant.last_day and (window.end_day is None or window.end_day >= meant.first_day)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MOST_LISTED]) + ("…" if len(names) > _MOST_LISTED else "")
