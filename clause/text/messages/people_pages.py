"""What the pages about people say of a form that lacks something."""

MESSAGES = {
    "WEB-140": "Le justificatif n’est noté qu’à moitié.",
    "WEB-143": "L’avis motivé n’est pas complet.",
    "WEB-144": "Un avis motivé se donne avec son texte, son auteur et sa date : remplissez ce champ.",
    "WEB-142": "Cette embauche n’existe pas, ou elle n’est pas visible pour vous.",
    "WEB-141": "Donnez ensemble le justificatif et son jour d’émission, ou ni l’un ni l’autre.",
}
