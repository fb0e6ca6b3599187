"""Where the public holidays of an employment are those of: mainland France, Alsace and Moselle, overseas."""

from enum import StrEnum


class HolidayZone(StrEnum):
    """Whose public holidays a person has.

    Source: Code du travail, L3133-1 (eleven days), L3134-13 (Alsace and Moselle), L3422-2 (overseas).
    """

    METROPOLE = "METROPOLE"
    ALSACE_MOSELLE = "ALSACE_MOSELLE"
    GUADELOUPE = "GUADELOUPE"
    MARTINIQUE = "MARTINIQUE"
    GUYANE = "GUYANE"
    LA_REUNION = "LA_REUNION"
    MAYOTTE = "MAYOTTE"
    SAINT_BARTHELEMY = "SAINT_BARTHELEMY"
    SAINT_MARTIN = "SAINT_MARTIN"
