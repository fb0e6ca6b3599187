"""What the pages of the verification say when something cannot be shown."""

MESSAGES = {
    "WEB-220": "Cette ligne n’est pas de ce bilan, ou elle ne se décide pas : un forfait suit les dépenses retenues.",
}
