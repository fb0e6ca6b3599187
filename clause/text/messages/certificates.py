"""Sentences for what can go wrong with certificates."""

MESSAGES = {
    "CRT-001": (
        "Ce code de vérification ne peut pas exister : « {typed} ». Un code compte seize chiffres et lettres, en "
        "quatre groupes de quatre, par exemple 7K3M-9QXR-2D4F-8HTW. Relisez-le sur l’attestation, près du carré à "
        "scanner."
    ),
    "CRT-010": (
        "Cette attestation est dans l’état {state} : l’action « {action} » n’y est pas possible. "
        "Seule une attestation délivrée peut être révoquée, et une seule fois."
    ),
    "CRT-011": "Aucune entreprise n’est titulaire de ce lot. Indiquez d’abord son titulaire, puis recommencez.",
    "CRT-012": "Plusieurs entreprises tiennent ce lot ({companies}). Dites pour laquelle l’attestation est demandée.",
    "CRT-013": "Cette entreprise n’est pas titulaire de ce lot. Choisissez l’un de ses titulaires.",
    "CRT-014": (
        "La période d’exécution de ce lot n’est pas connue. Renseignez son premier et son dernier jour, puis "
        "recommencez."
    ),
    "CRT-015": "Une attestation ne compte pas les heures d’un jour à venir ({on}). Choisissez aujourd’hui ou avant.",
    "CRT-016": (
        "Le bilan final n’est possible qu’à partir du dernier jour d’exécution, le {last_day} (demandé au {on}). "
        "D’ici là, demandez une attestation d’avancement."
    ),
    "CRT-017": "Aucune règle n’est connue au {on}. Choisissez un jour à partir du {first}.",
    "CRT-020": "Ce lot n’existe pas, ou il n’est pas le vôtre.",
    "CRT-021": "Aucune heure n’est due sur ce lot au {on}. Fixez d’abord son engagement, puis recommencez.",
    "CRT-022": (
        "Des relevés d’heures de ce lot attendent encore une décision (nombre : {count}). "
        "Validez-les ou rejetez-les, puis demandez le bilan final."
    ),
    "CRT-023": "L’attestation à produire n’existe plus.",
    "CRT-024": "Cette attestation n’existe pas, ou elle n’est pas la vôtre.",
    "CRT-025": "Le fichier de l’attestation {number} est en préparation. Réessayez dans quelques secondes.",
    "CRT-026": "Cette attestation n’existe pas, ou elle n’est pas la vôtre à révoquer.",
    "CRT-027": (
        "Aucune attestation délivrée ne porte le code {typed}. Relisez-le sur le document ; s’il est exact, ce "
        "document ne vient pas de Clause."
    ),
    "CRT-028": "Cette entreprise n’existe pas dans l’annuaire. Cherchez-la par son SIRET.",
    "CRT-029": "Cette attestation n’existe pas, ou elle n’est pas la vôtre à refaire.",
    "CRT-030": "L’année {year} n’a pas commencé : il n’y a encore rien à attester. Choisissez une année commencée.",
    "CRT-031": "L’attestation {number} est en préparation. Attendez qu’elle soit délivrée, puis refaites-la.",
    "CRT-032": "L’attestation {number} est déjà remplacée par l’attestation {successor}. Refaites celle-ci.",
    "CRT-033": "Une attestation annuelle compte toute l’année : ne donnez pas de jour d’arrêté.",
    "CRT-034": "Une nouvelle version de cette attestation, n° {number}, est déjà en préparation. Attendez-la.",
    "CRT-041": "Ce fichier dépasse {most} Mo : ce n’est pas un document délivré par Clause.",
    "CRT-042": "Ce fichier est vide. Choisissez le PDF que vous avez reçu.",
    "CRT-044": "Trop de fichiers vérifiés en peu de temps. Réessayez dans {seconds} s.",
    "CRT-043": "Ce fichier n’est pas un PDF. Choisissez le PDF que vous avez reçu, sans le convertir.",
}
