"""The yearly consolidation."""

MESSAGES = {
    "STA-001": "Ce périmètre n’est pas lisible. Demandez « org » (votre organisme), « region:53 » (une région "
    "par son code "
    "INSEE) ou « country » (le pays).",
    "STA-002": "Aucune règle de calcul n’est connue pour l’année {year} ; la première est {first}.",
    "STA-003": "Ce format n’est pas proposé ici : json, csv ou xlsx.",
    "STA-011": "« {raw} » n’est pas un périmètre. Régions connues : {regions}.",
}
