"""The rules of lots."""

MESSAGES = {
    "RUL-001": "Ce lot n’existe pas, ou ce n’est pas votre organisme qui le suit.",
    "RUL-002": "Ce lot a déjà {version:version|versions} de ses règles. Indiquez la raison de la nouvelle : avenant, "
    "lecture corrigée du CCAP…",
    "RUL-003": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
    "RUL-004": "Aucune règle usuelle n’est connue au {on} ; la première date du {first}. Choisissez une date plus "
    "récente.",
    "RUL-010": "Ces règles n’ont pas été enregistrées : chaque valeur en cause est nommée ci-après.",
    "RUL-011": "« {field} » n’est pas une règle connue. Règles possibles : {expected}.",
    "RUL-012": "La valeur de « {field} » (lu : {raw}) n’est pas de l’unité attendue : {expected}. Exemples : taux "
    '"0.05", coût "30.00", durée en mois 24, oui ou non true.',
}
