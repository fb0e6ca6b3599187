"""Imports: the file, and what became of each record beyond what its own fields say."""

MESSAGES = {
    "IMP-001": "Cet import n’existe pas, ou il n’est pas le vôtre.",
    "IMP-010": "Déjà importé tel quel : lot « {label} ». Rien n’a changé.",
    "IMP-011": "{count:modification ajoutée|modifications ajoutées} au lot « {label} » ; ses valeurs initiales sont "
    "gardées.",
    "IMP-012": "Valeur différente de celle du lot connu ({before}). Le lot n’a pas été changé : vérifiez laquelle est "
    "juste.",
    "IMP-013": "Ce marché compte déjà le lot « {label} », que ce fichier ne contient plus tel quel. C’est peut-être sa "
    "nouvelle version (autre montant, autre titulaire ou autre date), peut-être un autre lot : décidez lequel suivre.",
    "IMP-014": "Même titulaire, même montant et même date que le lot « {label} », avec un autre objet. C’est peut-être "
    "le même lot corrigé, peut-être un second lot : décidez lequel suivre.",
    "IMP-015": "Cet enregistrement n’a pas pu être traité ({kind}). Signalez-le : il est gardé en entier.",
    "IMP-016": "Rien n’annonce de clause sociale : le lot est écarté. Suivez-le si le marché en contient une.",
    "IMP-017": "{count} titulaires : la source ne dit pas qui est mandataire, tous sont repris comme cotraitants.",
    "IMP-019": "Publié de nouveau sans changement qui compte : lot « {label} ».",
    "WEB-240": "Le formulaire est incomplet.",
    "WEB-241": "« Contenu du fichier » : choisissez ce que le fichier contient.",
}
