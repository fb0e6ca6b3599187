"""Articles of the code, today's and the repealed one, and the basis that each names."""

import pytest

from clause.rules.legal_basis import REFERENCES, LegalBasis, basis_of_article


@pytest.mark.parametrize(
    ("article", "basis"),
    [
        ("L2112-2", LegalBasis.PERFORMANCE_CONDITION),
        ("L. 2112-2", LegalBasis.PERFORMANCE_CONDITION),
        ("article L2112-2-1", LegalBasis.MANDATORY_CONDITION),
        ("Art. R. 2152-7", LegalBasis.AWARD_CRITERION),
        ("L2113-13", LegalBasis.RESERVED_INSERTION),
        ("L2113-13-1", LegalBasis.RESERVED_PRISON),
        ("art. 14", LegalBasis.PERFORMANCE_CONDITION),
        ("15", LegalBasis.RESERVED_DISABILITY),
        ("article 30", LegalBasis.INSERTION_AS_OBJECT),
        ("53", LegalBasis.AWARD_CRITERION),
        ("L2113-14", None),
        ("140", None),
        ("", None),
    ],
)
def test_both_vocabularies_are_read(article: str, basis: LegalBasis | None) -> None:
    assert basis_of_article(article) is basis


def test_every_basis_names_its_article() -> None:
    assert set(REFERENCES) == set(LegalBasis)
    assert all(reference.article for reference in REFERENCES.values())
