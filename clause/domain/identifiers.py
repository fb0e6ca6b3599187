"""Identifiers of buyers and companies as people type them: read once, kept as typed, then trusted.

Two ways in. ``parse_siret`` is for a form or an API body: it gives a ``Siret`` or refuses. ``read_siret`` and
``read_identifier`` are for files of others: they never refuse, they say what the text is worth and keep it.

Only separators are taken away (spaces of any kind, tabs, dots, hyphens). A zero lost at the start is never put back:
a padded number may be the valid number of somebody else. The arithmetic is python-stdnum's: Luhn over the 14 digits
and over the first nine, and for La Poste (SIREN 356000000) also a digit sum that is a multiple of five. Fourteen
zeros satisfy Luhn and yet name nobody, so they have a verdict of their own.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import NewType

from pydantic import BaseModel, ConfigDict
from stdnum import luhn
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

from clause.domain.errors import Refused, Unreadable

Siret = NewType("Siret", str)
"""Fourteen digits that passed the arithmetic; whether the establishment exists is another question."""

Siren = NewType("Siren", str)
"""Nine digits that passed the arithmetic."""

RAW_KEPT_CHARACTERS = 200

_SHORT_TEXT_CHARACTERS = 40
_LA_POSTE = "356000000"
_SEPARATORS = re.compile(r"[\s.\-_\u00ad\u200b-\u200f\u2010-\u2015\u2060\ufeff]+")
_DIGITS_9 = re.compile(r"[0-9]{9}")
_DIGITS_14 = re.compile(r"[0-9]{14}")


class SiretVerdict(StrEnum):
    """What a text given as a SIRET is worth; the first three can be used as one."""

    VALID = "valid"
    VALID_LA_POSTE = "valid-la-poste"
    VALID_AFTER_CLEANING = "valid-after-cleaning"
    SIREN_VALID = "siren-valid"
    SIREN_INVALID = "siren-invalid"
    INVALID_LUHN = "invalid-luhn"
    INVALID_SHAPE = "invalid-shape"
    ALL_ZEROS = "all-zeros"
    MISSING = "missing"


class SiretReading(BaseModel):
    """A text read as a SIRET: its verdict, the number where there is one, and the text as it came."""

    model_config = ConfigDict(frozen=True)

    verdict: SiretVerdict
    siret: Siret | None = None
    siren: Siren | None = None
    """Also given for a lone SIREN; the company is then known, its establishment is not."""
    cleaned: str
    raw: str


class IdentifierKind(StrEnum):
    """The registers a holder may be named by, in the spelling of the DECP formats."""

    SIRET = "SIRET"
    TVA = "TVA"
    TAHITI = "TAHITI"
    RIDET = "RIDET"
    FRWF = "FRWF"
    IREP = "IREP"
    UE = "UE"
    HORS_UE = "HORS-UE"
    UNKNOWN = "UNKNOWN"


class IdentifierReading(BaseModel):
    """An identifier with its register; ``siret`` is there only when the register is SIRET."""

    model_config = ConfigDict(frozen=True)

    kind: IdentifierKind
    value: str
    """Without spaces and in capitals, for a SIRET without any separator; empty when nothing was given."""
    siret: SiretReading | None = None
    raw_kind: str | None = None


_KINDS_BY_SPELLING = {
    "SIRET": IdentifierKind.SIRET,
    "TVA": IdentifierKind.TVA,
    "TVAINTRA": IdentifierKind.TVA,
    "TVAINTRACOMMUNAUTAIRE": IdentifierKind.TVA,
    "TAHITI": IdentifierKind.TAHITI,
    "RIDET": IdentifierKind.RIDET,
    "FRWF": IdentifierKind.FRWF,
    "FRW": IdentifierKind.FRWF,
    "IREP": IdentifierKind.IREP,
    "UE": IdentifierKind.UE,
    "HORSUE": IdentifierKind.HORS_UE,
    "HORSUNIONEUROPEENNE": IdentifierKind.HORS_UE,
}


def parse_siret(raw: str) -> Siret:
    """The SIRET that was typed, separators taken away.

    Raises Unreadable IDN-001 (nothing, not 14 digits, zeros), IDN-002 (a SIREN: five digits are missing) and
    Refused IDN-003 (a wrong digit: the check sum does not fit).
    """
    reading = read_siret(raw)
    if reading.siret is not None:
        return reading.siret
    if reading.verdict is SiretVerdict.INVALID_LUHN:
        raise Refused("IDN-003", raw=reading.raw)
    if reading.verdict in (SiretVerdict.SIREN_VALID, SiretVerdict.SIREN_INVALID):
        raise Unreadable("IDN-002", raw=reading.raw)
    raise Unreadable("IDN-001", raw=reading.raw)


def read_siret(raw: object) -> SiretReading:
    """What a value of any type is worth as a SIRET; never raises, never pads."""
    text = _typed_text(raw)
    return _remembered_reading(text) if len(text) <= _SHORT_TEXT_CHARACTERS else _reading_of_text(text)


def _reading_of_text(text: str) -> SiretReading:
    cleaned = _SEPARATORS.sub("", text)
    kept = {"cleaned": cleaned[:RAW_KEPT_CHARACTERS], "raw": text[:RAW_KEPT_CHARACTERS]}
    if not cleaned:
        return SiretReading(verdict=SiretVerdict.MISSING, **kept)
    if _DIGITS_14.fullmatch(cleaned):
        return _reading_of_14_digits(cleaned, kept)
    if _DIGITS_9.fullmatch(cleaned):
        return _reading_of_9_digits(cleaned, kept)
    return SiretReading(verdict=SiretVerdict.INVALID_SHAPE, **kept)


def read_identifier(raw_kind: object, raw_value: object) -> IdentifierReading:
    """A holder's identifier with its register, whatever their spelling; never raises.

    Where no register is named, a value of 9 or 14 digits is read as a SIRET: it is what publishers leave unsaid.
    """
    kind_text = _typed_text(raw_kind)
    kind = _read_kind(kind_text)
    reading = read_siret(raw_value)
    if not kind_text.strip() and reading.verdict not in (SiretVerdict.INVALID_SHAPE, SiretVerdict.MISSING):
        kind = IdentifierKind.SIRET
    named = kind_text[:RAW_KEPT_CHARACTERS] or None
    if kind is IdentifierKind.SIRET:
        return IdentifierReading(kind=kind, value=reading.siret or reading.cleaned, siret=reading, raw_kind=named)
    return IdentifierReading(kind=kind, value="".join(reading.raw.split()).upper(), raw_kind=named)


_remembered_reading = lru_cache(maxsize=4096)(_reading_of_text)
"""For short texts only, to bound the memory: a file names the same buyers over and over."""


def _typed_text(raw: object) -> str:
    if raw is None or isinstance(raw, bool):
        return ""
    if isinstance(raw, str):
        return raw
    # A number has lost only the zeros at its start; a list, an object or a number beyond any register is no identifier.
    return str(raw) if isinstance(raw, int) and abs(raw) < 10**RAW_KEPT_CHARACTERS else f"<{type(raw).__name__}>"


def _reading_of_14_digits(cleaned: str, kept: dict[str, str]) -> SiretReading:
    siren = _siren_or_none(cleaned[:9])
    if not cleaned.strip("0"):
        return SiretReading(verdict=SiretVerdict.ALL_ZEROS, **kept)
    if siren is None or not _is_siret(cleaned):
        return SiretReading(verdict=SiretVerdict.INVALID_LUHN, siren=siren, **kept)
    verdict = SiretVerdict.VALID
    if kept["raw"] != cleaned:
        verdict = SiretVerdict.VALID_AFTER_CLEANING
    elif siren == _LA_POSTE and not luhn.is_valid(cleaned):
        verdict = SiretVerdict.VALID_LA_POSTE
    return SiretReading(verdict=verdict, siret=Siret(cleaned), siren=siren, **kept)


def _reading_of_9_digits(cleaned: str, kept: dict[str, str]) -> SiretReading:
    if not cleaned.strip("0"):
        return SiretReading(verdict=SiretVerdict.ALL_ZEROS, **kept)
    siren = _siren_or_none(cleaned)
    verdict = SiretVerdict.SIREN_INVALID if siren is None else SiretVerdict.SIREN_VALID
    return SiretReading(verdict=verdict, siren=siren, **kept)


def _is_siret(digits: str) -> bool:
    if stdnum_siret.is_valid(digits):
        return True
    # python-stdnum once knew nothing of La Poste, and now refuses its numbers that pass plain Luhn, save one.
    if digits.startswith(_LA_POSTE):
        return bool(luhn.is_valid(digits)) or sum(map(int, digits)) % 5 == 0
    return False


def _siren_or_none(digits: str) -> Siren | None:
    return Siren(digits) if digits.strip("0") and stdnum_siren.is_valid(digits) else None


def _read_kind(text: str) -> IdentifierKind:
    decomposed = unicodedata.normalize("NFKD", text).upper()
    letters = re.sub(r"[^A-Z]", "", decomposed)
    return _KINDS_BY_SPELLING.get(letters, IdentifierKind.UNKNOWN)
