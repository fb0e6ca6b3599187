"""Pages about claims."""

MESSAGES = {
    "WEB-200": "« {title} » est à remplir pour cette action ; sinon, videz ses autres champs.",
    "WEB-201": "Le récit n’est pas enregistré : complétez les actions commencées.",
}
