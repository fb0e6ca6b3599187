"""Who buys and who holds, in a record and in its modifications."""

from collections.abc import Mapping

from clause.domain.decp import Buyer, DecpRule, Holder
from clause.domain.identifiers import (
    IdentifierKind,
    IdentifierReading,
    SiretReading,
    SiretVerdict,
    read_identifier,
    read_siret,
)
from clause.gateways.decp_fields import NAME_CHARACTERS, Fields, Notes, is_nothing, read_text, unwrap

_HOLDER_NAMES = ("denominationSociale", "nom")


def read_buyer(fields: Fields, notes: Notes) -> Buyer:
    """The buyer, or for a concession the granting authority; a bare identifier in its place is taken as such."""
    value, path = fields.get("acheteur", "autoriteConcedante")
    if not isinstance(value, dict):
        value = {"id": value}
    inside = Fields(value, path)
    raw, path = inside.get("id")
    reading = read_siret(raw)
    if reading.verdict is SiretVerdict.ALL_ZEROS or not any(figure in reading.cleaned for figure in "0123456789"):
        notes.add(DecpRule.BUYER_MISSING, path, raw)
    elif reading.siret is None:
        notes.add(DecpRule.BUYER_INVALID, path, raw, verdict=reading.verdict.value)
    elif reading.verdict is SiretVerdict.VALID_AFTER_CLEANING:
        notes.add(DecpRule.SIRET_CLEANED, path, raw, siret=reading.siret)
    return Buyer(identifier=reading, name=read_text(*inside.get("nom"), notes, NAME_CHARACTERS))


def read_holders(value: object, path: str, wrapper: str, notes: Notes) -> tuple[Holder, ...]:
    """The holders of a list, each once, in their order; the wrapper is the key that format 2.0 puts around each."""
    holders: list[Holder] = []
    named: set[tuple[str, str]] = set()
    for rank, item in enumerate(unwrap(value, wrapper)):
        where = f"{path}[{rank}]"
        if not isinstance(item, Mapping):
            notes.add(DecpRule.HOLDER_NOT_AN_OBJECT, where, item)
            continue
        holder = _read_holder(Fields(dict(item), where), notes)
        if holder is None:
            continue
        identity = (holder.identifier.kind, holder.identifier.value)
        if identity in named:
            notes.add(DecpRule.HOLDER_REPEATED, where, holder.identifier.value)
            continue
        holders.append(holder)
        if holder.identifier.value:
            named.add(identity)
    return tuple(holders)


def _read_holder(fields: Fields, notes: Notes) -> Holder | None:
    raw_kind, kind_path = fields.get("typeIdentifiant")
    raw_value, path = fields.get("id")
    name = read_text(*fields.get(*_HOLDER_NAMES), notes, NAME_CHARACTERS)
    identifier = read_identifier(raw_kind, None if is_nothing(raw_value) else raw_value)
    if not identifier.value:
        notes.add(DecpRule.HOLDER_UNIDENTIFIED, path, raw_value)
        return Holder(identifier=identifier, name=name) if name else None
    if identifier.siret is not None:
        _note_siret(identifier.siret, path, notes)
    _note_register(identifier, kind_path, notes)
    return Holder(identifier=identifier, name=name)


def _note_siret(reading: SiretReading, path: str, notes: Notes) -> None:
    if reading.siret is None:
        notes.add(DecpRule.HOLDER_SIRET_INVALID, path, reading.raw, verdict=reading.verdict.value)
    elif reading.verdict is SiretVerdict.VALID_AFTER_CLEANING:
        notes.add(DecpRule.SIRET_CLEANED, path, reading.raw, siret=reading.siret)


def _note_register(identifier: IdentifierReading, path: str, notes: Notes) -> None:
    if identifier.kind is IdentifierKind.UNKNOWN:
        notes.add(DecpRule.REGISTER_UNKNOWN, path, identifier.raw_kind, value=identifier.value)
    elif identifier.raw_kind != identifier.kind.value:
        notes.add(DecpRule.REGISTER_RESPELT, path, identifier.raw_kind, register=identifier.kind.value)
