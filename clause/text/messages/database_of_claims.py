"""What the database refuses of operations, claims, verification and payments."""

MESSAGES = {
    "DBC-420": "Des conclusions ont été enregistrées entre-temps pour ce bilan. Relisez-les, puis recommencez.",
    "DBC-421": "Cette ligne a déjà une décision dans ce contrôle. Gardez-en une seule.",
    "DBC-422": "Un taux horaire a été fixé entre-temps pour cette personne. Relisez-le, puis recommencez.",
    "DBC-423": "Cette dépense a déjà été corrigée. Relisez-la, puis recommencez.",
    "DBC-424": "Cette ressource a déjà été corrigée. Relisez-la, puis recommencez.",
    "DBC-425": "Un message a été envoyé entre-temps sur ce bilan. Relisez l'échange, puis recommencez.",
    "DBC-426": "Ce bilan a changé d'état entre-temps. Relisez-le, puis recommencez.",
    "DBC-427": "Un paiement porte déjà cette référence. Vérifiez qu'il n'est pas saisi deux fois.",
    "DBC-428": "Ce paiement a déjà été annulé. Relisez-le, puis recommencez.",
    "DBC-429": "Des conclusions ne se modifient pas : enregistrez-en une nouvelle version.",
    "DBC-430": "Une décision de contrôle ne se modifie pas : enregistrez de nouvelles conclusions.",
    "DBC-431": "Un taux horaire fixé ne se modifie pas : fixez-en un nouveau, daté.",
    "DBC-432": "Une dépense enregistrée ne se modifie pas : corrigez-la par une nouvelle ligne.",
    "DBC-433": "Une ressource enregistrée ne se modifie pas : corrigez-la par une nouvelle ligne.",
    "DBC-434": "Un message envoyé ne se modifie pas.",
    "DBC-435": "L'historique d'un bilan ne se modifie pas.",
    "DBC-436": "Un paiement enregistré ne se modifie pas : annulez-le par une écriture contraire.",
    "DBC-437": "Une décision sur une lettre de mission ne se modifie pas : enregistrez-en une nouvelle.",
}
