"""French labels of what only the yearly consolidation names; part of ``clause.text.labels``."""

from collections.abc import Mapping

LABELS_OF_STATISTICS: Mapping[str, Mapping[str, str]] = {
    "sex": {"F": "Femmes", "M": "Hommes", "X": "Autre", "U": "Sexe non précisé"},
    "funding_source": {
        "LOCAL": "Communes et intercommunalités",
        "STATE": "État",
        "REGION": "Région",
        "DEPARTMENT": "Département",
        "FSE": "FSE+",
        "PRIVATE": "Fonds privés",
        "OTHER": "Autre financement",
    },
}
"""Every table of this file, by kind."""
