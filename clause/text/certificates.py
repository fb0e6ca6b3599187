"""French sentences that certificates state."""

from collections.abc import Sequence
from decimal import Decimal

from clause.domain.certificates import CertificateContent, CertificateKind, Party, YearlyContent
from clause.text import formats

COFINANCED = "Cofinancé par l’Union européenne"
"""What must be shown where European money pays for the work. Source: regulation (EU) 2021/1060, annex IX."""

PROGRAM_CAPACITY = "Application de la structure facilitatrice"
"""The capacity of a signatory that is a program."""

UNNAMED_GROUND = "Public éligible, catégorie non précisée"
"""The grounds that a single person has."""


_SUBTITLES = {
    CertificateKind.PROGRESS: "Avancement de l’engagement au {on}",
    CertificateKind.FINAL: "Bilan final de l’engagement, arrêté au {on}",
    CertificateKind.COMPANY_YEARLY: "Année {year}, heures travaillées jusqu’au {on}",
}


def identifier(party: Party) -> str:
    """The organisation's number after its kind, never cut at the end of a line: ``SIRET 123 456 789 00012``."""
    kind = party.identifier_kind.replace("_", " ")
    return f"{kind} {formats.siret(party.identifier)}".replace(" ", formats.NO_BREAK_SPACE)


def subtitle_of(content: CertificateContent | YearlyContent) -> str:
    """What a certificate is about, under its title."""
    on = formats.day(content.figures_on)
    return _SUBTITLES[content.kind].format(on=on, year=getattr(content, "year", ""))


def statement_of(content: CertificateContent | YearlyContent) -> str:
    """The sentence that a certificate attests."""
    people = formats.counted_told(
        content.number_of_people, content.fewer_than, "personne éloignée de l’emploi", "personnes éloignées de l’emploi"
    )
    with_people = "" if content.number_of_people == 0 else f", avec {people}"
    credited = formats.hours(content.hours_credited)
    if isinstance(content, YearlyContent):
        return (
            f"{content.facilitator_org.name} atteste que l’entreprise {content.holder.name} "
            f"({identifier(content.holder)}) a contribué en {content.year} à {credited} d’insertion prises en compte "
            f"au titre de clauses sociales{with_people}."
        )
    whose = "le groupement dont est membre l’entreprise" if content.consortium else "l’entreprise"
    return (
        f"{content.facilitator_org.name} atteste que, dans le cadre du marché désigné ci-dessous, {whose} "
        f"{content.holder.name} a réalisé {credited} d’insertion prises en compte au "
        f"{formats.day(content.figures_on)}, pour {formats.hours(content.hours_owed)} dues{with_people}."
    )


def consortium_note(others: Sequence[str], holder: str, own_hours: Decimal) -> str:
    """What a member of a consortium must not be read to claim: the figures are those of all its members."""
    return (
        f"Lot exécuté en groupement avec {_and(others)}. Les heures sont celles du groupement, dont "
        f"{formats.hours(own_hours)} prises en compte pour les embauches faites par {holder}."
    )


def _and(names: Sequence[str]) -> str:
    return " et ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
