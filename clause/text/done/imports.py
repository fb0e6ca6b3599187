"""Imports."""

DONE = {
    "import_started": "Le fichier est reçu. Il est lu maintenant ; cette page avance toute seule.",
    "import_read_again": "Le fichier est relu avec ces colonnes ; le premier rapport reste dans la liste.",
    "import_applied": "Les heures sont en cours d’enregistrement ; cette page avance toute seule.",
}
