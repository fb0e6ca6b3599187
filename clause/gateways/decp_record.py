"""One entry of a DECP file made into a ``DecpRecord``, in whatever state it is.

Both formats go the same way: a field is looked for under the names of either, a list is taken out of whatever
wrapping, and the kind of record says which name comes first. What the rules do is told in ``clause.domain.decp``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from clause.domain import decp
from clause.domain.decp import DecpFormat, DecpRecord, DecpRule, Modification, RecordKind, SocialConsideration
from clause.domain.decp_follow_up import assess_follow_up
from clause.domain.identifiers import read_siret
from clause.gateways import decp_lists as lists
from clause.gateways.decp_fields import (
    OBJECT_CHARACTERS,
    Fields,
    Notes,
    fold,
    is_nothing,
    note_placeholder_amount,
    read_amount,
    read_choice,
    read_choices,
    read_cpv,
    read_day,
    read_months,
    read_text,
    unwrap,
)
from clause.gateways.decp_json import bound
from clause.gateways.decp_parties import read_buyer, read_holders
from clause.gateways.decp_text import find_lot_number

_CUT_OBJECT_CHARACTERS = 256
_LONG_CONTRACT_MONTHS = 120
_LARGEST_MODIFICATION_NUMBER = 9999


@dataclass(frozen=True)
class Entry:
    """An entry of the file before it is read, and where it stands; the kind is None where the file does not say."""

    raw: object
    index: int
    path: str
    format: DecpFormat
    kind: RecordKind | None = None


def read_record(entry: Entry) -> DecpRecord:
    """The record that an entry holds, with its findings; never raises, whatever the entry is."""
    raw, was_cut = bound(entry.raw)
    notes = Notes()
    if was_cut:
        notes.add(DecpRule.TOO_DEEP, "")
    if isinstance(raw, dict):
        fields = Fields(raw)
        kind = entry.kind or _kind_of(fields)
        content = _read_content(fields, kind, entry.format, notes)
    else:
        notes.add(DecpRule.NOT_AN_OBJECT, "", raw)
        kind = entry.kind or RecordKind.MARCHE
        content = {"buyer": decp.Buyer(identifier=read_siret(None)), "match_key": decp.match_key((), None, None)}
    findings = tuple(notes.findings)
    raw_json = decp.canonical_json(raw)
    return DecpRecord(
        position=decp.Position(index=entry.index, kind=kind, path=entry.path),
        format=entry.format,
        reading=decp.reading_of(findings),
        findings=findings,
        raw_json=raw_json,
        content_hash=decp.content_hash(raw_json),
        **content,
    )


def _read_content(fields: Fields, kind: RecordKind, format_: DecpFormat, notes: Notes) -> dict[str, Any]:
    buyer = read_buyer(fields, notes)
    source_id = _read_id(fields, notes)
    text = _read_object(fields, format_, notes)
    value, path = fields.get("titulaires", "concessionnaires")
    holders = read_holders(value, path, path.removesuffix("s"), notes)
    _note_parties(buyer, source_id, text, holders, notes)
    notified_on, published_on = _read_days(fields, kind, notes)
    amount = _read_contract_amount(fields, kind, notes)
    considerations = _read_considerations(fields, format_, notes)
    follow_up, reasons = assess_follow_up(considerations, text)
    return {
        "buyer": buyer,
        "source_id": source_id,
        "uid": _uid(fields, buyer, source_id, notes),
        "object": text,
        "holders": holders,
        "consortium_kind": _read_consortium(fields, len(holders), notes),
        "notified_on": notified_on,
        "published_on": published_on,
        "amount_excl_vat": amount,
        "duration_months": _read_duration(fields, kind, notes),
        "cpv": _read_contract_cpv(fields, kind, notes),
        "social_considerations": considerations,
        "follow_up": follow_up,
        "follow_up_reasons": reasons,
        "lot_number_hint": find_lot_number(text, source_id, id_ends_with_sequence=format_ is DecpFormat.V1_5_0),
        "modifications": _read_modifications(fields, amount, notes),
        "match_key": decp.match_key(holders, amount, notified_on),
        **_read_terms(fields, notes),
    }


def _kind_of(fields: Fields) -> RecordKind:
    type_, _ = fields.get("_type", "nature")
    named = isinstance(type_, str) and ("concession" in fold(type_) or "delegation" in fold(type_))
    shaped = fields.has("autoriteConcedante", "concessionnaires", "valeurGlobale")
    return RecordKind.CONCESSION if named or shaped else RecordKind.MARCHE


def _read_id(fields: Fields, notes: Notes) -> str | None:
    value, path = fields.get("id")
    source_id = None if is_nothing(value) else read_text(value, path, notes)
    if source_id and source_id.strip("0"):
        return source_id
    notes.add(DecpRule.ID_MISSING, path, value)
    return None


def _read_object(fields: Fields, format_: DecpFormat, notes: Notes) -> str | None:
    value, path = fields.get("objet")
    text = read_text(value, path, notes, OBJECT_CHARACTERS)
    if text is None:
        notes.add(DecpRule.OBJECT_MISSING, path, value)
    elif format_ is DecpFormat.V1_5_0 and isinstance(value, str) and len(value) == _CUT_OBJECT_CHARACTERS:
        notes.add(DecpRule.OBJECT_MAY_BE_CUT, path, value)
    return text


def _note_parties(
    buyer: decp.Buyer, source_id: str | None, text: str | None, holders: tuple[decp.Holder, ...], notes: Notes
) -> None:
    if not holders:
        notes.add(DecpRule.HOLDERS_MISSING, "titulaires")
    if not holders and source_id is None and text is None:
        notes.add(DecpRule.NOTHING_TO_KNOW_IT_BY, "id")
    sirets = {holder.identifier.siret.siret for holder in holders if holder.identifier.siret}
    if buyer.identifier.siret and buyer.identifier.siret in sirets:
        notes.add(DecpRule.BUYER_IS_HOLDER, "titulaires", buyer.identifier.siret)


def _uid(fields: Fields, buyer: decp.Buyer, source_id: str | None, notes: Notes) -> str | None:
    if source_id is None or not buyer.identifier.cleaned:
        return None
    uid = buyer.identifier.cleaned + source_id
    stated, path = fields.get("uid")
    if not is_nothing(stated) and stated != uid:
        notes.add(DecpRule.UID_DIFFERS, path, stated, uid=uid)
    return uid


def _read_days(fields: Fields, kind: RecordKind, notes: Notes) -> tuple[date | None, date | None]:
    names = ("dateNotification", "dateSignature")
    value, path = fields.get(*(names if kind is RecordKind.MARCHE else reversed(names)))
    notified_on = read_day(value, path, notes)
    if is_nothing(value):
        notes.add(DecpRule.NOTIFICATION_MISSING, path, value)
    value, path = fields.get("datePublicationDonnees")
    published_on = read_day(value, path, notes)
    if is_nothing(value):
        notes.add(DecpRule.PUBLICATION_MISSING, path, value)
    if notified_on and published_on and published_on < notified_on:
        notes.add(DecpRule.PUBLISHED_BEFORE_NOTIFIED, path, value, notified_on=notified_on.isoformat())
    return notified_on, published_on


def _read_contract_amount(fields: Fields, kind: RecordKind, notes: Notes) -> Decimal | None:
    names = ("montant", "valeurGlobale")
    value, path = fields.get(*(names if kind is RecordKind.MARCHE else reversed(names)))
    amount = read_amount(value, path, notes)
    if is_nothing(value):
        notes.add(DecpRule.AMOUNT_MISSING, path, value)
    note_placeholder_amount(amount, path, notes)
    return amount


def _read_duration(fields: Fields, kind: RecordKind, notes: Notes) -> int | None:
    value, path = fields.get("dureeMois")
    months = read_months(value, path, notes)
    if is_nothing(value):
        notes.add(DecpRule.DURATION_MISSING, path, value)
    if months and months > _LONG_CONTRACT_MONTHS and kind is RecordKind.MARCHE:
        notes.add(DecpRule.DURATION_LONG, path, value)
    return months


def _read_contract_cpv(fields: Fields, kind: RecordKind, notes: Notes) -> str | None:
    value, path = fields.get("codeCPV")
    if is_nothing(value) and kind is RecordKind.MARCHE:
        notes.add(DecpRule.CPV_MISSING, path, value)
    return read_cpv(value, path, notes)


def _read_considerations(fields: Fields, format_: DecpFormat, notes: Notes) -> tuple[SocialConsideration, ...]:
    value, path = fields.get("considerationsSociales")
    found: list[SocialConsideration] = []
    for item in _listed_texts(value, "considerationSociale"):
        known = lists.CONSIDERATIONS.get(fold(item)) if isinstance(item, str) else None
        if known is None:
            notes.add(DecpRule.CONSIDERATION_UNKNOWN, path, item)
        elif known not in found:
            found.append(known)
    if SocialConsideration.NONE in found and len(found) > 1:
        notes.add(DecpRule.CONSIDERATIONS_CONTRADICTORY, path, value)
    if format_ is DecpFormat.V2_0 and not found:
        notes.add(DecpRule.CONSIDERATIONS_MISSING, path, value)
    return tuple(found)


def _listed_texts(value: object, name: str) -> list[object]:
    """The items of a list; a text may itself be a list, joined by commas or printed by Python."""
    items: list[object] = []
    for item in unwrap(value, name):
        if isinstance(item, str):
            parts = (part.strip(" []'\"") for part in item.replace(";", ",").split(","))
            items += [part for part in parts if not is_nothing(part)]
        else:
            items.append(item)
    return items


def _read_consortium(fields: Fields, holders_count: int, notes: Notes) -> decp.ConsortiumKind:
    value, path = fields.get("typeGroupementOperateurs")
    known = lists.CONSORTIUMS.get(fold(value)) if isinstance(value, str) else None
    if known is not None:
        return known
    if not is_nothing(value):
        notes.add(DecpRule.VALUE_OUTSIDE_LIST, path, value)
    return decp.ConsortiumKind.NONE if holders_count == 1 else decp.ConsortiumKind.UNKNOWN


def _read_terms(fields: Fields, notes: Notes) -> dict[str, Any]:
    framework, path = fields.get("idAccordCadre")
    return {
        "nature": read_choice(*fields.get("nature"), notes, lists.NATURES),
        "procedure": read_choice(*fields.get("procedure"), notes, lists.PROCEDURES),
        "price_form": read_choice(*fields.get("formePrix"), notes, lists.PRICE_FORMS),
        "price_types": read_choices(*fields.get("typesPrix", "typePrix"), notes, lists.PRICE_TYPES, "typePrix"),
        "techniques": read_choices(*fields.get("techniques"), notes, lists.TECHNIQUES, "technique"),
        "ccag": read_choice(*fields.get("ccag"), notes, lists.CCAGS),
        "framework_reference": None if is_nothing(framework) else read_text(framework, path, notes),
        "place": _read_place(fields, notes),
    }


def _read_place(fields: Fields, notes: Notes) -> decp.Place | None:
    value, path = fields.get("lieuExecution")
    if value is not None and not isinstance(value, dict):
        notes.add(DecpRule.WRONG_TYPE, path, value)
    inside = Fields(value if isinstance(value, dict) else {}, path)
    place = decp.Place(
        code=read_text(*inside.get("code"), notes),
        type_code=read_choice(*inside.get("typeCode"), notes, lists.PLACE_TYPES),
        name=read_text(*inside.get("nom"), notes, OBJECT_CHARACTERS),
    )
    return place if place.code or place.name else None


def _read_modifications(fields: Fields, amount: Decimal | None, notes: Notes) -> tuple[Modification, ...]:
    value, path = fields.get("modifications")
    found = []
    for rank, item in enumerate(unwrap(value, "modification")):
        where = f"{path}[{rank}]"
        if isinstance(item, dict):
            found.append(_read_modification(Fields(item, where), rank + 1, amount, decp.canonical_json(item), notes))
        else:
            notes.add(DecpRule.MODIFICATION_NOT_AN_OBJECT, where, item)
    return tuple(found)


def _read_modification(fields: Fields, rank: int, initial: Decimal | None, raw_json: str, notes: Notes) -> Modification:
    notified, path = fields.get("dateNotificationModification", "dateSignatureModification")
    if is_nothing(notified):
        notes.add(DecpRule.MODIFICATION_UNDATED, path, notified)
    stated, amount_path = fields.get("montant", "valeurGlobale")
    amount_stated = read_amount(stated, amount_path, notes, may_be_negative=True)
    if amount_stated is not None and initial is not None and amount_stated < initial / 2:
        notes.add(DecpRule.AMOUNT_MAY_BE_A_DIFFERENCE, amount_path, stated, initial=str(initial))
    holders, holders_path = fields.get("titulaires", "concessionnaires")
    return Modification(
        number=_read_modification_number(fields.get("id")[0], rank),
        object=read_text(*fields.get("objetModification"), notes, OBJECT_CHARACTERS),
        notified_on=read_day(notified, path, notes),
        published_on=read_day(*fields.get("datePublicationDonneesModification"), notes),
        amount_stated=amount_stated,
        duration_months=read_months(*fields.get("dureeMois"), notes),
        holders=read_holders(holders, holders_path, holders_path.rpartition(".")[2].removesuffix("s"), notes),
        content_hash=decp.content_hash(raw_json),
    )


def _read_modification_number(value: object, rank: int) -> int:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST_MODIFICATION_NUMBER))
    return int(text) if is_number else rank
