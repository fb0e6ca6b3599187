"""Whether a published contract should be followed by a facilitator, and why.

The data never says how many hours are owed; it says, at best, that there is a clause. Since 2024 a declared list says
so (``considerationsSociales``), before that only words in the object may. Words are searched in texts whose accents
may have been destroyed before publication, so an accented letter is written as any letter here.
"""

import re

from clause.domain.decp import DecpRule, FollowUp, SocialConsideration
from clause.domain.findings import Finding

_FALSE_FRIENDS = re.compile(
    r"conseill\w+ (?:\w+ )?en insertion(?: sociale)?(?: et)?(?: professionnelle)?"
    r"|insertion (?:urbaine|paysag\w+|architectural\w+|environnemental\w+|publicitaire\w*|dans le (?:site|paysage))"
    r"|insertions? d['’ ]?(?:un|une|annonces?|avis|encarts?|publicit\w+|images?)\b"
)
_MENTIONS = (
    (
        DecpRule.CLAUSE_MENTIONED,
        re.compile(
            r"clauses? (?:sociales?|(?:\w+ ){0,3}d['’ ]?insertion)"
            r"|heures? d['’ ]?insertion|insertion par l['’ ]?activit. .conomique"
            r"|promotion de l['’ ]?emploi|personnes? en insertion|publics? en insertion"
            r"|d.marche d['’ ]?(?:ré|r.)?insertion|articles? 14 du (?:code des march.s publics|cmp)"
        ),
    ),
    (
        DecpRule.RESERVATION_MENTIONED,
        re.compile(
            r"(?:march.s?|lots?|accords?-cadres?) r.serv.s?\b"
            r"|r.serv.e?s? (?:.|aux?) .{0,30}(?:entreprises? adapt.e|d['’ ]?insertion|aide par le travail|esat\b)"
            r"|articles? 15 du (?:code des march.s publics|cmp)"
        ),
    ),
    (
        DecpRule.INSERTION_SERVICE_MENTIONED,
        re.compile(
            r"\b(?:actions?|missions?|prestations?|services?|march.s?|chantiers?|ateliers?|parcours|entreprises?"
            r"|structures?|qualification) (?:de services? )?(?:et )?d['’ ]?insertion"
            r"|insertion (?:(?:sociale|et|de|par) ){0,4}(?:qualification|(?:socio-?)?professionnelle|sociale)"
        ),
    ),
)
_DECLARED = (
    (SocialConsideration.SOCIAL_CLAUSE, DecpRule.CLAUSE_DECLARED),
    (SocialConsideration.SOCIAL_CRITERION, DecpRule.CRITERION_DECLARED),
    (SocialConsideration.RESERVED_CONTRACT, DecpRule.RESERVATION_DECLARED),
)


def assess_follow_up(
    considerations: tuple[SocialConsideration, ...], text: str | None
) -> tuple[FollowUp, tuple[Finding, ...]]:
    """Whether to propose the contract for follow-up, and each reason.

    Only a declared social clause pre-selects. A social criterion may have made hours owed by the winning offer, a
    reserved contract owes none by itself, and words in the object are only words: these are for a person to look at.
    """
    declared = tuple(
        rule.finding("considerationsSociales", kind.value) for kind, rule in _DECLARED if kind in considerations
    )
    reasons = declared + _mentions(text or "")
    if SocialConsideration.SOCIAL_CLAUSE in considerations:
        return FollowUp.PRESELECTED, reasons
    return (FollowUp.REVIEW if reasons else FollowUp.NONE), reasons


def _mentions(text: str) -> tuple[Finding, ...]:
    # Without its false friends: greening a roundabout is also called insertion.
    searched = _FALSE_FRIENDS.sub(" ", text.lower())
    found = []
    for rule, pattern in _MENTIONS:
        match = pattern.search(searched)
        if match:
            found.append(rule.finding("objet", match.group()))
            # What named a clause does not also name a service.
            searched = pattern.sub(" ", searched)
    return tuple(found)
