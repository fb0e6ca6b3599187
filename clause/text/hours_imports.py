"""How a row of a spreadsheet is explained to who made it: the rule, and a value as it should be."""

from clause.domain.findings import Finding
from clause.domain.hours_import import SheetField
from clause.text.messages import sentence

EXAMPLES: dict[SheetField, str] = {
    SheetField.SIRET: "12345678200010",
    SheetField.CONTRACT: "2026M00012",
    SheetField.LOT: "1",
    SheetField.LAST_NAME: "Martin",
    SheetField.FIRST_NAME: "Camille",
    SheetField.FULL_NAME: "Martin Camille",
    SheetField.BIRTH_DATE: "12/04/1990",
    SheetField.MONTH: "03/2026",
    SheetField.YEAR: "2026",
    SheetField.FIRST_DAY: "01/03/2026",
    SheetField.LAST_DAY: "31/03/2026",
    SheetField.HOURS: "121,50",
    SheetField.TRAINING_HOURS: "14,00",
    SheetField.TRAINING_INCLUDED: "14,00",
    SheetField.NATURE: "Travail",
}
"""A right value for each column."""

COLUMN_NAMES: dict[SheetField, str] = {
    SheetField.SIRET: "SIRET",
    SheetField.CONTRACT: "Marché",
    SheetField.LOT: "Lot",
    SheetField.LAST_NAME: "Nom",
    SheetField.FIRST_NAME: "Prénom",
    SheetField.FULL_NAME: "Nom et prénom",
    SheetField.BIRTH_DATE: "Date de naissance",
    SheetField.MONTH: "Mois",
    SheetField.YEAR: "Année",
    SheetField.FIRST_DAY: "Du",
    SheetField.LAST_DAY: "Au",
    SheetField.HOURS: "Heures",
    SheetField.TRAINING_HOURS: "Heures de formation",
    SheetField.TRAINING_INCLUDED: "Dont formation",
    SheetField.NATURE: "Nature",
}
"""The heading that each column may have."""


def example_for(finding: Finding) -> str | None:
    """A right value for the cell that a finding names, or None where it names no column."""
    column = column_of(finding)
    return EXAMPLES[column] if column else None


def column_of(finding: Finding) -> SheetField | None:
    """What the column of a finding holds."""
    name = finding.values.get("column") or finding.values.get("field")
    return SheetField(name) if name in set(SheetField) else None


def told(finding: Finding) -> str:
    """What a finding says of its cell, in French, columns by their headings."""
    values: dict[str, object] = {"raw": finding.raw if finding.raw is not None else "", **finding.values}
    column = column_of(finding)
    if column is not None:
        values["field"] = COLUMN_NAMES[column]
    return sentence(finding.code, values)
