"""Sentences for what can go wrong with certificates."""

MESSAGES = {
    "CRT-001": (
        "Ce code de vérification ne peut pas exister : « {typed} ». Un code compte seize chiffres et lettres, en "
        "quatre groupes de quatre, par exemple 7K3M-9QXR-2D4F-8HTW. Relisez-le sur l'attestation, à côté du carré."
    ),
}
