"""The ledger and its corrections."""

MESSAGES = {
    "LED-001": "Cette écriture n'existe pas, ou elle n'est pas la vôtre.",
    "LED-002": "Une extourne ne s'extourne pas. Déclarez les heures dans un nouveau relevé si elles sont dues.",
    "LED-003": "Cette écriture est déjà extournée. Corrigez l'écriture qui l'a remplacée, s'il y en a une.",
    "LED-004": "L'écriture de remplacement n'est pas possible ; chaque motif est donné ci-après. Rien n'a changé.",
}
