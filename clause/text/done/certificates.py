"""Certificates."""

DONE = {
    "certificate_revoked": "L’attestation est révoquée : sa page publique le dit désormais.",
    "certificate_requested": "L’attestation est demandée : son fichier est prêt dans quelques secondes.",
}
