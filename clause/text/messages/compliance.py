"""Compliance of lots and contracts."""

MESSAGES = {
    "CPL-001": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
    "CPL-002": "Ce marché n’existe pas, ou il n’est pas visible pour vous.",
    "CPL-003": "Aucune règle n’est connue au {on}. Choisissez un jour à partir du {first}.",
    "CPL-010": "Aucune obligation n’était en vigueur le {on} : il n’y a rien à comparer. Fixez les heures dues du lot.",
    "CPL-011": (
        "La période d’exécution du lot n’est pas connue : le rythme attendu ne peut pas être calculé. Renseignez le"
        " premier et le dernier jour du lot."
    ),
    "CPL-012": (
        "Le lot « {lot} » n’est pas compris dans les totaux : il lui manque une obligation, ou ses jours d’exécution."
    ),
    "CPL-013": (
        "Les pénalités ne sont pas calculées au {on} : aucune valeur de « {name} » n’est connue ce jour-là. Fixez un"
        " montant dans les règles du lot, ou choisissez un autre jour."
    ),
    "CPL-014": (
        "Aucun rythme de points d’étape n’est connu au {on}, premier jour d’exécution du lot. Vérifiez les jours du"
        " lot."
    ),
    "CPL-020": "Ce lot n’existe pas, ou il n’est pas visible pour vous. Vérifiez l’identifiant du lot.",
    "CPL-021": (
        "Les points d’étape se comptent sur la période d’exécution, qui n’est pas connue. Renseignez le premier et le"
        " dernier jour du lot."
    ),
    "CPL-022": (
        "Aucun rythme de points d’étape n’est connu au {on}, premier jour d’exécution du lot. Vérifiez ses jours."
    ),
    "CPL-030": (
        "Le tri par heures manquantes porte sur la situation d’aujourd’hui et n’accepte que le filtre « buyer »."
        " Retirez les autres filtres, ou le tri."
    ),
    "CPL-016": (
        "La part des habitants de quartiers prioritaires n’est pas montrée : trop peu de personnes sont derrière elle."
    ),
    "CPL-041": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
    "CPL-040": "Ce lot n’existe pas, ou il n’est pas visible pour vous.",
}
