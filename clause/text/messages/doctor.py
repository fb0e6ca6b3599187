"""Sentences of ``clause doctor``: what is well, what is not and what to do."""

MESSAGES: dict[str, str] = {
    "DOC-001": "dossier de données {folder}, inscriptible",
    "DOC-002": "base : {database} ; file : {queue} ; adresse publique : {public_url}",
    "DOC-003": "PostgreSQL {version}",
    "DOC-004": "PostgreSQL {version} n’est pas pris en charge. Utilisez une version de 16 à 18.",
    "DOC-005": "le service se connecte comme {role}, soumis à la sécurité par ligne",
    "DOC-006": (
        "le service se connecte comme {role}, qui échappe à la sécurité par ligne. Mettez dans DATABASE_URL un rôle "
        "ordinaire (clause_app), et le propriétaire des tables dans DATABASE_OWNER_URL."
    ),
    "DOC-007": "base à jour",
    "DOC-008": "{count:migration|migrations} à appliquer. Lancez « clause migrate ».",
    "DOC-011": "journal : {chains:chaîne|chaînes}, aucune ligne changée",
    "DOC-012": (
        "journal de l’organisme {org} : la ligne {line} a été changée ou retirée. Gardez la base telle quelle, et "
        "comparez cette ligne avec une sauvegarde."
    ),
    "DOC-009": "la file répond",
    "DOC-010": "la file ne répond pas ({reason}). Vérifiez REDIS_URL, ou lancez « clause serve ».",
}
