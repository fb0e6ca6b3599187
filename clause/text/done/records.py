"""Visits on site, and who pays for the posts."""

DONE = {
    "site_visit_recorded": "La visite est enregistrée.",
    "post_financing_recorded": "Le financement est enregistré : les statistiques en tiennent compte.",
}
