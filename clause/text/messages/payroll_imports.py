"""Spreadsheets of payroll."""

MESSAGES = {
    "PAY-001": "Aucune feuille n’a les colonnes attendues : le matricule, le mois, et le coût employeur ou le brut. "
    "Ajoutez ces intitulés.",
    "PAY-002": "Une même colonne figure deux fois ({fields}). Gardez-en une seule.",
    "PAY-003": "Le fichier a plus de {most} lignes. Coupez-le en plusieurs fichiers.",
    "PAY-004": "Le fichier dépasse {most} Mo. Coupez-le en plusieurs fichiers.",
    "PAY-101": "« {raw} » n’est pas lisible ici ({column}). Donnez un nombre à deux décimales, un mois ou une date.",
    "PAY-102": "Le montant {raw} est négatif. Rattachez la régularisation au mois qu’elle corrige.",
    "PAY-103": "La ligne n’a pas de matricule ou pas de mois. Complétez-la.",
    "PAY-104": "Le matricule {raw} a plusieurs lignes pour {field}. Gardez-en une seule.",
    "PAY-105": "Aucun poste n’a le matricule {raw}. Vérifiez-le, ou ajoutez le poste.",
    "PAY-106": "Le poste {raw} n’a aucun jour en {field}. Vérifiez le mois et les dates du poste.",
    "PAY-107": "Le coût de {raw} en {field} ne peut pas être calculé. Vérifiez les montants.",
    "PAY-108": "La paie de {raw} en {field} est dans un bilan signé ou transmis. Régularisez ce mois avec une raison.",
}
