"""French labels of what files hold and what their rows become; part of ``clause.text.labels``."""

from collections.abc import Mapping

_HOURS_ROW_STATUSES = {
    "new": "Nouveau",
    "changed": "Modifié",
    "unchanged": "Inchangé",
    "refused": "Refusé",
}

_IMPORT_KINDS = {
    "decp": "Marchés publics (données ouvertes)",
    "hours": "Heures d’insertion",
    "payroll": "Paie des facilitateurs",
}

_IMPORT_ROW_STATUSES = {
    "imported": "Importé",
    "already_known": "Déjà connu",
    "to_review": "À examiner",
    "refused": "Refusé",
}

LABELS_OF_IMPORTS: Mapping[str, Mapping[str, str]] = {
    "hours_row_status": _HOURS_ROW_STATUSES,
    "import_kind": _IMPORT_KINDS,
    "import_row_status": _IMPORT_ROW_STATUSES,
}
