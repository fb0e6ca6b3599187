"""How each rule of journals and their seals is broken."""

from tests.db.breaking_cases import A, Row, one, twice

UNIQUE: dict[str, tuple[str, list[Row]]] = {
    "journal_seal_unique_number": ("journal_seal", twice(number=1)),
    "journal_seal_unique_org_seq": ("journal_seal", twice(org_id=A, seq=1)),
}

CHECKS: dict[str, tuple[str, list[Row]]] = {
    "journal_seal_numbers_positive": ("journal_seal", one(number=0, seq=1)),
    "journal_format_known": ("journal", one(format=3)),
}
