"""Claims."""

DONE = {
    "claim_started": "Le bilan est commencé : Clause rassemble le temps, la paie et les lettres de mission.",
    "claim_recomputed": "Le calcul est relancé.",
    "claim_waived": "Le point est levé avec votre motif, que l’organisme intermédiaire lira. Le calcul est relancé.",
    "claim_signed": "Le bilan est signé. Il reste à le transmettre.",
    "claim_submitted": "Le bilan est transmis. Son PDF et son dossier se préparent.",
    "claim_filed": "Le dépôt dans Ma démarche FSE+ est noté.",
    "claim_withdrawn": "Le bilan est retiré : ses mois peuvent être demandés de nouveau.",
    "claim_redone": "Un nouveau bilan reprend les mois et le récit du précédent.",
    "claim_told": "Le récit est enregistré.",
}
