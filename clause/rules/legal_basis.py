"""On what a social consideration rests: the articles of the public procurement code, and what older documents cite."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from clause.rules.reference import LegalReference


class LegalBasis(StrEnum):
    """The kinds of social consideration that contracts rest on."""

    PERFORMANCE_CONDITION = "PERFORMANCE_CONDITION"
    """A condition of performance, by far the usual one; offers are not scored on it."""
    MANDATORY_CONDITION = "MANDATORY_CONDITION"
    """The condition that contracts above the European thresholds must carry from 2026 on."""
    AWARD_CRITERION = "AWARD_CRITERION"
    """What was promised in the offer and scored; it binds even above the minimum."""
    RESERVED_DISABILITY = "RESERVED_DISABILITY"
    RESERVED_INSERTION = "RESERVED_INSERTION"
    RESERVED_PRISON = "RESERVED_PRISON"
    RESERVED_SOCIAL_ECONOMY = "RESERVED_SOCIAL_ECONOMY"
    INSERTION_AS_OBJECT = "INSERTION_AS_OBJECT"
    """The purchase itself is a service of insertion or qualification."""
    CONCESSION_CONDITION = "CONCESSION_CONDITION"
    CONCESSION_RESERVED = "CONCESSION_RESERVED"


_CODE = "Code de la commande publique"
_OLD = "Code des marchés publics (abrogé)"

REFERENCES: Mapping[LegalBasis, LegalReference] = MappingProxyType(
    {
        LegalBasis.PERFORMANCE_CONDITION: LegalReference(text=_CODE, article="L2112-2"),
        LegalBasis.MANDATORY_CONDITION: LegalReference(text=_CODE, article="L2112-2-1"),
        LegalBasis.AWARD_CRITERION: LegalReference(text=_CODE, article="L2152-7 et R2152-7"),
        LegalBasis.RESERVED_DISABILITY: LegalReference(text=_CODE, article="L2113-12"),
        LegalBasis.RESERVED_INSERTION: LegalReference(text=_CODE, article="L2113-13"),
        LegalBasis.RESERVED_PRISON: LegalReference(text=_CODE, article="L2113-13-1"),
        LegalBasis.RESERVED_SOCIAL_ECONOMY: LegalReference(text=_CODE, article="L2113-15 et suivants"),
        LegalBasis.INSERTION_AS_OBJECT: LegalReference(text=_OLD, article="30", source="services sociaux aujourd’hui"),
        LegalBasis.CONCESSION_CONDITION: LegalReference(text=_CODE, article="L3114-2"),
        LegalBasis.CONCESSION_RESERVED: LegalReference(text=_CODE, article="L3113-1 et L3113-2-1"),
    }
)
"""The article of each basis; for the purchase of insertion itself, the one that older documents cite."""

_ARTICLES: Mapping[str, LegalBasis] = MappingProxyType(
    {
        "L2112-2": LegalBasis.PERFORMANCE_CONDITION,
        "L2112-2-1": LegalBasis.MANDATORY_CONDITION,
        "L2152-7": LegalBasis.AWARD_CRITERION,
        "R2152-7": LegalBasis.AWARD_CRITERION,
        "L2113-12": LegalBasis.RESERVED_DISABILITY,
        "L2113-13": LegalBasis.RESERVED_INSERTION,
        "L2113-13-1": LegalBasis.RESERVED_PRISON,
        "L2113-15": LegalBasis.RESERVED_SOCIAL_ECONOMY,
        "L3114-2": LegalBasis.CONCESSION_CONDITION,
        "L3113-1": LegalBasis.CONCESSION_RESERVED,
        "L3113-2-1": LegalBasis.CONCESSION_RESERVED,
        # The repealed code, which older documents cite. Article 15 reserved contracts to sheltered employers.
        "14": LegalBasis.PERFORMANCE_CONDITION,
        "15": LegalBasis.RESERVED_DISABILITY,
        "30": LegalBasis.INSERTION_AS_OBJECT,
        "53": LegalBasis.AWARD_CRITERION,
    }
)
_WORDS = re.compile(r"^(article|art\.?)\s*", re.IGNORECASE)


def basis_of_article(article: str) -> LegalBasis | None:
    """The basis that an article names, in today's code or in the repealed one; None for another article.

    ``L. 2112-2``, ``article L2112-2`` and ``art. 14`` are all read. Interpretation: article 15, which
    reserved contracts to sheltered employers, is read as L2113-12; the meaning of article 53 is probable only.
    """
    bare = _WORDS.sub("", article.strip()).upper().replace(" ", "").replace(".", "")
    return _ARTICLES.get(bare)
