"""Employments and payroll."""

MESSAGES = {
    "EMP-001": "Cette personne n’est pas membre de votre organisme. Donnez-lui d’abord un compte et un rôle.",
    "EMP-002": "La fin du poste ({last_day}) précède son début. Corrigez l’une des deux dates.",
    "EMP-003": "Cette personne a déjà un poste sur ces jours (matricule {staff_number}). Donnez d’autres dates.",
    "EMP-004": "Ce poste n’existe pas, ou il n’est pas de votre organisme.",
    "EMP-005": "Ce poste n’existe pas, ou il n’est pas de votre organisme.",
    "EMP-006": "Le poste n’a aucun jour en {month}. Vérifiez le mois et les dates du poste.",
    "EMP-007": "Ce mois de paie est déjà enregistré. Relisez-le, puis donnez son ETag dans l’en-tête If-Match.",
    "EMP-008": "Ce mois de paie a changé depuis votre lecture. Relisez-le, puis recommencez.",
    "EMP-009": "Le mois {month} figure dans le bilan n° {number}, signé ou transmis : sa paie ne change plus. "
    "Régularisez-le avec une raison : la différence ira dans le bilan suivant.",
    "EMP-010": "Aucune paie n’est enregistrée pour {month}.",
    "EMP-011": "Ce poste n’existe pas, ou il n’est pas de votre organisme.",
    "EMP-012": "Ce poste a changé depuis votre lecture. Relisez-le, puis recommencez.",
    "EMP-013": "La fin du poste ({last_day}) précède son début. Donnez une date égale ou postérieure.",
    "EMP-014": "Cette personne a un autre poste sur ces jours (matricule {staff_number}). Donnez une date antérieure.",
    "EMP-015": "Du temps, une paie ou une mission sont enregistrés jusqu’au {used_until}. "
    "Donnez une fin égale ou postérieure : ce qui est enregistré n’est pas touché.",
}
