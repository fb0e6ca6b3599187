"""Copies of proofs. No sentence repeats a fact about a person, nor the name of a file."""

MESSAGES = {
    "PRF-001": "Cette éligibilité n’existe pas, ou ce n’est pas votre organisme qui la suit.",
    "PRF-002": "Cette copie de justificatif n’existe pas, ou elle n’est pas visible pour vous.",
    "PRF-003": "Le justificatif n’a pas été enregistré ; la raison est donnée ci-après.",
    "PRF-004": "Cette copie a été effacée, comme le veut sa durée de conservation : il n’en reste que l’empreinte et "
    "les dates. Redemandez le justificatif si une nouvelle décision l’exige.",
    "PRF-005": "Les justificatifs ne sont visibles que de la structure facilitatrice qui suit les personnes.",
    "PRF-006": "Seule l’entreprise qui emploie transmet un justificatif par ce chemin ; la structure facilitatrice "
    "le joint à l’éligibilité.",
    "PRF-007": "Cette embauche n’existe pas, ou ce n’est pas votre entreprise qui emploie.",
    "PRF-010": "Il n’y a pas de fichier, ou il est vide. Choisissez le fichier à joindre.",
    "PRF-011": "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG. Enregistrez le document dans l’un de ces "
    "formats.",
    "PRF-012": "Ce fichier n’est pas ce que dit son nom ou son type : son contenu est du {found}. Corrigez son nom, ou "
    "enregistrez-le de nouveau.",
}
